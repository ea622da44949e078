# SPDX-License-Identifier: Apache-2.0
"""From a portfolio file to the acts that enter it in the registry, each with its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from regalia.domain.money import Currency, MoneyError
from regalia.domain.rights.acts import (
    NO_HASH,
    Licence,
    LicenceGrant,
    LienEntry,
    RightAct,
    RightEntry,
    RightValuation,
    Valuation,
)
from regalia.domain.rights.number import hashed, parse
from regalia.domain.rights.office_numbers import RightNumberError
from regalia.feeds.documents import DocumentRef
from regalia.feeds.errors import Problem, shown
from regalia.feeds.portfolio_terms import LicenceTerms, LienTerms, PortfolioTerms, RightTerms, ValuationTerms

RANK_LIMIT = 2**8 - 1
UNITS_LIMIT = 2**96
"""What the chain has room for."""
Address = Callable[[str], str]
"""The address of a party, by its id."""


class PlacedAct(NamedTuple):
    """``sound``: nothing in its words was refused."""

    path: str
    act: RightAct
    sound: bool


class ActMaker:
    """Makes the acts of a portfolio and keeps what stands in the way; ``problems`` must be looked at before the acts are used."""

    def __init__(self, terms: PortfolioTerms, folder: Path, address: Address, token: str) -> None:
        self.terms, self.folder, self.address, self.token = terms, folder, address, token
        self.currency: Currency = terms.currency.currency()
        self.groups = {party.id: party.group for party in terms.parties}
        self.problems: list[Problem] = []

    def acts(self) -> Iterator[PlacedAct]:
        """Entry, liens, licences and valuations, right by right. A right without a number that can be read has no acts."""
        for index, right in enumerate(self.terms.rights):
            path, before = f"rights[{index}]", len(self.problems)
            document = self._digest(right.document, f"{path}.document")
            if (number := self._number(right, document, path)) is None:
                continue
            yield PlacedAct(path, self._entry(right, number, document), len(self.problems) == before)
            for place, make in self._parts(right, number, path):
                before = len(self.problems)
                act = make()
                yield PlacedAct(place, act, len(self.problems) == before)

    def _parts(self, right: RightTerms, number: bytes, path: str) -> Iterator[tuple[str, Callable[[], RightAct]]]:
        for index, lien in enumerate(right.liens):
            place = f"{path}.liens[{index}]"
            yield place, partial(self._lien, number, lien, place)
        ids = [licence.id for licence in right.licences]
        for index, licence in enumerate(right.licences):
            place = f"{path}.licences[{index}]"
            yield place, partial(self._licence, number, licence, ids[:index], place)
        for index, given in enumerate(right.valuations):
            place = f"{path}.valuations[{index}]"
            yield place, partial(self._valuation, number, given, place)

    def _entry(self, right: RightTerms, number: bytes, document: bytes) -> RightEntry:
        return RightEntry(
            right=number,
            kind=right.kind,
            jurisdiction=right.jurisdiction,
            priority=right.priority,
            expiry=right.expiry or 0,
            renewal_due=right.renewal_due or 0,
            family=sha256(right.family.encode()).digest() if right.family else NO_HASH,
            owners=tuple(self.address(owner.owner) for owner in right.owners),
            shares=tuple(owner.share for owner in right.owners),
            document=document,
        )

    def _lien(self, number: bytes, lien: LienTerms, place: str) -> LienEntry:
        if lien.rank > RANK_LIMIT:
            self._refuse(f"{place}.rank", lien.rank, f"must be at most {RANK_LIMIT}")
        document = self._digest(lien.document, f"{place}.document")
        return LienEntry(number, self.address(lien.holder), lien.rank, lien.day, document)

    def _valuation(self, number: bytes, given: ValuationTerms, place: str) -> RightValuation:
        amount, appraiser = self._units(given.amount, f"{place}.amount"), self.address(given.appraiser)
        words = Valuation(self.token, amount, appraiser, given.day, given.until, given.method)
        return RightValuation(number, words, self._digest(given.document, f"{place}.document"))

    def _licence(self, number: bytes, licence: LicenceTerms, before: list[str], place: str) -> LicenceGrant:
        document = self._digest(licence.document, f"{place}.document")
        if licence.id in before:
            self._refuse(f"{place}.id", licence.id, "another licence of this right has this id")
        if licence.under is not None and licence.under not in before:
            self._refuse(f"{place}.under", licence.under, "must be the id of a licence of this right given before")
            return LicenceGrant(number, self._words(licence, 0, place), document)
        parent = before.index(licence.under) + 1 if licence.under else 0
        return LicenceGrant(number, self._words(licence, parent, place), document)

    def _words(self, licence: LicenceTerms, parent: int, place: str) -> Licence:
        group = licence.group or self.groups.get(licence.licensee) or licence.licensee
        return Licence(
            licensor=self.address(licence.licensor),
            licensee=self.address(licence.licensee),
            group=self.address(group),
            parent=parent,
            territory=licence.territory,
            exclusive=licence.exclusive,
            rate=licence.rate,
            since=licence.since,
            until=licence.until,
            share=licence.share,
            minimum=self._units(licence.minimum, f"{place}.minimum"),
        )

    def _number(self, right: RightTerms, document: bytes, path: str) -> bytes | None:
        try:
            return parse(right.number, right.kind) if right.number else hashed(right.kind, document)
        except RightNumberError as error:
            rule = error.rule if right.number else f"is missing: {error.rule}"
            self._refuse(f"{path}.number", right.number, rule)
            return None

    def _digest(self, document: DocumentRef, path: str) -> bytes:
        try:
            return document.digest(self.folder)
        except ValueError as error:
            self._refuse(f"{path}.file", document.file, str(error))
            return NO_HASH

    def _units(self, amount: Decimal, path: str) -> int:
        try:
            units = self.currency.to_units(amount)
        except MoneyError as error:
            self._refuse(path, amount, error.message)
            return 0
        if units >= UNITS_LIMIT:
            self._refuse(path, amount, "must be below 2^96 of the smallest unit")
        return units

    def _refuse(self, path: str, value: object, rule: str) -> None:
        self.problems.append(Problem(path, shown(value), rule))
