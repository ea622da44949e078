# SPDX-License-Identifier: Apache-2.0
"""The yield of a holder to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from regalia.domain.money import format_rate
from regalia.ledger.index.moment import Moment
from regalia.reports.holder_flows import flows_of
from regalia.reports.statement import Statement


class YieldFlow(NamedTuple):
    """What was put in (negative) or got on a day, in whole currency, and where the chain says so."""

    day: date
    amount: Decimal
    block: int
    transaction: str


@dataclass(frozen=True)
class YieldToDate:
    """``rate`` a year as a share (0.08 is 8%), None where there is none, and ``why``. ``flows`` are in the order of the days, ``worth`` is
    what is left in whole currency, None where it is not known.
    """

    rate: Decimal | None
    why: str
    day: date
    flows: tuple[YieldFlow, ...]
    worth: Decimal | None

    def __repr__(self) -> str:
        told = f"none, {self.why}" if self.rate is None else f"{format_rate(round(self.rate * 10**6))} a year"
        return f"<Yield to {self.day}: {told}>"


def yield_of(now: Moment, statement: Statement, day: date, taken: bool) -> YieldToDate:
    """See ``reports.holder_flows``."""
    money = now.terms.money.to_decimal
    found = flows_of(now.books, statement, day, now.last_trades(), taken)
    yielded = found.yielded
    flows = tuple(
        YieldFlow(flow.on, money(flow.amount), flow.place.block_number, flow.place.transaction_hash)
        for flow in found.flows
        if flow.place
    )
    worth = None if found.worth is None else money(found.worth)
    return YieldToDate(yielded.rate, yielded.why, day, flows, worth)
