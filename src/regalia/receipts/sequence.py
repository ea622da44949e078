# SPDX-License-Identifier: Apache-2.0
"""Rules between the rows of a receipts file: periods follow each other, payment dates rise."""

from __future__ import annotations

from datetime import date

from regalia.domain.history import accruing_steps
from regalia.domain.program import Program
from regalia.receipts.problems import Problem, ProblemKind

Place = tuple[int, int, date]
"""Line in the file, period, payment date."""


def check_sequence(places: list[Place], program: Program, allow_gaps: bool) -> list[Problem]:
    """Problems of the order of the rows, given those whose period and date could be read."""
    problems: list[Problem] = []
    if not places:
        return problems
    accruing = accruing_steps(program)
    problems += _check_start(places[0], program, accruing)
    seen: dict[int, int] = {}
    latest = places[0]
    for place in places:
        row, period, paid_on = place
        name = str(program.schedule.collection_period(period))
        if period in seen:
            rule = f"row {seen[period]} is this period already"
            problems.append(Problem(ProblemKind.DUPLICATE_PERIOD, row, "attributed_to", name, rule))
            continue
        seen[period] = row
        if period < latest[1]:
            rule = f"it comes before that of row {latest[0]}; rows are in the order of their periods"
            problems.append(Problem(ProblemKind.OUT_OF_ORDER, row, "attributed_to", name, rule))
            continue
        if place is not latest:
            problems += _check_gap(latest, place, program, accruing, allow_gaps)
            if paid_on <= latest[2]:
                rule = f"row {latest[0]} was paid on {latest[2]}; a later period is paid later"
                problems.append(Problem(ProblemKind.DATE_NOT_RISING, row, "payment_date", str(paid_on), rule))
        latest = place
    return problems


def _check_start(first: Place, program: Program, accruing: tuple[str, ...]) -> list[Problem]:
    row, period, _ = first
    opening = program.schedule.opening
    if period == opening or not accruing:
        return []
    rule = f"the deal pays from {program.schedule.collection_period(opening)} on, and {', '.join(accruing)} accrues"
    value = str(program.schedule.collection_period(period))
    return [Problem(ProblemKind.WRONG_START, row, "attributed_to", value, rule)]


def _check_gap(
    before: Place, place: Place, program: Program, accruing: tuple[str, ...], allow_gaps: bool
) -> list[Problem]:
    row, period, _ = place
    if period == before[1] + 1 or (allow_gaps and not accruing):
        return []
    missing = program.schedule.collection_period(before[1] + 1)
    value = str(program.schedule.collection_period(period))
    if allow_gaps:
        rule = f"{missing} can't be left out, as {', '.join(accruing)} falls due in it"
        return [Problem(ProblemKind.ACCRUING_GAP, row, "attributed_to", value, rule)]
    rule = f"{missing} is missing; add its row, or allow gaps if its report is not to be had"
    return [Problem(ProblemKind.GAP, row, "attributed_to", value, rule)]
