# SPDX-License-Identifier: Apache-2.0
"""The yield of a holder to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.api.moment import Moment
from regalia.domain.money import format_rate
from regalia.reports.holder_flows import flows_of
from regalia.reports.statement import Statement


@dataclass(frozen=True)
class YieldToDate:
    """``rate`` a year as a share (0.08 is 8%), None where there is none, and ``why``. ``flows`` are what was put in (negative) and got, by
    day, ``worth`` what is left, all in whole currency.
    """

    rate: Decimal | None
    why: str
    day: date
    flows: tuple[tuple[date, Decimal], ...]
    worth: Decimal

    def __repr__(self) -> str:
        told = f"none, {self.why}" if self.rate is None else f"{format_rate(round(self.rate * 10**6))} a year"
        return f"<Yield to {self.day}: {told}>"


def yield_of(now: Moment, statement: Statement, day: date, taken: bool) -> YieldToDate:
    """See ``reports.holder_flows``."""
    money = now.terms.money.to_decimal
    found = flows_of(now.books, statement, day, now.last_trades(), taken)
    yielded = found.yielded
    flows = tuple((flow.on, money(flow.amount)) for flow in found.flows)
    return YieldToDate(yielded.rate, yielded.why, day, flows, money(found.worth))
