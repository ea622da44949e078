# SPDX-License-Identifier: Apache-2.0
"""The result of a verification, for people who look at it in a notebook."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from regalia.api.deal_tables import where
from regalia.api.frames import SOURCE, Column, Kind, frame
from regalia.ledger.comparison import GROUPS, Difference
from regalia.ledger.verification import Verification
from regalia.reports.names import Names

_DIFFERENCES = (
    Column("group", Kind.TEXT, "what kind of comparison"),
    Column("where", Kind.TEXT, "period and step, field of the record, block and event, or a contract's answer"),
    Column("what", Kind.TEXT, "figure that differs"),
    Column("expected", Kind.TEXT, "by the terms, the record or the Python engine"),
    Column("found", Kind.TEXT, "on the chain"),
    *SOURCE,
)
_ROLES = (
    Column("role", Kind.TEXT, "office, or the contract's own name of the role"),
    Column("contract", Kind.TEXT, "that asks for the role"),
    Column("holder", Kind.TEXT, "address"),
    Column("name", Kind.TEXT, "what it is called, where that is known"),
    Column("duty", Kind.TEXT, "what the role may do"),
    *SOURCE,
)
_COMPARED = (
    Column("group", Kind.TEXT, "key of the kind of comparison"),
    Column("what", Kind.TEXT, "what was compared"),
    Column("comparisons", Kind.WHOLE, "how many figures"),
    Column("differences", Kind.WHOLE, "how many of them differ"),
)

_PAID = (
    Column("period", Kind.WHOLE, "of the payment date"),
    Column("kind", Kind.TEXT, "payees, tranches, accounts (put aside) or facilities (paid back)"),
    Column("to", Kind.TEXT, "id of the party, tranche, account or facility"),
    Column("amount", Kind.AMOUNT, "as the Python engine finds it"),
    *SOURCE,
)


class Verified:
    """``found`` is the whole result (``regalia.ledger.verification``)."""

    def __init__(self, found: Verification, deal: str, names: Names) -> None:
        self.found = found
        self._deal, self._names = deal, names
        self.first_block, self.block, self.block_hash = found.first_block, found.last_block, found.last_block_hash
        self.comparisons = found.comparisons

    @property
    def ok(self) -> bool:
        """Whether every figure is what it should be."""
        return self.found.ok

    def __bool__(self) -> bool:
        return self.ok

    @property
    def first_difference(self) -> Difference | None:
        """In the order of the chain."""
        return self.found.first_difference

    @property
    def differences(self) -> pd.DataFrame:
        """A row a difference."""
        found = self.found.differences
        rows = ((d.group, d.where, d.what, d.expected, d.found, d.block, d.transaction) for d in found)
        return frame(_DIFFERENCES, rows)

    @property
    def roles(self) -> pd.DataFrame:
        """A row a role and holder, over all contracts of the deal."""
        roles = self.found.roles.roles if self.found.roles else ()
        rows = (
            (role.title, role.contract, one.holder, self._named(one.holder), role.duty, *where(one.place))
            for role in roles
            for one in role.holders
        )
        return frame(_ROLES, rows)

    @property
    def paid(self) -> pd.DataFrame:
        """A row whatever a payment date paid, or put aside: where the money went."""
        money = self.found.ledger.terms.money.to_decimal if self.found.ledger else None
        rows = (
            (date.period, kind, to, money(amount), *where(date.executed))
            for date in self.found.payment_dates
            for kind in ("payees", "tranches", "accounts", "facilities")
            for to, amount in getattr(date, kind).items()
            if amount and money
        )
        return frame(_PAID, rows)

    def _named(self, address: str) -> str | None:
        return self._names.label(address) or self._names.contract(address) or None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should think about, such as two roles in one hand; none of it is a difference."""
        return self.found.roles.notes if self.found.roles else ()

    @property
    def compared(self) -> pd.DataFrame:
        """A row a kind of comparison."""
        counts: Mapping[str, int] = self.found.counts
        differ = [difference.group for difference in self.found.differences]
        rows = ((group, what, counts.get(group, 0), differ.count(group)) for group, what in GROUPS.items())
        return frame(_COMPARED, rows)

    def __repr__(self) -> str:
        blocks = f"blocks {self.first_block} to {self.block}"
        if self.ok:
            return f"<Verified {self._deal}, {blocks}: {self.comparisons:,} comparisons, no difference>"
        count = len(self.found.differences)
        return (
            f"<NOT verified {self._deal}, {blocks}: {count:,} of {self.comparisons:,} differ; {self.first_difference}>"
        )
