# SPDX-License-Identifier: Apache-2.0
"""The portfolio and what-ifs as JSON: amounts as decimals in text, shares in ppm, days in ISO form, lives in years as text, ids ``0x…``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from regalia.cli.ip_names import spelled
from regalia.domain.money import Currency
from regalia.domain.rights.cause import Cause
from regalia.domain.rights.day import written
from regalia.domain.rights.labels import POOL_VALUE
from regalia.domain.rights.right import GrantedLicence
from regalia.ledger.place import Place
from regalia.reports.rights.bars import ABOUT_THE_PARTY, SHAPED_AFTER, BarLine
from regalia.reports.rights.cause_words import code_of, document_of, what_happened
from regalia.reports.rights.fact_lines import FactLine
from regalia.reports.rights.life import in_years
from regalia.reports.rights.portfolio import Portfolio
from regalia.reports.rights.right_lines import RightLine
from regalia.reports.rights.right_numbers import written_number
from regalia.reports.rights.what_if import Consequence, NextDate, WhatIf


def portfolio_facts(view: Portfolio, money: Currency) -> dict[str, Any]:
    amounts = ("value", "base", "value_at_closing", "replaced")
    return {
        "deal": view.deal,
        "today": written(view.today),
        "next_payment_date": written(view.on),
        "legal_final": day(view.horizon.legal_final),
        "expected": day(view.horizon.expected),
        "currency": money.code,
        "sums": {"rights": view.sums.rights} | {x: money.to_decimal(getattr(view.sums, x)) for x in amounts},
        "rights": [_right(line, money) for line in view.rights],
        "validity": [
            asdict(line) | {"until": day(line.until), "value": money.to_decimal(line.value)} for line in view.validity
        ],
        "concentrations": [
            asdict(line) | {"key": spelled(line.key), "amount": money.to_decimal(line.amount)}
            for line in view.concentrations
        ],
        "limits": [asdict(line) | {"broken": line.broken} for line in view.limits],
        "facts": [_fact(line, money) for line in view.facts],
        "bars": {"shaped_after": SHAPED_AFTER, "party": ABOUT_THE_PARTY, "asset": list(map(_bar, view.bars))},
    }


def what_if_facts(world: WhatIf | None, found: Sequence[Consequence]) -> dict[str, Any] | None:
    """With the report that is assumed; None where nobody asked."""
    if world is None:
        return None
    money, report = world.ledger.terms.money, world.report
    assumed = (
        {
            "period": report.period,
            "received": money.to_decimal(report.received),
            "invoices": [money.to_decimal(amount) for amount in report.invoices],
        }
        if report
        else None
    )
    return {"on": written(world.on), "assumed": assumed, "cases": [_consequence(each, money) for each in found]}


def _consequence(each: Consequence, money: Currency) -> dict[str, Any]:
    return {
        "case": each.case.words,
        "entered_on": written(each.case.day),
        "refused": each.refused or None,
        "facts": [
            {"fact": x.label, "without": value(money, x.label, x.before), "with": value(money, x.label, x.after)}
            for x in each.changes
        ],
        "without": _date(each.before, money),
        "with": _date(each.after, money),
    }


def day(number: int) -> str | None:
    return written(number) if number else None


def value(money: Currency, label: str, units: int) -> Any:
    """An amount, or ppm."""
    return money.to_decimal(units) if label == POOL_VALUE else units


def _right(line: RightLine, money: Currency) -> dict[str, Any]:
    right = line.right
    return {
        "right": f"0x{right.id.hex()}",
        "number": line.number,
        "kind": line.kind,
        "jurisdiction": line.jurisdiction,
        "status": line.status,
        "conditions": line.conditions,
        "value": money.to_decimal(line.count.value),
        "good_until": day(line.good_until),
        "base": money.to_decimal(line.count.base),
        "expiry": day(right.expiry),
        "life": in_years(line.life),
        "beyond_final": in_years(line.beyond_final),
        "beyond_expected": None if line.beyond_expected is None else in_years(line.beyond_expected),
        "renewal_due": day(right.renewal_due),
        "owners": [{"owner": spelled(owner), "share": share} for owner, share in line.owners],
        "held_under": _licence(line.licence) if line.licence else None,
        "licences": [_licence(licence) for licence in line.licences],
        "legal_events": len(right.steps),
    }


def _licence(licence: GrantedLicence) -> dict[str, Any]:
    words = asdict(licence.words)
    days = {"since": written(licence.words.since), "until": written(licence.words.until)}
    words |= {party: spelled(words[party]) for party in ("licensor", "licensee", "group")}
    return {"number": licence.number} | words | days | {"document": f"0x{licence.document.hex()}"}


def _fact(line: FactLine, money: Currency) -> dict[str, Any]:
    return {
        "fact": line.label,
        "today": value(money, line.label, line.today),
        "then": value(money, line.label, line.value),
        "looked_at": line.asked,
        "triggers": line.triggers,
        "causes": [cause_facts(*pair) for pair in zip(line.causes, line.places, strict=True)],
    }


def cause_facts(cause: Cause, place: Place | None) -> dict[str, Any]:
    return {
        "right": f"0x{cause.right.hex()}",
        "number": written_number(cause.right),
        "what": what_happened(cause),
        "source": cause.source.value,
        "event": cause.number,
        "code": code_of(cause) or None,
        "day": day(cause.day),
        "document": document_of(cause) or None,
        "block": place.block_number if place else None,
        "transaction": place.transaction_hash if place else None,
    }


def _bar(bar: BarLine) -> dict[str, Any]:
    rights = [
        {"number": written_number(x.right), "clear": x.is_clear, "found": x.found or None, "rests_on": x.rests_on}
        for x in bar.rights
    ]
    return {"bar": bar.number, "title": bar.title, "clear": bar.is_clear, "rights": rights}


def _date(found: NextDate | None, money: Currency) -> dict[str, Any] | None:
    if found is None:
        return None
    return asdict(found) | {
        "tranches": {name: money.to_decimal(amount) for name, amount in found.tranches.items()},
        "kept": {name: money.to_decimal(amount) for name, amount in found.kept.items()},
        "given_back": money.to_decimal(found.given_back),
    }
