# SPDX-License-Identifier: Apache-2.0
"""The receipts a projection starts from, before any scenario changes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from regalia.domain.program import Program
from regalia.domain.terms import Terms
from regalia.domain.terms.dues import PeriodAmount
from regalia.projection.assumptions import Assumptions, History
from regalia.projection.errors import ProjectionError
from regalia.projection.history_file import PastReceipts, read_history
from regalia.receipts import ReceiptsRow, read_receipts

MOST_PERIODS = 480


@dataclass(frozen=True)
class Base:
    """``received`` of the periods from ``first`` on (smallest units). ``rows``: of a receipts file, whose periods come first."""

    first: int
    received: list[int]
    rows: tuple[ReceiptsRow, ...] = ()


def base_receipts(terms: Terms, program: Program, given: Assumptions, folder: Path) -> Base:
    """ProjectionError when the receipts given don't fit the deal. ``folder``: where the scenario file's own paths begin."""
    rows: tuple[ReceiptsRow, ...] = ()
    known, first, money = [], program.schedule.opening, terms.money
    match given.receipts.kind:
        case "flat":
            known = [money.to_units(given.receipts.amount)]
        case "amounts":
            known = _listed(terms, program, given.receipts.amounts, "receipts.amounts")
        case "forecast":
            known = _listed(terms, program, terms.forecast, "forecast")
        case "file":
            rows = read_receipts(folder / given.receipts.file, program, money, limits=terms.number_of_limits)
            if names := {name for row in rows for name in row.unpaid}:
                raise ProjectionError(
                    f"receipts.file: it says that {', '.join(sorted(names))} didn't pay; say so under fails of a scenario"
                )
            known, first = [row.received for row in rows], rows[0].period
        case "history":
            known = _from_history(program, given.receipts, read_history(folder / given.receipts.file, money))
    periods = horizon(program, given, first, len(known))
    after = "last-year" if given.receipts.kind == "history" else given.after
    return Base(first, continued(known, periods, after, 12 // program.schedule.months), rows[:periods])


def horizon(program: Program, given: Assumptions, first: int, known: int) -> int:
    """How many payment dates: those asked for, else to the legal final date, else as many as receipts are known for."""
    if given.periods is not None:
        periods = given.periods
    elif program.legal_final is not None:
        periods = 1
        while program.schedule.payment_date(first + periods - 1) < program.legal_final and periods <= MOST_PERIODS:
            periods += 1
    elif given.receipts.kind in ("flat", "history"):
        raise ProjectionError(
            "periods is missing: the deal has no legal final date and these receipts never end",
            "Say how many payment dates to project: --periods 60, or periods in the scenario file.",
        )
    else:
        periods = known
    if periods > MOST_PERIODS:
        raise ProjectionError(f"periods: {periods} payment dates; at most {MOST_PERIODS} are projected")
    return periods


def continued(known: Sequence[int], periods: int, after: str, year: int) -> list[int]:
    """The amounts given, then what comes after: the last year's again, the last one's, or nothing."""
    found = list(known[:periods])
    back = year if after == "last-year" and len(found) >= year else 1
    while len(found) < periods:
        found.append(0 if after == "nothing" else found[-back])
    return found


def _listed(terms: Terms, program: Program, entries: Sequence[PeriodAmount], field: str) -> list[int]:
    """From the first period the deal pays itself on; none may be missing."""
    schedule = program.schedule
    try:
        numbered = {schedule.period_of(entry.period): terms.money.to_units(entry.amount) for entry in entries}
    except ValueError as error:
        raise ProjectionError(f"{field}: {error}") from None
    for period in range(schedule.opening, max(numbered) + 1):
        if period not in numbered:
            raise ProjectionError(f"{field}: {schedule.collection_period(period)} is missing; give every period")
    known = [numbered[period] for period in sorted(numbered) if period >= schedule.opening]
    if not known:
        raise ProjectionError(f"{field}: all of it is before {schedule.collection_period(schedule.opening)}")
    return known


def _from_history(program: Program, how: History, past: PastReceipts) -> list[int]:
    """One amount; or those of the last year, each in its season."""
    if how.takes == "average":
        return [sum(past.amounts) // len(past.amounts)]
    schedule, year = program.schedule, 12 // program.schedule.months
    last = dict(zip((period.index for period in past.periods[-year:]), past.amounts[-year:], strict=True))
    if past.periods[0].months != schedule.months or len(last) < year:
        raise ProjectionError(
            f"receipts.file: its last {year} rows are no year of {schedule.months}-month periods, each once",
            "Take the average, or give another history.",
        )
    return [last[schedule.collection_period(schedule.opening + i).index] for i in range(year)]
