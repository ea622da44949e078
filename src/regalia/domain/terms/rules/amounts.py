# SPDX-License-Identifier: Apache-2.0
"""Every amount fits the currency and the range of the engines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel

from regalia.domain.money import MoneyError
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.waterfall import AMOUNT_LIMIT

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_DECIMALS = 18
TOO_LARGE = "must be below 2^96 of the currency's smallest units"


def amount_problems(terms: Terms) -> Iterator[Problem]:
    money = terms.money
    if money.decimals > MAX_DECIMALS:
        yield Problem("currency.decimals", shown(money.decimals), f"must be at most {MAX_DECIMALS}")
        return
    fits = True
    for path, amount in _amounts(terms, ""):
        try:
            rule = "" if money.to_units(amount) < AMOUNT_LIMIT else TOO_LARGE
        except MoneyError:
            rule = f"has more decimals than the {money.decimals} of {money.code} here"
        if rule:
            fits = False
            yield Problem(path, shown(f"{amount:f}"), rule)
    if fits:
        yield from _proceeds(terms)


def _proceeds(terms: Terms) -> Iterator[Problem]:
    money = terms.money
    proceeds = sum(t.units * money.to_units(t.offer_price) for t in terms.tranches)
    if proceeds >= AMOUNT_LIMIT:
        yield Problem("tranches", "", f"units × offer_price, added up, {TOO_LARGE}")
    funding = sum(money.to_units(a.funded_at_closing) for a in terms.accounts)
    cash = sum(terms.units_for_sale(t) * money.to_units(t.offer_price) for t in terms.tranches)
    if funding > cash:
        rule = f"funded_at_closing, added up, must be at most the proceeds of the offering, {money.format(cash)}"
        yield Problem("accounts", shown(money.format(funding)), rule)


def _amounts(value: object, path: str) -> Iterator[tuple[str, Decimal]]:
    if isinstance(value, Decimal):
        yield path, value
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _amounts(item, f"{path}[{i}]")
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _amounts(getattr(value, name), f"{path}.{name}".lstrip("."))
