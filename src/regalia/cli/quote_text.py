# SPDX-License-Identifier: Apache-2.0
"""A quote as ``regalia quote`` prints it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from regalia.cli.quote_figures import Quoted
from regalia.domain.money import format_decimal
from regalia.market.book import Level
from regalia.market.yields import Yield
from regalia.printing import table
from regalia.servicing.transfer_text import moment

_HUNDRED = Decimal(100)


def quote_text(found: Quoted) -> str:
    money, quote = found.place.deal.money, found.quote
    rows = []
    if found.board:
        rows += [_level(found, "bid", quote.bids.best), _level(found, "offer", quote.offers.best)]
    if (last := quote.last) is not None:
        said = f"{last.units:,} units on {moment(last.timestamp)}"
        rows.append(("last", money.format(last.price), said, yield_text(found.valuation.yield_at(last.price))))
    elif found.desk:
        rows.append(("last", "none", "", ""))
    if found.at is not None:
        rows.append(("at", money.format(found.at[0]), "", yield_text(found.at[1])))
    lines = [f"{found.name}, {found.tranche}: block {found.block}", ""]
    if rows:
        lines += [table(("", money.code, "", "yield"), rows, "lrlr"), ""]
    lines += _accrued(found)
    if quote.bids.unchecked + quote.offers.unchecked:
        lines.append(f"orders that were not looked at: {quote.bids.unchecked + quote.offers.unchecked:,}")
    if not found.board:
        lines.append("no board was named: --board DIR|URL gives bid and offer")
    if not found.projected:
        lines.append("nothing is projected: name receipts (--scenarios, --receipts, --flat) for yields")
    return "\n".join(lines)


def quote_facts(found: Quoted) -> dict[str, Any]:
    place = found.place
    at = None
    if found.at is not None:
        rate = found.at[1].rate
        at = {
            "price": place.plain(found.at[0]),
            "yield": None if rate is None else f"{rate:f}",
            "no_yield": found.at[1].why or None,
        }
    return {
        "deal": place.record.deal_id,
        "id": found.tranche,
        "currency": place.deal.money.code,
        "block": found.block,
        **found.quote.as_json(place.deal.money),
        "at": at,
    }


def yield_text(found: Yield) -> str:
    if found.rate is None:
        return f"none: {found.why}"
    return f"{format_decimal(found.rate * _HUNDRED, 2)}%"


def _level(found: Quoted, side: str, level: Level | None) -> tuple[str, str, str, str]:
    if level is None:
        return side, "none", "", ""
    rate = yield_text(found.valuation.yield_at(level.price))
    return (
        side,
        found.place.deal.money.format(level.price),
        f"{level.units:,} units, order {level.listed.signed.name}",
        rate,
    )


def _accrued(found: Quoted) -> list[str]:
    money, accrued = found.place.deal.money, found.valuation.accrued()
    arrears = format_decimal(accrued.arrears_of_a_unit(money), 2)
    if accrued.since is None or accrued.until is None:
        return [f"nothing accrues now; arrears {arrears} {money.code} a unit"]
    interest = format_decimal(accrued.interest_of_a_unit(money), 2)
    return [
        f"accrued since {accrued.since}, to {accrued.until}: {interest} {money.code} a unit; arrears {arrears} {money.code} a unit"
    ]
