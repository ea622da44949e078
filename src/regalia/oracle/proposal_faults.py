# SPDX-License-Identifier: Apache-2.0
"""A report against the leaves it is said to be made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from regalia.domain.money import Currency
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.receipt_tree import DuplicateLeafError, LeafError, salted, tree_of
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import Signable
from regalia.reconciliation.convert import amount_down, near_net
from regalia.statements.model import ONE


def faults_in(report: Signable, seed: bytes, leaves: Sequence[ReceiptLeaf]) -> Iterator[str]:
    """Whatever seed and leaves don't give of the report."""
    try:
        own, root = salted(leaves, seed), tree_of(leaves).root
    except (LeafError, DuplicateLeafError) as error:
        yield error.message
        return
    for place, (leaf, mine) in enumerate(zip(leaves, own, strict=True)):
        if leaf != mine:
            yield f"leaves.{place}: is not in its place, or its salt is not of the seed"
        if leaf.net != leaf.gross - leaf.deductions:
            yield f"leaves.{place}.net: {leaf.net}: is not gross {leaf.gross} less deductions {leaf.deductions}"
        if leaf.period > report.period:
            yield f"leaves.{place}.period: {leaf.period}: is after the report's, {report.period}"
    yield from differ("evidence_root", "0x" + root.hex(), "0x" + report.evidence_root.hex())
    if isinstance(report, RoyaltyReport):
        yield from differ("received", total(leaves, LeafKind.ROYALTY), report.received)
        yield from differ("other_income", total(leaves, LeafKind.OTHER_INCOME), report.other_income)
        yield from differ("invoices together", total(leaves, LeafKind.INVOICE), sum(report.invoices))


def amount_faults(leaf: ReceiptLeaf, currency: Currency) -> Iterator[str]:
    """Of a leaf in the payment currency, which is not converted. Of a net that is finer than a minor unit the payment may be rounded; an
    invoice is what is written on it.
    """
    if leaf.currency != currency.code:
        return  # what reached the escrow counts
    if leaf.rate != ONE:
        yield f"leaves: rate {leaf.rate}: is {ONE} in the payment currency {currency.code}"
    exact = amount_down(leaf.net, ONE, currency.decimals)
    is_invoice = leaf.kind is LeafKind.INVOICE
    due = range(exact, exact + 1) if is_invoice else near_net(leaf.net, currency.code, currency.decimals)
    if leaf.amount not in due:
        told = f"{exact}" if len(due) == 1 else f"from {due.start} to {due.stop - 1}"
        yield f"leaves: amount {leaf.amount}: a net of {leaf.net} / 10^12 {currency.code} is {told}"


def differ(field: str, own: object, said: object) -> Iterator[str]:
    """A fault, where two values are two."""
    if own != said:
        yield f"{field}: the leaves give {own}, the report says {said}"


def total(leaves: Iterable[ReceiptLeaf], kind: LeafKind) -> int:
    """Of all leaves of a kind, in the payment token's smallest unit."""
    return sum(leaf.amount for leaf in leaves if leaf.kind is kind)
