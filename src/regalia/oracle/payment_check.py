# SPDX-License-Identifier: Apache-2.0
"""A proposal's leaves against the payments into the escrow: each is one payment, and each payment is told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from regalia.oracle.earlier import Earlier
from regalia.oracle.leaf_text import LeafText
from regalia.oracle.proposal import Proposal
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.refusal import Objection, Rule
from regalia.oracle.restatement import Restatement
from regalia.oracle.standing import Standing
from regalia.reconciliation.model import EscrowPayment

_Payment = tuple[bytes, bytes, int]


def payment_objections(
    proposal: Proposal, payments: Sequence[EscrowPayment], earlier: Earlier, text: LeafText
) -> Iterator[Objection]:
    """``payments`` are those up to the proposal's block. What earlier reports took is gone; of unknown ones only the sum can be checked."""
    left = Counter((p.licence, p.reference, p.amount) for p in payments)
    left -= Counter(map(_paid, _money(earlier.leaves)))
    for leaf in _money(proposal.leaves):
        if left[_paid(leaf)]:
            left[_paid(leaf)] -= 1
        else:
            what = "no payment of that licence, reference and amount came into the escrow"
            taken = ", or an earlier report took it" if earlier.leaves else ""
            yield Objection(Rule.PAYMENTS, f"{text.of(leaf)}: {what}{taken}")
    said = Counter((p.licence, p.reference, p.amount) for p in proposal.open)
    for payment, times in sorted((said - left).items()):
        yield Objection(Rule.PAYMENTS, f"{text.payment(*payment)} is said to be open {_times(times)} too often")
    if not earlier.unknown:
        for payment, times in sorted((+left - said).items()):
            what = "is neither in the report nor said to be open"
            yield Objection(Rule.PAYMENTS, f"{text.payment(*payment)} {what}{_more(times)}")


def cash_objections(
    proposal: Proposal, payments: Iterable[EscrowPayment], standing: Iterable[Standing], text: LeafText
) -> Iterator[Objection]:
    """Everything that is attested, this included, must have been paid. The rule that holds whatever else is known."""
    report, paid = proposal.report, sum(payment.amount for payment in payments)
    whole = isinstance(report, Restatement)
    attested = sum(other.claimed for other in standing if whole or other.period != report.period)
    if report.claimed > paid - attested:
        yield Objection(
            Rule.CASH,
            f"{text.money(report.claimed)} is claimed, {text.money(paid - attested)} is there to be attested: "
            f"{text.money(paid)} was paid into the escrow, other reports claim {text.money(attested)} of it",
        )


def _money(leaves: Iterable[ReceiptLeaf]) -> Iterator[ReceiptLeaf]:
    """Leaves of cash that came in."""
    return (leaf for leaf in leaves if leaf.kind is not LeafKind.INVOICE)


def _paid(leaf: ReceiptLeaf) -> _Payment:
    return leaf.licence, leaf.reference, leaf.amount


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _more(count: int) -> str:
    return "" if count == 1 else f" ({count} such payments)"
