# SPDX-License-Identifier: Apache-2.0
"""Documents of one attestor that can't all be true, beyond what the readers of statements and rates see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from regalia.domain.money import format_decimal
from regalia.statements.model import BankLine, BankStatement, Invoice, Source, decimal_of

_DAY = timedelta(days=1)


def contradictions(bank: Sequence[BankStatement], invoices: Iterable[Invoice]) -> Iterator[str]:
    """A sentence each."""
    yield from _copies(bank)
    yield from _gaps(bank)
    yield from _bookings(bank)
    yield from _invoices(invoices)


def _copies(bank: Iterable[BankStatement]) -> Iterator[str]:
    """A bank line of a copy would count as money that came again."""
    files: dict[bytes, Source] = {}
    for statement in bank:
        known = files.setdefault(statement.source.sha256, statement.source)
        if known.name != statement.source.name:
            yield f"{statement.source.name} is {known.name} once more, byte for byte; leave one of them out"


def _gaps(bank: Iterable[BankStatement]) -> Iterator[str]:
    """Where one statement follows the other without a day between, it opens with what the other closed with."""
    ordered = sorted(bank, key=lambda s: (s.account, s.currency, s.opened_on, s.closed_on))
    for before, after in pairwise(ordered):
        if (before.account, before.currency) != (after.account, after.currency):
            continue
        follows = before.closed_on <= after.opened_on <= before.closed_on + _DAY and before.opened_on < after.opened_on
        if follows and before.closing != after.opening:
            yield (
                f"{after.source.name} opens account {after.account} with {_money(after.opening, after.currency)} on {after.opened_on}, "
                f"{before.source.name} closed it with {_money(before.closing, before.currency)} on {before.closed_on}"
            )


def _bookings(bank: Iterable[BankStatement]) -> Iterator[str]:
    """One booking told by two statements, of which one must be wrong."""
    known: dict[tuple[str, str, date, bool], BankLine] = {}
    for statement in bank:
        for line in statement.lines:
            if not line.bank_id:
                continue
            first = known.setdefault((line.account, line.bank_id, line.booked_on, line.reversal), line)
            if first.source != line.source and (first.amount, first.currency) != (line.amount, line.currency):
                yield (
                    f"booking {line.bank_id} of {line.booked_on} is {_money(first.amount, first.currency)} in {first.source.name} "
                    f"and {_money(line.amount, line.currency)} in {line.source.name}"
                )


def _invoices(invoices: Iterable[Invoice]) -> Iterator[str]:
    known: dict[tuple[str, str], Invoice] = {}
    for invoice in invoices:
        first = known.setdefault((invoice.step, invoice.reference), invoice)
        if first is not invoice:
            yield (
                f"invoice {invoice.reference} of step {invoice.step} is told twice: {_money(first.amount, first.currency)} for "
                f"{first.period} in {first.source.name}, {_money(invoice.amount, invoice.currency)} for {invoice.period} in "
                f"{invoice.source.name}"
            )


def _money(amount: int, currency: str) -> str:
    return f"{format_decimal(decimal_of(amount), 2)} {currency}"
