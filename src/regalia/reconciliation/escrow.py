# SPDX-License-Identifier: Apache-2.0
"""Payments into the escrow and receipts that have licence and payment reference in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from regalia.reconciliation.books import Books, Fault
from regalia.reconciliation.dues import Dues
from regalia.reconciliation.model import Reason
from regalia.reconciliation.reference import as_told, normal, spellings
from regalia.reconciliation.settle import Alike, settle
from regalia.reconciliation.words import told_payments, told_receipts

_Hashes = Mapping[str, bytes]
_Paid = Mapping[tuple[bytes, bytes], list[int]]
"""Payments by licence and reference."""


def tie_payments(books: Books) -> None:
    """After the bank lines, as what a foreign receipt comes to depends on its line's day."""
    hashes = {
        text: books.rules.hash_of(text)
        for reference in {receipt.reference for i, receipt in enumerate(books.receipts) if books.keys[i]}
        for text in as_told(reference)
    }
    books.texts.update((hash_, text) for text, hash_ in hashes.items())
    paid: defaultdict[tuple[bytes, bytes], list[int]] = defaultdict(list)
    for k in books.loose_payments():
        paid[books.payments[k].licence, books.payments[k].reference].append(k)
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, key in enumerate(books.keys):
        if key and books.receipts[i].licence in books.hashes:
            groups[books.receipts[i].licence, key].append(i)
    for _, receipts in sorted(groups.items()):
        payments = _under(books, receipts, hashes, paid)
        if payments:
            _settle(books, receipts, payments)
    _alike(books, groups, paid)


def _under(books: Books, receipts: Sequence[int], hashes: _Hashes, paid: _Paid) -> list[int]:
    """Payments under the receipts' reference as they tell it. Other ways to write it are tried while payments are lacking, where no other
    reference is written so.
    """
    licence, key = books.hashes[books.receipts[receipts[0]].licence], books.keys[receipts[0]]
    is_alone = len(books.references.alike(key)) == 1
    texts = {books.receipts[i].reference for i in receipts}
    told = {text for reference in texts for text in as_told(reference)}
    found = {k for text in told for k in paid.get((licence, hashes[text]), ())}
    if is_alone and len(found) < len(receipts):
        for other in {way for text in texts for way in spellings(text)} - told:
            found.update(paid.get((licence, books.rules.hash_of(other)), ()))
    return sorted(found)


def _alike(books: Books, groups: Mapping[tuple[str, str], Sequence[int]], paid: _Paid) -> None:
    """Payments under what several references are but for blanks and punctuation, and none of them to the letter."""
    several: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for (licence, key), receipts in groups.items():
        if len(books.references.alike(key)) > 1:
            several[licence, normal(key)] += receipts
    for (licence, key), receipts in sorted(several.items()):
        payments = () if (licence, key) in groups else paid.get((books.hashes[licence], books.rules.hash_of(key)), ())
        if not payments:
            continue
        said = f"{told_payments(books, payments)}: its reference is {key}, which statements spell in other ways"
        fault = Fault(Reason.AMBIGUOUS, f"{said}: {told_receipts(books, sorted(receipts))}")
        for k in payments:
            books.fault_payment(k, fault)
        for i in (i for i in receipts if i not in books.payment_of):
            books.fault_receipt(i, fault)


def _settle(books: Books, receipts: Sequence[int], payments: Sequence[int]) -> None:
    sound = [i for i in receipts if i not in books.receipt_faults]
    # a foreign receipt without its line: what it comes to isn't known yet
    known = [i for i in sound if i in books.line_of or books.receipts[i].currency == books.rules.currency]
    parts = [(i,) for i in (sound if len(sound) == len(payments) == 1 else known)]
    same: defaultdict[int, list[int]] = defaultdict(list)
    for k in payments:
        same[books.payments[k].amount].append(k)
    own, dues = books.rules.currency, Dues(books, [i for (i,) in parts])
    groups = [Alike(tuple(group), dues.fitting(amount)) for amount, group in same.items()]
    for k, place in settle(groups, parts, lambda place: books.receipts[parts[place][0]].currency == own):
        books.tie_payment(k, parts[place][0])
    for group in groups:
        _contest(books, group, [parts[place][0] for place in group.fitting])
    left = [k for k in payments if k not in books.receipt_of and k not in books.payment_faults]
    _unlike(books, left, known, [i for i in receipts if i in books.receipt_faults], len(known) < len(sound))


def _contest(books: Books, group: Alike, fitting: Sequence[int]) -> None:
    payments = [k for k in group.payers if k not in books.receipt_of]
    receipts = [i for i in fitting if i not in books.payment_of]
    if not payments or not receipts:
        return
    said = f"{told_receipts(books, receipts)}; with that reference came {told_payments(books, payments)}"
    if len(payments) > len(receipts):
        fault = Fault(Reason.DUPLICATE_REFERENCE, f"{said}: one reference stands for more than one payment")
    else:
        fault = Fault(Reason.AMBIGUOUS, f"{said}: it can't be told what is paid")
    for k in payments:
        books.fault_payment(k, fault)
    for i in receipts:
        books.fault_receipt(i, fault)


def _unlike(books: Books, payments: Sequence[int], known: Sequence[int], faulted: Sequence[int], unknown: bool) -> None:
    """Payments that fit no receipt of their licence and reference. Where what a receipt comes to is ``unknown``, they may yet be its."""
    receipts = [i for i in known if i not in books.payment_of and i not in books.receipt_faults]
    said, came = told_receipts(books, receipts), told_payments(books, payments)
    # of several receipts the first whose amount it is, or the first
    alike = {a: i for i in reversed(faulted) for a in books.rules.comes_to(books.receipts[i].net)} if payments else {}
    for k in payments:
        if receipts:
            why = f"{told_payments(books, [k])} has the reference and another amount: {said}"
            books.fault_payment(k, Fault(Reason.AMOUNT_DIFFERS, why))
        elif faulted:
            fault = books.receipt_faults[alike.get(books.payments[k].amount, faulted[0])]
            books.fault_payment(k, Fault(fault.reason, f"{told_payments(books, [k])}: {fault.detail}"))
        elif not unknown:
            why = "has a reference under which all that statements say is paid by others"
            books.fault_payment(k, Fault(Reason.NO_STATEMENT, f"{told_payments(books, [k])} {why}"))
    for i in receipts if payments else ():
        detail = f"{told_receipts(books, [i])}: with that reference came {came}"
        books.fault_receipt(i, Fault(Reason.AMOUNT_DIFFERS, detail))
