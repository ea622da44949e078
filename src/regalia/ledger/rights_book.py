# SPDX-License-Identifier: Apache-2.0
"""The rights behind a deal, rebuilt from what their registry and their pool said: the twins, and what is only half told yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from regalia.chain.events import Event
from regalia.domain.rights.address import plain
from regalia.domain.rights.cause import Cause, Source
from regalia.domain.rights.counting import Count
from regalia.domain.rights.holdings import Holdings
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.standing import DealStanding
from regalia.ledger.place import Place
from regalia.ledger.taken_report import TakenReport


@dataclass(frozen=True)
class TakenFact:
    """A fact a payment date looked at, as the chain told it, and why it is so: ``causes`` are the rights that make it up, each with what
    last brought it about; ``places`` is where on the chain each of those was said, None where a day came by itself.
    """

    label: str
    value: int
    causes: tuple[Cause, ...]
    places: tuple[Place | None, ...]


class Owed(NamedTuple):
    """An event about a right that its transaction has still to tell; ``number`` where there may be several."""

    transaction: str
    name: str
    right: bytes
    number: int = 0


@dataclass
class RightsBook:
    """``holders`` of roles are by contract and role; ``reports`` those that oracles took, by transaction; ``substituted`` is which right
    went for one that came, by transaction and that right; ``entering`` is an entry whose owners are not all told; ``owed`` is what has
    to follow, and since where; ``counts`` are what rights were last told to count for.
    """

    pool: RightsPool
    standings: dict[str, DealStanding]
    holders: dict[tuple[str, bytes], set[str]] = field(default_factory=lambda: defaultdict(set))
    thresholds: dict[str, int] = field(default_factory=dict)
    reports: dict[str, list[TakenReport]] = field(default_factory=dict)
    substituted: dict[tuple[str, bytes], bytes] = field(default_factory=dict)
    entering: list[Event] = field(default_factory=list)
    owed: dict[Owed, str] = field(default_factory=dict)
    counts: dict[bytes, Count] = field(default_factory=dict)
    prices: dict[bytes, int] = field(default_factory=dict)
    places: dict[tuple[bytes, Source, int], Place] = field(default_factory=dict)

    @classmethod
    def of(cls, pool_address: str) -> RightsBook:
        """Before the first event: nothing is known."""
        standings: dict[str, DealStanding] = {}
        return cls(RightsPool(pool_address, Registry(), standings), standings)

    @property
    def registry(self) -> Registry:
        return self.pool.registry

    def look_ahead(self, events: Iterable[Event]) -> None:
        """What only the end of a transaction tells: that a pledge was part of a substitution."""
        for event in events:
            if event.name == "RightSubstituted":
                self.substituted[event.transaction_hash, event.args["incoming"]] = event.args["outgoing"]

    def holdings(self, deal: str) -> Holdings | None:
        """The rights behind a deal, None before its pool was opened."""
        return self.pool.holdings(deal) if plain(deal) in self.pool.deals else None

    def place(self, source: Source, event: Event, number: int) -> None:
        """Remember where something was said of a right."""
        self.places[event.args["right"], source, number] = Place.of(event)

    def place_of(self, cause: Cause) -> Place | None:
        return self.places.get((cause.right, cause.source, cause.number))
