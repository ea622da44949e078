# SPDX-License-Identifier: Apache-2.0
"""Debtors above 15% and groups above 20%: whose own figures CSRC [2014] No. 49 asks to be disclosed.

Of receipts: payers, of all royalties paid in so far. Of the base: licensees, by what counts of the rights they license on the block's day.
A group is what declarations name as one, or what the registry names of a licensee. What is above is found exactly, by whole numbers;
the share that is shown is rounded up to the next ppm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from eth_utils.address import is_address, to_checksum_address

from regalia.domain.accrual import PPM
from regalia.domain.rights.concentration import sums_by
from regalia.domain.rights.labels import LARGEST_GROUP, LARGEST_LICENSEE
from regalia.domain.rights.look import Look
from regalia.ledger.model import RoyaltyReceipt
from regalia.reports.distribution_tables import FORFEITED
from regalia.reports.supervisor.parts import Field, Grid, Kind, Section
from regalia.reports.supervisor.subject import Subject

SINGLE, GROUP = 150_000, 200_000
"""In ppm: a single debtor or a group is disclosed when its share is above."""
RECEIPTS, BASE = "receipts", "base"
_NOTE = "Flagged when above 15% (a debtor) or 20% (a group), exactly; the share shown is rounded up to the next ppm."
_FIELDS = (
    Field("basis", "Of", Kind.WORD),
    Field("kind", "Debtor or group", Kind.WORD),
    Field("debtor", "Which"),
    Field("name", "Name"),
    Field("from", "Known from", Kind.WORD),
    Field("amount", "Amount", Kind.MONEY),
    Field("whole", "Of all", Kind.MONEY),
    Field("share", "Share", Kind.SHARE),
    Field("limit", "Disclosed above", Kind.SHARE),
    Field("flagged", "To be disclosed", Kind.FLAG),
)


@dataclass(frozen=True)
class Concentration:
    """``key`` is an address or a declared group's id; ``known_from`` the chain, or declarations."""

    basis: str
    is_group: bool
    key: str
    name: str | None
    known_from: str
    amount: int
    whole: int

    @property
    def shown(self) -> str:
        """The address as people copy it."""
        return to_checksum_address(self.key) if is_address(self.key) else self.key

    @property
    def limit(self) -> int:
        return GROUP if self.is_group else SINGLE

    @property
    def share_up(self) -> int:
        return -(-self.amount * PPM // self.whole) if self.whole else 0

    @property
    def flagged(self) -> bool:
        return self.amount * PPM > self.limit * self.whole


def concentrations_of(subject: Subject) -> tuple[Concentration, ...]:
    """The largest first; of receipts, then of the base."""
    found = list(_rank(subject, RECEIPTS, _receipts(subject), {}))
    if subject.holdings is not None:
        look = Look(subject.holdings, subject.today)
        sums, groups = sums_by(look, LARGEST_LICENSEE), sums_by(look, LARGEST_GROUP)
        found += _rank(subject, BASE, sums, groups, look.base)
    return tuple(found)


def concentration_section(subject: Subject) -> Section:
    found = concentrations_of(subject)
    rows = tuple(
        (x.basis, "group" if x.is_group else "debtor", x.shown, x.name, x.known_from,
         x.amount, x.whole, x.share_up, x.limit, x.flagged)
        for x in found
    )  # fmt: skip
    grid = Grid("concentrations", "Debtors and groups", _FIELDS, rows, _NOTE, "Nothing was received yet.")
    return Section("concentrations", "Concentration", (grid,), ("concentrations.csv", "concentrations.json"))


def is_of_debtor(subject: Subject, receipt: RoyaltyReceipt) -> bool:
    """Neither a forfeited bond nor the price of a right that was bought back."""
    pool = subject.ledger.record.pool_facts
    return receipt.licence != FORFEITED and (pool is None or receipt.payer.lower() != pool.address.lower())


def _receipts(subject: Subject) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for receipt in subject.ledger.receipts:
        if is_of_debtor(subject, receipt):
            sums[receipt.payer.lower()] = sums.get(receipt.payer.lower(), 0) + receipt.amount
    return sums


def _rank(
    subject: Subject, basis: str, sums: Mapping[str, int], groups: Mapping[str, int], whole: int | None = None
) -> Iterable[Concentration]:
    whole = sum(sums.values()) if whole is None else whole
    found = [
        Concentration(basis, False, key, subject.names.label(key), "chain", amount, whole)
        for key, amount in sums.items()
        if amount
    ]
    found += [
        Concentration(basis, True, key, subject.names.label(key), "chain", amount, whole)
        for key, amount in groups.items()
        if int(key, 16) and amount
    ]
    found += _declared(subject, basis, sums, whole)
    return sorted(found, key=lambda x: (x.is_group, -x.amount, x.key))


def _declared(subject: Subject, basis: str, sums: Mapping[str, int], whole: int) -> Iterator[Concentration]:
    for group in subject.filed.said.groups if subject.filed else ():
        amount = sum(sums.get(member, 0) for member in group.members)
        if amount:
            yield Concentration(basis, True, group.id, group.name, "declarations", amount, whole)
