# SPDX-License-Identifier: Apache-2.0
"""The whole deal so far: all cash that came in is with somebody, owed to somebody, or in an account."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.entitlement import SCALE_BITS
from regalia.domain.register import Register
from regalia.ledger.model import DealLedger
from regalia.reports.errors import reconcile


@dataclass(frozen=True)
class DealSummary:
    """Amounts in smallest units. In: proceeds, royalties, what providers of facilities put in, what calls cost. Out: claimed by holders
    and payees. The rest is in the escrow.

    What holders claimed is net of ``tax_withheld``, which is among what payees took or are owed. ``awaited`` was earned by units that
    subscribers have not collected yet. ``fractions`` are the parts of a smallest unit that rounding down left in the tranches' books,
    taken together.
    """

    proceeds: int
    royalties: int
    support: int
    calls: int
    claimed_by_holders: int
    tax_withheld: int
    claimed_by_payees: int
    collection: int
    accounts: int
    owed_to_payees: int
    owed_to_holders: int
    awaited: int
    fractions: int

    @property
    def money_in(self) -> int:
        return self.proceeds + self.royalties + self.support + self.calls

    @property
    def money_out(self) -> int:
        return self.claimed_by_holders + self.claimed_by_payees

    @property
    def held(self) -> int:
        return (
            self.collection + self.accounts + self.owed_to_payees + self.owed_to_holders + self.awaited + self.fractions
        )


def summarise(ledger: DealLedger) -> DealSummary:
    """The sums of a ledger. UnreconciledError when cash in is not cash out and what is held."""
    owed = [_owed(book) for book in ledger.books.values()]
    summary = DealSummary(
        proceeds=ledger.proceeds or 0,
        royalties=sum(receipt.amount for receipt in ledger.receipts),
        support=sum(receipt.amount for receipt in ledger.support),
        calls=sum(sum(call.paid) for call in ledger.calls),
        claimed_by_holders=sum(claim.net for claim in ledger.claims if claim.tranche is not None),
        tax_withheld=sum(claim.tax for claim in ledger.claims),
        claimed_by_payees=sum(claim.amount for claim in ledger.claims if claim.tranche is None),
        collection=ledger.deal.collection,
        accounts=sum(ledger.deal.state.account),
        owed_to_payees=sum(ledger.payables.values()),
        owed_to_holders=sum(whole for whole, _, _ in owed),
        awaited=sum(awaited for _, awaited, _ in owed),
        fractions=sum(fraction for _, _, fraction in owed),
    )
    reconcile("cash in = cash out + cash held", summary.money_in, summary.money_out + summary.held)
    return summary


def _owed(book: Register) -> tuple[int, int, int]:
    """Owed to the holders of a tranche, each rounded down, and on units that are not collected yet; and what their fractions, the
    remainder and those of holders who left come to.
    """
    whole = sum(book.entitlement(holder) for holder in book.accounts)
    awaited = book.awaited * book.per_unit >> SCALE_BITS
    return whole, awaited, (book.scaled_total() >> SCALE_BITS) - whole - awaited
