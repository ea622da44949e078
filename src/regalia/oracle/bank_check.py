# SPDX-License-Identifier: Apache-2.0
"""Leaves against the lines of the bank account: what a bank can check that sees no statement.

The leaves themselves are taken for receipts, and reconciled with own bank lines and the payments into the escrow. So the same rules hold
as for who proposes: what is not matched here was not on the account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from eth_utils.crypto import keccak

from regalia.oracle.books import Books
from regalia.oracle.earlier import Earlier
from regalia.oracle.leaf_text import LeafText
from regalia.oracle.proposal import Proposal
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.refusal import Objection, Rule
from regalia.reconciliation.model import EscrowPayment, Reason, Reconciliation
from regalia.reconciliation.reference import References, normal, written
from regalia.statements.model import BankLine, Source, StatementReceipt

_OF_THE_BANK = (Reason.NO_BANK_LINE, Reason.NO_BANK_LINE_FOR_PAYMENT, Reason.REVERSED)


def bank_objections(
    proposal: Proposal, books: Books, payments: Sequence[EscrowPayment], up_to: date, earlier: Earlier, text: LeafText
) -> Iterator[Objection]:
    """Each leaf of cash is money that was booked on the account, for no other leaf. A payment said to be open for the bank's reasons is."""
    words = {keccak(text=told): told for told in (*earlier.texts, *proposal.texts)}
    words |= {keccak(text=entry.id): entry.id for entry in books.file.licences}
    words = _as_stated(words)
    own = len(earlier.leaves)
    leaves = dict(enumerate((*earlier.leaves, *proposal.leaves)))
    lines, paid = books.lines(up_to), list(payments)
    for rate, places in _by_rate(leaves).items():
        receipts = [_receipt(place, leaves[place], words, books) for place in places]
        result = books.reconcile(receipts, lines, paid, None if books.file.rates else _fixed(rate))
        matched = {int(match.receipt.source.name): match for match in result.matched}
        reasons = {int(item.receipt.source.name): item.detail for item in result.open if item.receipt is not None}
        for place in (place for place in places if place >= own):
            leaf, match = leaves[place], matched.get(place)
            if match is None:
                yield Objection(Rule.BANK, f"{text.of(leaf)}: {_reason(reasons.get(place, ''), place)}")
            elif (match.rate, match.amount) != (leaf.rate, leaf.amount):
                what = f"rate {match.rate} and {text.money(match.amount)}, the proposal says rate {leaf.rate}"
                yield Objection(Rule.BANK, f"{text.of(leaf)}: the account gives {what}")
        lines, paid = _left(lines, paid, result)
    yield from _wrong_reasons(proposal, books, lines, words, text)


def _by_rate(leaves: Mapping[int, ReceiptLeaf]) -> dict[int, list[int]]:
    """Places of the leaves of cash, those of one rate together, as a bank without rates of its own goes by that of the leaf."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place, leaf in leaves.items():
        if leaf.kind is not LeafKind.INVOICE:
            groups[leaf.rate].append(place)
    return groups


def _receipt(place: int, leaf: ReceiptLeaf, words: Mapping[bytes, str], books: Books) -> StatementReceipt:
    """The statement that the leaf says there is; it has the leaf's place for a name."""
    return StatementReceipt(
        licence=words.get(leaf.licence, ""),
        period=str(books.schedule.collection_period(leaf.period)),
        currency=leaf.currency,
        gross=leaf.gross,
        deductions=leaf.deductions,
        net=leaf.net,
        reference=words.get(leaf.reference, ""),
        source=Source(str(place), leaf.source),
    )


def _as_stated(words: Mapping[bytes, str]) -> dict[bytes, str]:
    """A payment may have been made under a reference without its blanks and punctuation. Where one text alone has them, it is that."""
    spelt: defaultdict[str, set[str]] = defaultdict(set)
    for text in words.values():
        if written(text) != normal(text):
            spelt[normal(text)].add(written(text))
    full = {key: min(several) for key, several in spelt.items() if len(several) == 1}
    return {hash_: full.get(text, text) for hash_, text in words.items()}


def _fixed(rate: int) -> Callable[[str, date], int | None]:
    return lambda currency, day: rate


def _reason(detail: str, place: int) -> str:
    """Reconciliation's sentence; what it takes for a statement's name is only a place."""
    return detail.replace(f"statement {place} says", "the proposal says") or "is not found on the account"


def _left(
    lines: Sequence[BankLine], paid: Sequence[EscrowPayment], result: Reconciliation
) -> tuple[list[BankLine], list[EscrowPayment]]:
    """What was not matched, without what was taken back."""
    gone = {id(match.line) for match in result.matched}
    gone |= {id(item.line) for item in result.open if item.line is not None and item.reason is Reason.REVERSED}
    events = {(match.payment.transaction, match.payment.log_index) for match in result.matched}
    free = [payment for payment in paid if (payment.transaction, payment.log_index) not in events]
    return [line for line in lines if id(line) not in gone], free


def _wrong_reasons(
    proposal: Proposal, books: Books, lines: Sequence[BankLine], words: Mapping[bytes, str], text: LeafText
) -> Iterator[Objection]:
    """The account shows the money that is said not to be on it."""
    known = References(words.values())
    credits: defaultdict[tuple[str, int], list[BankLine]] = defaultdict(list)
    for line in lines:
        if line.currency == books.currency.code and line.amount > 0:
            for reference in known.found_in(line.references).meant:
                credits[reference, books.units(line.amount)].append(line)
    for payment in proposal.open:
        reference = written(words.get(payment.reference, ""))
        found = credits.get((reference, payment.amount)) if payment.reason in _OF_THE_BANK and reference else None
        if found:
            what = text.payment(payment.licence, payment.reference, payment.amount)
            told = f"{found[0].source.name} has it, booked on {found[0].booked_on}"
            yield Objection(Rule.BANK, f"{what} is said to be open ({payment.reason}), and {told}")
