# SPDX-License-Identifier: Apache-2.0
"""Leaves of the licences whose statements an attestor holds, against these: what a society can check that sees no bank account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from eth_utils.crypto import keccak

from regalia.oracle.books import Books
from regalia.oracle.earlier import Earlier
from regalia.oracle.leaf_text import LeafText
from regalia.oracle.proposal import LATER_PERIOD, Proposal
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.refusal import Objection, Rule
from regalia.reconciliation.model import Reason
from regalia.reconciliation.reference import spellings
from regalia.statements.model import StatementReceipt

_Receipts = defaultdict[Any, list[StatementReceipt]]


def statement_objections(
    proposal: Proposal, books: Books, up_to: date, earlier: Earlier, text: LeafText
) -> Iterator[Objection]:
    """Each leaf is a receipt to the last digit. Each receipt is a leaf, unless nothing was paid on it or something stands in the way
    that these statements can't tell of.
    """
    covered = {keccak(text=id_) for id_ in books.file.covered}
    waiting = _receipts(books, up_to, proposal.report.period)
    for leaf in earlier.leaves:
        _take(waiting, leaf, books)
    for leaf in proposal.leaves:
        if leaf.kind is LeafKind.INVOICE or leaf.licence not in covered:
            continue
        if not _take(waiting, leaf, books):
            yield Objection(Rule.STATEMENTS, f"{text.of(leaf)}: {_closest(waiting, leaf, books, text)}")
    for receipts in waiting.values():
        for receipt in receipts:
            if books.period_of(receipt.period) >= earlier.first_known:
                yield from _left_out(receipt, proposal, books, text)


def _receipts(books: Books, up_to: date, period: int) -> _Receipts:
    found: _Receipts = defaultdict(list)
    for receipt in books.receipts(up_to):
        own = receipt.licence in books.file.covered and receipt.net > 0
        if own and books.period_of(receipt.period) <= period:
            found[_figures(receipt, books)].append(receipt)
    return found


def _figures(receipt: StatementReceipt, books: Books) -> tuple[Any, ...]:
    place = keccak(text=receipt.licence), books.period_of(receipt.period), books.kind_of(receipt.licence)
    return (*place, receipt.currency, receipt.gross, receipt.deductions, receipt.net)


def _take(waiting: _Receipts, leaf: ReceiptLeaf, books: Books) -> bool:
    """The receipt with these figures, that with the leaf's reference first. Others may have been paid under another reference."""
    place = (leaf.licence, leaf.period, leaf.kind, leaf.currency, leaf.gross, leaf.deductions, leaf.net)
    alike = waiting.get(place, [])
    if not alike:
        return False
    chosen = next((receipt for receipt in alike if leaf.reference in _hashes(receipt)), alike[0])
    alike.remove(chosen)
    return True


def _left_out(receipt: StatementReceipt, proposal: Proposal, books: Books, text: LeafText) -> Iterator[Objection]:
    """A receipt that is no leaf although it was paid under its reference, for a reason that its statement shows to be wrong."""
    licence, hashes = keccak(text=receipt.licence), _hashes(receipt)
    for payment in proposal.open:
        if payment.licence != licence or payment.reference not in hashes:
            continue
        wrong = payment.reason in (Reason.NO_STATEMENT, Reason.UNKNOWN_LICENCE, LATER_PERIOD)
        if payment.reason == Reason.AMOUNT_DIFFERS and receipt.currency == books.currency.code:
            wrong = payment.amount in books.near(receipt.net)
        if wrong:
            told = (
                f"{receipt.source.name} tells of it: {text.stated(receipt.net, receipt.currency)} for {receipt.period}"
            )
            what = text.payment(payment.licence, payment.reference, payment.amount)
            yield Objection(Rule.STATEMENTS, f"{what} is said to be open ({payment.reason}), and {told}")


def _closest(waiting: _Receipts, leaf: ReceiptLeaf, books: Books, text: LeafText) -> str:
    """What the own statements have instead."""
    told = [
        f"{receipt.source.name} has gross {text.stated(receipt.gross, receipt.currency)}, deductions "
        f"{text.stated(receipt.deductions, receipt.currency)}, net {text.stated(receipt.net, receipt.currency)}"
        for receipts in waiting.values()
        for receipt in receipts
        if keccak(text=receipt.licence) == leaf.licence and books.period_of(receipt.period) == leaf.period
    ]
    figures = (text.stated(amount, leaf.currency) for amount in (leaf.gross, leaf.deductions, leaf.net))
    said = "the proposal says gross {}, deductions {}, net {}".format(*figures)
    return f"{said}; {'; '.join(told[:3]) or 'no own statement has anything left for it'}"


def _hashes(receipt: StatementReceipt) -> set[bytes]:
    return {keccak(text=spelling) for spelling in spellings(receipt.reference)}


def own_sources(books: Books) -> dict[bytes, str]:
    """Names of the statements that are held, by their hash."""
    return {statement.source.sha256: statement.source.name for statement in books.documents.statements}


def strange_sources(leaves: Iterable[ReceiptLeaf], books: Books, text: LeafText) -> Sequence[str]:
    """Notes: leaves whose figures are right but which name a file that is not held, byte for byte."""
    covered, own = {keccak(text=id_) for id_ in books.file.covered}, own_sources(books)
    return [
        f"{text.of(leaf)}: its statement 0x{leaf.source.hex()[:16]}… is another file than the own one"
        for leaf in leaves
        if leaf.kind is not LeafKind.INVOICE and leaf.licence in covered and leaf.source not in own
    ]
