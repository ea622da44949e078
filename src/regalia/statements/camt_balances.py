# SPDX-License-Identifier: Apache-2.0
"""Balances of a bank's statement and the totals it prints of its entries, against the entries themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from regalia.statements.camt_fields import Fields, words
from regalia.statements.camt_xml import Element
from regalia.statements.printed import printed

_OPENING, _PREVIOUS, _CLOSING = "OPBD", "PRCD", "CLBD"
_MEANT = {_OPENING: "opening", _PREVIOUS: "previous closing", _CLOSING: "closing"}


@dataclass(frozen=True)
class Balance:
    amount: int
    day: date
    element: Element


@dataclass(frozen=True)
class Balances:
    """``opened_on`` is the first day of the statement, which the bank's period tells, or the balance it opens with."""

    currency: str
    opening: int
    closing: Balance
    opened_on: date


def read_balances(fields: Fields, statement: Element) -> Balances | None:
    """None where they can't be read; what is wrong is noted."""
    found = dict[str, list[Element]]()
    for balance in fields.all(statement, "Bal"):
        found.setdefault(fields.text(balance, "Tp/CdOrPrtry/Cd"), []).append(balance)
    currency = fields.text(statement, "Acct/Ccy") or _first_currency(fields, statement)
    read = dict[str, Balance]()
    for code, meant in _MEANT.items():
        balances = found.get(code, [])
        if len(balances) > 1:
            rule = f"stands {len(balances)} times; a statement has one {meant} balance, so it may be a page of a longer one"
            fields.note(balances[1], "Bal", code, rule)
            return None
        for balance in balances:
            amount = fields.signed(balance, "Amt", currency)
            day = fields.day(
                balance, f"Bal {code}, Dt", fields.text(balance, "Dt/Dt") or fields.text(balance, "Dt/DtTm")
            )
            if amount is None or day is None:
                return None
            read[code] = Balance(amount, day, balance)
    opening, previous, closing = (read.get(code) for code in _MEANT)
    start = opening or previous
    if start is None or closing is None:
        missing = (
            f"no opening balance ({_OPENING} or {_PREVIOUS})" if start is None else f"no closing balance ({_CLOSING})"
        )
        fields.note(statement, "Bal", "", f"there is {missing}, so nothing shows that the entries are all there")
        return None
    if opening and previous and opening.amount != previous.amount:
        rule = f"but the closing balance before ({_PREVIOUS}) is {printed(previous.amount)}"
        fields.note(opening.element, f"Bal {_OPENING}", printed(opening.amount), rule)
    opened_on = opening.day if opening else start.day + timedelta(days=1)
    return _with_period(fields, statement, Balances(currency, start.amount, closing, opened_on))


def _first_currency(fields: Fields, statement: Element) -> str:
    amounts = fields.all(statement, "Bal/Amt")
    return str(amounts[0].get("Ccy", "")) if amounts else ""


def _with_period(fields: Fields, statement: Element, balances: Balances) -> Balances | None:
    """The bank's own period, where it tells one, is the better first day, and must have the closing balance's day in it."""
    closed_on, opened_on = balances.closing.day, balances.opened_on
    period = fields.one(statement, "FrToDt")
    if period is not None:
        first, last = (
            fields.day(period, f"FrToDt, {name}", fields.text(period, name)) for name in ("FrDtTm", "ToDtTm")
        )
        if first is None or last is None:
            return None
        if not first <= closed_on <= last:
            rule = f"is not in the statement's period, from {first} to {last}"
            fields.note(balances.closing.element, f"Bal {_CLOSING}, Dt", str(closed_on), rule)
        opened_on = first
    if opened_on > closed_on:
        rule = f"is before the statement opens, on {opened_on}"
        fields.note(balances.closing.element, f"Bal {_CLOSING}, Dt", str(closed_on), rule)
        return None
    return Balances(balances.currency, balances.opening, balances.closing, opened_on)


def check_sum(fields: Fields, balances: Balances, amounts: Sequence[int]) -> None:
    """Opening and booked entries must come to closing."""
    reached, told = balances.opening + sum(amounts), balances.closing.amount
    if reached != told:
        begun, moved = printed(balances.opening), printed(sum(amounts))
        rule = f"but {begun} and entries of {moved} come to {printed(reached)}: an entry is missing or was changed"
        fields.note(balances.closing.element, f"Bal {_CLOSING}", printed(told), rule)


def check_summary(fields: Fields, statement: Element, amounts: Sequence[int], pending: bool) -> None:
    """Totals the bank prints. Some count pending entries in; where there are such, only totals of what is booked can be checked."""
    summary = fields.one(statement, "TxsSummry")
    if summary is None or pending:
        return
    credits, debits = [a for a in amounts if a > 0], [-a for a in amounts if a < 0]
    groups = {"TtlNtries": [abs(a) for a in amounts], "TtlCdtNtries": credits, "TtlDbtNtries": debits}
    for name, counted in groups.items():
        total = fields.one(summary, name)
        if total is None:
            continue
        number, whole = fields.one(total, "NbOfNtries"), fields.one(total, "Sum")
        if number is not None and words(number).lstrip("0") != str(len(counted) or ""):
            fields.note(
                number, f"{name}, NbOfNtries", words(number), f"but there are {len(counted):,} booked entries of it"
            )
        if whole is not None:
            _compare(fields, whole, f"{name}, Sum", fields.amount(whole, f"{name}, Sum"), sum(counted))
    total = fields.one(summary, "TtlNtries")
    for place, path in ((total, "TtlNetNtryAmt"), (total, "TtlNetNtry/Amt")):
        net = None if place is None else fields.one(place, path)
        if net is not None:
            sign, amount = fields.sign(net.getparent()), fields.amount(net, path)
            _compare(fields, net, path, None if sign is None or amount is None else sign * amount, sum(amounts))


def _compare(fields: Fields, element: Element, name: str, told: int | None, found: int) -> None:
    if told is not None and told != found:
        fields.note(element, name, words(element), f"but the booked entries come to {printed(found)}")
