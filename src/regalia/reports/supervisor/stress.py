# SPDX-License-Identifier: Apache-2.0
"""How much of its receipts each tranche can lose, and the ladder of coverage: from the forecast of the deal file, when it has one."""

from __future__ import annotations

from pathlib import Path

from regalia.domain.compile import compile_terms
from regalia.domain.money import MoneyError, plain_decimal
from regalia.projection.assumptions_file import assumptions_from
from regalia.projection.errors import NotBatchedError, ProjectionError
from regalia.projection.figures import Rung, StressFigures
from regalia.projection.report import Desk
from regalia.reports.supervisor.parts import Field, Grid, Kind, Says, Section, Told, Value
from regalia.reports.supervisor.subject import Subject

RUNG = 100_000
"""Steps of the ladder, in ppm of all receipts."""
NO_FORECAST = "the deal file has no forecast"


def stress_of(subject: Subject) -> StressFigures | str:
    """The figures, or why there are none."""
    if not subject.ledger.terms.forecast:
        return NO_FORECAST
    given = assumptions_from(
        {
            "format": "regalia-projection-1",
            "id": "forecast",
            "receipts": {"kind": "forecast"},
            "invoices": [{"step": step, "amount": amount} for step, amount in _invoices(subject).items()],
        },
        "the deal file's forecast",
    )
    try:
        return Desk(subject.ledger.terms, given, Path()).stress(None, RUNG)
    except (ProjectionError, NotBatchedError, MoneyError) as error:
        return f"the forecast can't be projected: {error.message}"


def _invoices(subject: Subject) -> dict[str, str]:
    """By step: as on the last payment date, zero before the first."""
    ledger = subject.ledger
    program = compile_terms(ledger.terms)
    steps = [program.all_steps[i].label for i in program.invoiced_steps]
    last = ledger.dates[-1].payment.report.invoices if ledger.dates else (0,) * len(steps)
    return {step: plain_decimal(ledger.terms.money.to_decimal(units)) for step, units in zip(steps, last, strict=False)}


def stress_section(subject: Subject, found: StressFigures) -> Section:
    files = ("stress.csv", "stress.json")
    return Section("stress", "Stress", (break_even_grid(found), ladder_grid(subject, found), _assumed(found)), files)


def break_even_grid(found: StressFigures) -> Grid:
    fields = (
        Field("tranche", "Tranche"),
        Field("timely", "Fall at which all interest is still in time", Kind.SHARE),
        Field("ultimate", "Fall at which all is still paid in the end", Kind.SHARE),
        Field("monotone", "None beyond holds again", Kind.FLAG),
    )
    rows = tuple((x.tranche, x.timely_ppm, x.ultimate_ppm, x.monotone) for x in found.break_even)
    note = "Every receipt of the forecast falls by the same share, from closing on. Empty: not even without a fall."
    return Grid("break_even", "Break-even fall of receipts", fields, rows, note)


def ladder_grid(subject: Subject, found: StressFigures) -> Grid:
    fields = (
        Field("fall", "Fall of receipts", Kind.SHARE),
        Field("received", "Received", Kind.MONEY),
        Field("lowest_coverage", "Lowest coverage"),
        Field("unpaid", "Unpaid in the end", Kind.MONEY),
        Field("triggers", "Triggers active"),
        Field("defaulted_on", "In default from"),
    )
    return Grid("ladder", "Ladder of coverage", fields, tuple(_rung(subject, rung) for rung in found.ladder))


def _rung(subject: Subject, rung: Rung) -> tuple[Value, ...]:
    money, lowest = subject.ledger.terms.money, rung.lowest_coverage
    return (
        rung.reduction_ppm,
        money.to_units(rung.received),
        None if lowest is None else f"{lowest:.2f}x",
        money.to_units(sum(tranche.unpaid for tranche in rung.tranches)),
        ", ".join(rung.triggers) or None,
        rung.defaulted_on,
    )


def _assumed(found: StressFigures) -> Says:
    told = tuple(Told("{text}", {"text": text}) for text in found.head.assumed)
    return Says(
        "assumed", "Assumed", (*told, Told("What is invoiced is taken to be as on the last payment date, else zero."))
    )
