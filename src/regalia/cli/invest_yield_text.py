# SPDX-License-Identifier: Apache-2.0
"""Yields to date as they are printed, with what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regalia.cli.invest_entries import entry_facts, in_order
from regalia.cli.invest_open import Visit
from regalia.cli.invest_text import head_facts, head_lines
from regalia.cli.invest_yields import Worth, Yields, together, worths_of, yields_of
from regalia.domain.money import format_rate
from regalia.printing import table
from regalia.reports.holder_flows import HolderFlows
from regalia.reports.money_weighted import MoneyWeighted
from regalia.servicing.transfer_text import moment

_PPM = 10**6
_HEADS = ("deal", "", "cash so far", "with what is left", "as earned", "what is left")
_MEANT = (
    "yearly rates, effective, ACT/365; money-weighted",
    "cash so far: prices paid and got, claims after tax, and the balance of units that came or went without a price; "
    "what is left counts nothing",
    "with what is left: the same, and on the last day units at their worth and income that is not claimed, before its tax",
    "as earned: income when it was earned, before tax; units at their worth on the last day",
)
_AHEAD = (
    "Yields to come, at a price and with receipts you assume: regalia quote --record FILE --tranche ID --price PRICE."
)


def text(visit: Visit) -> str:
    found = _all(visit)
    rows = [
        (
            one.deal,
            one.currency.code,
            *(_rate(each) for each in (one.realised, one.with_left, one.earned)),
            "-" if one.left.worth is None else one.currency.format(one.left.worth),
        )
        for one in found
    ]
    worths = [_worth(worth) for view in visit.views for worth in worths_of(view)]
    lines = [*head_lines(visit), f"to {found[0].left.day}", "", table(_HEADS, rows, "llrrrr"), "", *_MEANT, *worths]
    return "\n".join([*lines, *_reasons(found), "", _AHEAD])


def facts(visit: Visit) -> dict[str, Any]:
    """One JSON object; rates are shares (0.08 is 8%), null where there is none, and why. A worth that is not known is null."""
    return {
        **head_facts(visit),
        "yields": [_facts(one) for one in _all(visit)],
        "entries": [entry_facts(*line) for line in in_order(visit.views)],
        "left": [_worth_facts(worth) for view in visit.views for worth in worths_of(view)],
    }


def _all(visit: Visit) -> list[Yields]:
    found = [yields_of(view) for view in visit.views]
    return [*found, *together(found)]


def _rate(found: MoneyWeighted) -> str:
    return "none" if found.rate is None else format_rate(round(found.rate * _PPM))


def _reasons(found: Sequence[Yields]) -> list[str]:
    """Why there is no rate."""
    lines = []
    for one in found:
        named = {"cash so far": one.realised, "with what is left": one.with_left, "as earned": one.earned}
        for why in dict.fromkeys(each.why for each in named.values() if each.rate is None):
            which = [name for name, each in named.items() if each.why == why and each.rate is None]
            lines.append(f"{one.deal}, {', '.join(which)}: none, {why}")
    return lines


def _worth(worth: Worth) -> str:
    money = worth.currency.format
    if worth.amount is None:
        return f"{worth.deal}, {worth.tranche}: what {worth.units:,} units are worth is not known: no balance, and never traded"
    by = "their part of the balance outstanding: they were never traded"
    if (trade := worth.trade) is not None:
        by = (
            f"the last trade, {money(trade.price)} a unit on {moment(trade.place.timestamp)}, "
            "reduced in proportion to the principal repaid since"
        )
    return f"{worth.deal}, {worth.tranche}: {worth.units:,} units are worth {money(worth.amount)} by {by}"


def _facts(one: Yields) -> dict[str, Any]:
    return {
        "deal": one.deal,
        "currency": one.currency.code,
        "to": one.left.day.isoformat(),
        "realised": _yield_facts(one, one.cash),
        "with_left": _yield_facts(one, one.left),
        "earned": _yield_facts(one, one.income),
    }


def _yield_facts(one: Yields, flows: HolderFlows) -> dict[str, Any]:
    found, money = flows.yielded, one.currency.to_decimal
    listed = [
        {
            "day": flow.on.isoformat(),
            "amount": f"{money(flow.amount):f}",
            "block": flow.place and flow.place.block_number,
            "transaction": flow.place and flow.place.transaction_hash,
        }
        for flow in flows.flows
    ]
    return {
        "rate": None if found.rate is None else f"{found.rate:f}",
        "no_rate": found.why or None,
        "worth": None if flows.worth is None else f"{money(flows.worth):f}",
        "flows": listed,
    }


def _worth_facts(worth: Worth) -> dict[str, Any]:
    money, trade = worth.currency.to_decimal, worth.trade
    by = None if worth.amount is None else "last trade" if trade else "balance outstanding"
    last = trade and {
        "price": f"{money(trade.price):f}",
        "block": trade.place.block_number,
        "transaction": trade.place.transaction_hash,
    }
    return {
        "deal": worth.deal,
        "tranche": worth.tranche,
        "units": worth.units,
        "worth": None if worth.amount is None else f"{money(worth.amount):f}",
        "by": by,
        "last_trade": last,
        "unclaimed": f"{money(worth.unclaimed):f}",
        "currency": worth.currency.code,
    }
