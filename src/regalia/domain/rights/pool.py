# SPDX-License-Identifier: Apache-2.0
"""Which rights back which deal: the twin of ``contracts/registry/RightsPool.sol``, without roles and cash.

It keeps no sums, so there is nothing to settle: facts come from the rights and the day. A refusal changes nothing, and comes in one order:
what the act is about, who asks, where the deal stands, then what the act itself asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from regalia.domain.rights.address import plain
from regalia.domain.rights.counting import count_of, value_of
from regalia.domain.rights.holdings import Demand, Lost
from regalia.domain.rights.licences import licence_at
from regalia.domain.rights.look import Look
from regalia.domain.rights.pool_book import Opened, PoolBook
from regalia.domain.rights.pool_terms import PoolTerms, check_terms
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.words import PPM, Why


class RightsPool(PoolBook):
    """Its acts. Whose they are is ``by``; what a trustee or anybody does has none."""

    def open(self, deal: str, terms: PoolTerms, by: str) -> None:
        """Once, before closing, by the originator of a deal that asks this pool."""
        deal, standing = plain(deal), self._standing(deal)
        if plain(by) != plain(standing.originator):
            raise RightsRefusedError("RightsPool_OnlyOriginator", plain(standing.originator), plain(by))
        if plain(standing.source) != self.address:
            raise RightsRefusedError("RightsPool_NotItsSource", deal, plain(standing.source))
        if deal in self.deals:
            raise RightsRefusedError("RightsPool_AlreadyOpen", deal)
        self._require_before_closing(deal)
        check_terms(terms, standing.legal_final)
        self.deals[deal] = Opened(plain(standing.originator), plain(standing.token), terms)

    def pledge(self, deal: str, rights: Iterable[bytes], licences: Iterable[int], by: str, today: int) -> None:
        """Rights with the licences they are held under, zero for those owned whole; all of them, or none."""
        deal, rights, licences = plain(deal), tuple(rights), tuple(licences)
        self._of_originator(deal, by)
        self._require_before_closing(deal)
        if len(rights) != len(licences):
            raise RightsRefusedError("RightsPool_WrongLength", len(rights), len(licences))
        with self.whole():
            for right, licence in zip(rights, licences, strict=True):
                value = self._take(deal, right, licence, today)
                opened = self.deals[deal]
                self.deals[deal] = replace(opened, value_at_closing=opened.value_at_closing + value)

    def substitute(self, outgoing: bytes, incoming: bytes, licence: int, by: str, today: int) -> None:
        """A right in another's place, under the rules of the deal."""
        out = self.pledged(outgoing)
        opened = self._of_originator(out.deal, by)
        self._require_live(out.deal)
        if out.demand is not None:
            raise RightsRefusedError("RightsPool_AlreadyDemanded", outgoing)
        if today > opened.terms.substitution_until:
            raise RightsRefusedError("RightsPool_SubstitutionOver", opened.terms.substitution_until, today)
        replaced = opened.replaced + out.value_at_pledge
        most = opened.value_at_closing * opened.terms.substitution_most // PPM
        if replaced > most:
            raise RightsRefusedError("RightsPool_SubstitutionTooMuch", most, replaced)
        broken = self._broken(out.deal, today)
        with self.whole():
            self.deals[out.deal] = replace(opened, replaced=replaced)
            self._return(outgoing, Why.SUBSTITUTED)
            self._take(out.deal, incoming, licence, today)
            base = count_of(self._held(incoming), opened.token, opened.terms, today).base
            if base < out.value_at_pledge:
                raise RightsRefusedError("RightsPool_WorthLess", out.value_at_pledge, base)
            self._require_unbroken(out.deal, [x for x in self._broken(out.deal, today) if x not in broken], today)

    def demand_repurchase(self, right: bytes, document: bytes) -> int:
        """The number of the demand, of all there were on the right."""
        pledge = self.pledged(right)
        self._require_live(pledge.deal)
        if pledge.demand is not None:
            raise RightsRefusedError("RightsPool_AlreadyDemanded", right)
        number = self.demands.get(right, 0) + 1
        self.registry.file_breach(right, number, document, self.address)
        self.demands[right] = number
        self.pledges[right] = replace(pledge, demand=Demand(number, document))
        return number

    def withdraw_demand(self, right: bytes) -> None:
        pledge = self.pledged(right)
        if pledge.demand is None:
            raise RightsRefusedError("RightsPool_NothingDemanded", right)
        self.pledges[right] = replace(pledge, demand=None)

    def repurchase(self, right: bytes, most: int, by: str) -> int:
        """The price, which the originator pays into the deal's escrow."""
        pledge = self.pledged(right)
        self._of_originator(pledge.deal, by)
        self._require_live(pledge.deal)
        if pledge.demand is None:
            raise RightsRefusedError("RightsPool_NothingDemanded", right)
        price = self.price_of(right)
        if price > most:
            raise RightsRefusedError("RightsPool_AbovePrice", most, price)
        self._return(right, Why.REPURCHASED)
        return price

    def let_go(self, right: bytes, today: int) -> None:
        """By anybody, of a right whose licence, under which it was pledged, was terminated or is over. Its value goes on counting, as
        untitled.
        """
        pledge = self.pledged(right)
        licence = pledge.licence and licence_at(self.registry.known(right), pledge.licence)
        if not licence or (licence.end is None and today <= licence.words.until):
            raise RightsRefusedError("RightsPool_StillHeld", right, pledge.licence)
        held = self._held(right)
        lost = Lost(held, value_of(held.right, self.deals[pledge.deal].token))
        self._return(right, Why.LOST)
        self.lost_to[right] = pledge.deal
        opened = self.deals[pledge.deal]
        self.deals[pledge.deal] = replace(opened, gone=(*opened.gone, lost))

    def release(self, rights: Iterable[bytes]) -> None:
        """By anybody, once the deal owes nothing; all of them, or none."""
        with self.whole():
            for right in rights:
                pledge = self.pledged(right)
                if not self._standing(pledge.deal).is_over:
                    raise RightsRefusedError("RightsPool_NotOver", pledge.deal)
                self._return(right, Why.RELEASED)

    def require_fit(self, deal: str, today: int) -> None:
        """Refuse a closing on rights that aren't what the terms ask."""
        holdings = self.holdings(deal)
        terms, rights = holdings.terms, len(holdings.rights)
        if rights < max(terms.least_rights, 1):
            raise RightsRefusedError("RightsPool_TooFewRights", max(terms.least_rights, 1), rights)
        base = Look(holdings, today).base
        if base < terms.least_value:
            raise RightsRefusedError("RightsPool_ValueTooSmall", terms.least_value, base)
        self._require_unbroken(plain(deal), self._broken(plain(deal), today), today)
