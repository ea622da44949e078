# SPDX-License-Identifier: Apache-2.0
"""What can't be matched, whatever else there is: licences of no deal, nothing to pay, copies, and credits that were taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from regalia.reconciliation.books import Books, Fault
from regalia.reconciliation.model import Reason
from regalia.reconciliation.reference import SAYS_NOTHING, normal, written
from regalia.reconciliation.words import line_text, money, payment_text, receipt_text
from regalia.statements.model import BankLine


def set_apart(books: Books) -> None:
    """Before anything is matched."""
    _receipts(books)
    _payments(books)
    _copied_lines(books)
    _reversals(books)


def _receipts(books: Books) -> None:
    same: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, receipt in enumerate(books.receipts):
        if receipt.licence not in books.rules.licences:
            detail = f"{receipt_text(receipt)}: no licence of the deal has that id"
            books.fault_receipt(i, Fault(Reason.UNKNOWN_LICENCE, detail))
        elif receipt.net <= 0:
            detail = f"{receipt_text(receipt)}: nothing is to be paid on it, so nothing of it is reported"
            books.fault_receipt(i, Fault(Reason.NO_BANK_LINE, detail))
        elif books.keys[i]:
            same[books.keys[i], receipt.licence, receipt.period, receipt.currency].append(i)
    for twice in same.values():
        if len(twice) > 1:
            said = "; ".join(
                f"{books.receipts[i].source.name}: {money(books.receipts[i].net, '').strip()}" for i in twice
            )
            for i in twice:
                detail = f"{receipt_text(books.receipts[i])}: licence, period and reference are told {len(twice)} times ({said})"
                books.fault_receipt(i, Fault(Reason.DUPLICATE_REFERENCE, detail))


def _payments(books: Books) -> None:
    events = set[tuple[str, int]]()
    for k, payment in enumerate(books.payments):
        event = (payment.transaction, payment.log_index)
        if event in events:
            detail = f"{payment_text(books, k)}: this event was given before, and counts once"
            books.fault_payment(k, Fault(Reason.DUPLICATE_REFERENCE, detail))
        elif books.licence_of(k) is None:
            detail = f"{payment_text(books, k)}: no licence of the deal has that id"
            books.fault_payment(k, Fault(Reason.UNKNOWN_LICENCE, detail))
        events.add(event)


def _copied_lines(books: Books) -> None:
    """Statements of an account overlap; a booking that several of them have counts as the first of these files has it."""
    first: dict[tuple[object, ...], BankLine] = {}
    for j, line in enumerate(books.lines):
        if normal(line.bank_id) in SAYS_NOTHING:
            continue
        booking = (
            line.account,
            line.bank_id,
            line.booked_on,
            line.currency,
            line.amount,
            line.references,
            line.reversal,
        )
        kept = first.setdefault(booking, line)
        if kept.source != line.source:
            detail = f"{line_text(line)}: {kept.source.name} has the same booking, and it counts once"
            books.fault_line(j, Fault(Reason.DUPLICATE_REFERENCE, detail))


def _reversals(books: Books) -> None:
    """A reversal takes back the last credit of its amount that has its bank id, or else one of its references."""
    credits: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    for j in sorted(range(len(books.lines)), key=lambda j: (books.lines[j].booked_on, books.lines[j].reversal)):
        line = books.lines[j]
        if j in books.line_faults:
            continue
        if not line.reversal:
            credits[line.account, line.currency, line.amount].append(j)
        elif line.amount > 0:
            books.fault_line(j, Fault(Reason.REVERSED, f"reversal, {line_text(line)}: no royalties came with a debit"))
        else:
            _take_back(books, j, credits[line.account, line.currency, -line.amount])


def _take_back(books: Books, reversal: int, credits: list[int]) -> None:
    line = books.lines[reversal]
    has_id = normal(line.bank_id) not in SAYS_NOTHING
    meant = [j for j in credits if has_id and books.lines[j].bank_id == line.bank_id]
    meant = meant or _naming(books, line, credits, written)
    if not meant:
        meant = _naming(books, line, credits, normal)
        if len(spelt := {text for j in meant for text in _alike(line, books.lines[j])}) > 1:
            told = f"reversal, {line_text(line)}: of the credits of its amount several have its reference but for blanks and punctuation"
            for j in (*meant, reversal):
                books.fault_line(j, Fault(Reason.AMBIGUOUS, f"{told} ({', '.join(sorted(spelt))})"))
            return
    if not meant:
        what = "what it takes back is not here: if an earlier report took it, that report is to be restated"
        books.fault_line(reversal, Fault(Reason.REVERSED, f"reversal, {line_text(line)}: {what}"))
        return
    credits.remove(meant[-1])
    credit = books.lines[meant[-1]]
    books.fault_line(meant[-1], Fault(Reason.REVERSED, f"{line_text(credit)} was taken back by the {line_text(line)}"))
    books.fault_line(
        reversal, Fault(Reason.REVERSED, f"reversal, {line_text(line)}: takes back the {line_text(credit)}")
    )


def _naming(books: Books, line: BankLine, credits: Sequence[int], spelt: Callable[[str], str]) -> list[int]:
    """Credits that have a reference of the line."""
    said = {spelt(text) for text in _said(line)}
    return [j for j in credits if any(spelt(text) in said for text in _said(books.lines[j]))]


def _alike(line: BankLine, credit: BankLine) -> set[str]:
    """What is written on the credit and is a reference of the line but for blanks and punctuation."""
    said = {normal(text) for text in _said(line)}
    return {written(text) for text in _said(credit) if normal(text) in said}


def _said(line: BankLine) -> list[str]:
    return [text for text in line.references if normal(text) not in SAYS_NOTHING]
