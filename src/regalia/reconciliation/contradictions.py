# SPDX-License-Identifier: Apache-2.0
"""Documents that can't all be right, looked at before anything is matched. What only lacks its counterpart is an open item, not this."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from regalia.reconciliation.reference import is_creditor_reference, normal, words
from regalia.reconciliation.words import money
from regalia.statements.model import BankStatement, Statement, StatementReceipt


@dataclass(frozen=True, order=True)
class Contradiction:
    """``rule`` in a word, ``files`` by their names, and what they say against each other."""

    rule: str
    files: tuple[str, ...]
    detail: str


def cross_checks(
    statements: Iterable[Statement], bank_statements: Iterable[BankStatement]
) -> tuple[Contradiction, ...]:
    """All contradictions within and between documents, in an order of their own."""
    said, banks = list(statements), list(bank_statements)
    found = {
        *_same_bytes([(s.source.sha256, s.source.name) for s in said]),
        *_same_bytes(
            [((b.source.sha256, b.account, b.currency, b.opened_on, b.closed_on), b.source.name) for b in banks]
        ),
        *_sums(said),
        *_receipts([receipt for statement in said for receipt in statement.receipts]),
        *_balances(banks),
    }
    return tuple(sorted(found))


def _same_bytes(files: Iterable[tuple[Any, str]]) -> Iterator[Contradiction]:
    names: defaultdict[Any, list[str]] = defaultdict(list)
    for content, name in files:
        names[content].append(name)
    for same in names.values():
        if len(same) > 1:
            yield Contradiction(
                "same-file", tuple(sorted(same)), "the same file is given more than once: leave out the copies"
            )


def _sums(statements: Iterable[Statement]) -> Iterator[Contradiction]:
    for statement in statements:
        for receipt in statement.receipts:
            if receipt.net != receipt.gross - receipt.deductions:
                gross, less = money(receipt.gross, receipt.currency), money(receipt.deductions, receipt.currency)
                what = (
                    f"net of {money(receipt.net, receipt.currency)} is not gross of {gross} less deductions of {less}"
                )
                name = statement.source.name
                yield Contradiction("net", (name,), f"licence {receipt.licence} for {receipt.period}: {what}")


def _receipts(receipts: Iterable[StatementReceipt]) -> Iterator[Contradiction]:
    """One licence, period and currency under one reference is told by one file. Without a reference only a repetition can be told."""
    told: defaultdict[tuple[Any, ...], list[StatementReceipt]] = defaultdict(list)
    for receipt in receipts:
        key = _same_words(receipt.reference)
        figures = () if key else (receipt.gross, receipt.deductions)
        told[receipt.licence, receipt.period, receipt.currency, key, figures].append(receipt)
    for (licence, period, currency, key, _), several in told.items():
        if len({receipt.source for receipt in several}) == 1:
            continue
        under = f"under reference {several[0].reference}" if key else "without a reference"
        what = f"licence {licence} for {period} {under} is told by {len(several)} files"
        files = tuple(sorted(receipt.source.name for receipt in several))
        nets = sorted({receipt.net for receipt in several})
        if len(nets) == 1:
            detail = f"{what}, each with {money(nets[0], currency)}: one of them is a copy"
            yield Contradiction("told-twice", files, detail)
        else:
            amounts = " and ".join(money(net, currency) for net in nets)
            detail = (
                f"{what}, with {amounts}: have the payer say which counts; a supplement needs a reference of its own"
            )
            yield Contradiction("nets-differ", files, detail)


def _same_words(reference: str) -> str:
    """What copies of a reference have in common, however they are punctuated. ``REF-1-11`` and ``REF-11-1`` are two."""
    key = normal(reference)
    return key if is_creditor_reference(key) else " ".join(words(reference))


def _balances(banks: Sequence[BankStatement]) -> Iterator[Contradiction]:
    accounts: defaultdict[tuple[str, str], list[BankStatement]] = defaultdict(list)
    for bank in banks:
        accounts[bank.account, bank.currency].append(bank)
        total = bank.opening + sum(line.amount for line in bank.lines)
        if total != bank.closing:
            printed = f"a closing balance of {money(bank.closing, bank.currency)}"
            detail = f"account {bank.account}: opening balance and lines come to {money(total, bank.currency)}, and it prints {printed}"
            yield Contradiction("balance", (bank.source.name,), detail)
    for (account, currency), series in accounts.items():
        series.sort(key=lambda bank: (bank.opened_on, bank.closed_on, bank.source.name))
        yield from _overlaps(series)
        for one, following in pairwise(series):
            if 0 <= (following.opened_on - one.closed_on).days <= 1 and one.closing != following.opening:
                closing, opening = money(one.closing, currency), money(following.opening, currency)
                detail = f"account {account}: closes on {one.closed_on} with {closing} and opens on {following.opened_on} with {opening}"
                yield Contradiction("balance-carried", (one.source.name, following.source.name), detail)


def _overlaps(series: Sequence[BankStatement]) -> Iterator[Contradiction]:
    """Two statements of an account tell the same of days that both cover; a day on which one ends and the next begins is shared."""
    before: list[BankStatement] = []
    for bank in series:
        before = [other for other in before if other.closed_on > bank.opened_on]
        for other in before:
            last = min(other.closed_on, bank.closed_on)
            if _booked(other, bank.opened_on, last) != _booked(bank, bank.opened_on, last):
                files = (other.source.name, bank.source.name)
                detail = f"account {bank.account}: the two tell different bookings from {bank.opened_on} to {last}, days that both cover"
                yield Contradiction("bookings-differ", files, detail)
        before.append(bank)


def _booked(bank: BankStatement, first: date, last: date) -> Counter[tuple[Any, ...]]:
    lines = (line for line in bank.lines if first <= line.booked_on <= last)
    return Counter((line.booked_on, line.amount, line.reversal, line.references) for line in lines)
