# SPDX-License-Identifier: Apache-2.0
"""What a pool keeps: the deals that were opened, the rights behind each, and what every act on them asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Self

from regalia.domain.rights.address import plain
from regalia.domain.rights.counting import part_up
from regalia.domain.rights.facts import fact, limits_broken
from regalia.domain.rights.gates import Door, value_at_gate
from regalia.domain.rights.holdings import Held, Holdings, Lost, Pledge
from regalia.domain.rights.labels import packed
from regalia.domain.rights.look import Look
from regalia.domain.rights.pool_terms import Limit, PoolTerms
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.standing import NO_DEAL, DealStanding, DealStatus
from regalia.domain.rights.words import Why

MOST_RIGHTS = 4096
MOST_PLACES = 2**16
"""Over life: a place isn't given twice."""


@dataclass(frozen=True)
class Opened:
    """The pool of one deal. ``places``: rights it ever took, each time anew; ``gone``: those it let go of, which count on."""

    originator: str
    token: str
    terms: PoolTerms
    rights: tuple[bytes, ...] = ()
    places: int = 0
    value_at_closing: int = 0
    replaced: int = 0
    gone: tuple[Lost, ...] = ()


class PoolBook:
    """``standings`` says where each deal stands, by its address in small letters; the caller keeps it up to date."""

    def __init__(self, address: str, registry: Registry, standings: Mapping[str, DealStanding]) -> None:
        self.address = plain(address)
        self.registry = registry
        self.standings = standings
        self.deals: dict[str, Opened] = {}
        self.pledges: dict[bytes, Pledge] = {}
        self.demands: dict[bytes, int] = {}
        """How often the repurchase of a right was demanded, in all deals."""
        self.lost_to: dict[bytes, str] = {}
        """The deal that last lost a right: it doesn't count it twice."""
        self.returned: dict[bytes, Why] = {}
        """Why a right last left a deal."""

    def copy(self) -> Self:
        """Another of the same content, registry included; changes of one leave the other alone."""
        other = type(self)(self.address, self.registry.copy(), self.standings)
        other.deals, other.pledges = dict(self.deals), dict(self.pledges)
        other.demands, other.returned = dict(self.demands), dict(self.returned)
        other.lost_to = dict(self.lost_to)
        return other

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All that happens inside, or nothing."""
        saved = dict(self.deals), dict(self.pledges), dict(self.demands), dict(self.returned), dict(self.lost_to)
        with self.registry.whole():
            try:
                yield
            except RightsRefusedError:
                self.deals, self.pledges, self.demands, self.returned, self.lost_to = saved
                raise

    def holdings(self, deal: str) -> Holdings:
        """The rights behind a deal as they are now."""
        opened = self._opened(plain(deal))
        return Holdings(
            plain(deal),
            opened.originator,
            opened.token,
            opened.terms,
            opened.value_at_closing,
            opened.replaced,
            opened.gone,
            tuple(map(self._held, opened.rights)),
        )

    def pledged(self, right: bytes) -> Pledge:
        if right not in self.pledges:
            raise RightsRefusedError("RightsPool_NotPledged", right)
        return self.pledges[right]

    def price_of(self, right: bytes) -> int:
        """What a repurchase costs: a share of the value at pledge, rounded up."""
        pledge = self.pledged(right)
        return part_up(pledge.value_at_pledge, self.deals[pledge.deal].terms.repurchase_price)

    def _take(self, deal: str, right: bytes, licence: int, today: int) -> int:
        """Through the gates and into the deal; returns the value."""
        opened = self.deals[deal]
        if right in self.pledges:
            raise RightsRefusedError("RightsPool_AlreadyPledged", right, self.pledges[right].deal)
        if self.lost_to.get(right) == deal:
            raise RightsRefusedError("RightsPool_LostBefore", right, deal)
        door = Door(opened.originator, opened.token, opened.terms.maturity, today)
        value = value_at_gate(door, self.registry.known(right), licence)
        if len(opened.rights) + len(opened.gone) == MOST_RIGHTS:
            raise RightsRefusedError("RightsPool_TooManyRights", MOST_RIGHTS, MOST_RIGHTS + 1)
        if opened.places == MOST_PLACES:
            raise RightsRefusedError("RightsPool_TooManyRights", MOST_PLACES, MOST_PLACES + 1)
        self.registry.bind(right, self.address, opened.originator, whole=licence == 0)
        self.pledges[right] = Pledge(deal, value, licence)
        self.deals[deal] = replace(opened, rights=(*opened.rights, right), places=opened.places + 1)
        return value

    def _return(self, right: bytes, why: Why) -> None:
        """Out of the deal: free for another."""
        deal = self.pledges.pop(right).deal
        opened = self.deals[deal]
        self.deals[deal] = replace(opened, rights=tuple(other for other in opened.rights if other != right))
        self.returned[right] = why
        self.registry.free(right, self.address)

    def _held(self, right: bytes) -> Held:
        return Held(self.registry.known(right), self.pledges[right])

    def _standing(self, deal: str) -> DealStanding:
        return self.standings.get(plain(deal), NO_DEAL)

    def _opened(self, deal: str) -> Opened:
        if deal not in self.deals:
            raise RightsRefusedError("RightsPool_NotOpen", deal)
        return self.deals[deal]

    def _of_originator(self, deal: str, by: str) -> Opened:
        opened = self._opened(deal)
        if plain(by) != opened.originator:
            raise RightsRefusedError("RightsPool_OnlyOriginator", opened.originator, plain(by))
        return opened

    def _require_before_closing(self, deal: str) -> None:
        status = self._standing(deal).status
        if status > DealStatus.SOLD:
            raise RightsRefusedError("RightsPool_DealStatus", deal, status)

    def _require_live(self, deal: str) -> None:
        status = self._standing(deal).status
        if status is not DealStatus.LIVE:
            raise RightsRefusedError("RightsPool_DealStatus", deal, status)

    def _broken(self, deal: str, today: int) -> tuple[Limit, ...]:
        return limits_broken(Look(self.holdings(deal), today))

    def _require_unbroken(self, deal: str, broken: Iterable[Limit], today: int) -> None:
        for limit in broken:
            given = fact(Look(self.holdings(deal), today), limit.label)
            raise RightsRefusedError("RightsPool_LimitBroken", packed(limit.label), limit.most, given)
