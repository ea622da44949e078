# SPDX-License-Identifier: Apache-2.0
"""The portfolio of a deal on a day: all that is known of the rights behind it, ready to be printed."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.rights.day import from_date
from regalia.domain.rights.holdings import Holdings
from regalia.domain.rights.look import Look
from regalia.domain.terms import Terms
from regalia.errors import RegaliaError
from regalia.ledger.model import DealLedger
from regalia.ledger.right_offices import ATTESTOR
from regalia.ledger.rights_book import RightsBook
from regalia.reports.rights.bars import Attestors, BarLine, bar_lines
from regalia.reports.rights.fact_lines import FactLine, fact_lines
from regalia.reports.rights.pool_lines import (
    ConcentrationLine,
    LimitLine,
    PoolSums,
    ValidityLine,
    concentration_lines,
    limit_lines,
    sums_of,
    validity_lines,
)
from regalia.reports.rights.right_lines import Horizon, RightLine, right_lines


class NoPoolError(RegaliaError, LookupError):
    """Nobody opened a pool of rights for the deal."""


@dataclass(frozen=True)
class Portfolio:
    """``today`` and ``on`` are yyyymmdd: the day looked at, and the day of the next payment date (today where none is to come)."""

    deal: str
    today: int
    on: int
    horizon: Horizon
    rights: tuple[RightLine, ...]
    sums: PoolSums
    validity: tuple[ValidityLine, ...]
    concentrations: tuple[ConcentrationLine, ...]
    limits: tuple[LimitLine, ...]
    facts: tuple[FactLine, ...]
    bars: tuple[BarLine, ...]


def portfolio_of(ledger: DealLedger, book: RightsBook, today: int) -> Portfolio:
    """Raises ``NoPoolError``."""
    holdings = holdings_of(ledger, book)
    look, horizon, on = Look(holdings, today), horizon_of(ledger.terms), next_day(ledger, today)
    lines = right_lines(look, horizon)
    return Portfolio(
        deal=ledger.terms.id,
        today=today,
        on=on,
        horizon=horizon,
        rights=lines,
        sums=sums_of(look),
        validity=validity_lines(look, lines),
        concentrations=concentration_lines(look),
        limits=limit_lines(look),
        facts=fact_lines(holdings, ledger.program, today, on, book.place_of),
        bars=bar_lines([line.right for line in lines], attestors_of(ledger, book)),
    )


def holdings_of(ledger: DealLedger, book: RightsBook) -> Holdings:
    """The rights behind the deal. Raises ``NoPoolError``."""
    holdings = book.holdings(ledger.record.deal.address)
    if holdings is None:
        raise NoPoolError(
            f"{ledger.terms.id}: no pool of rights was opened for the deal",
            "Have the originator open it and pledge rights, or name another deal.",
        )
    return holdings


def horizon_of(terms: Terms) -> Horizon:
    calendar = terms.calendar
    days = (calendar.legal_final, calendar.anticipated_repayment)
    return Horizon(*(from_date(day) if day else 0 for day in days))


def is_running(ledger: DealLedger) -> bool:
    """Whether a payment date is to come: the deal was closed, and not wound up."""
    return ledger.closed is not None and ledger.concluded is None


def next_day(ledger: DealLedger, today: int) -> int:
    """When the next payment date is scheduled, and no earlier than today."""
    if not is_running(ledger):
        return today
    return max(today, from_date(ledger.program.schedule.payment_date(ledger.deal.next_period)))


def attestors_of(ledger: DealLedger, book: RightsBook) -> Attestors | None:
    """Who reports legal events, as the oracle stands; None where the record names none."""
    if ledger.record.rights is None:
        return None
    oracle = ledger.record.rights.oracle.address
    return Attestors(book.thresholds.get(oracle, 1), len(book.holders.get((oracle, ATTESTOR), ())))
