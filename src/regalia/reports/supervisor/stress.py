# SPDX-License-Identifier: Apache-2.0
"""How much of its receipts each tranche can lose, and the ladder of coverage: from the forecast of the deal file, when it has one."""

from __future__ import annotations

from pathlib import Path

from regalia.domain.compile import compile_terms
from regalia.domain.money import MoneyError, plain_decimal
from regalia.projection.assumptions import Assumptions
from regalia.projection.assumptions_file import assumptions_from
from regalia.projection.errors import NotBatchedError, ProjectionError
from regalia.projection.figures import Rung, StressFigures
from regalia.projection.report import Desk
from regalia.reports.supervisor.parts import Card, Field, Grid, Kind, Says, Section, Told, Value
from regalia.reports.supervisor.subject import Subject

RUNG = 100_000
"""Steps of the ladder, in ppm of all receipts."""
NO_FORECAST = "the deal file has no forecast, and no assumptions were given (--assumptions FILE)"
_ZERO = "zero throughout: "
_ALWAYS = ("all cash of a period arrives in full before its payment date", "no call is exercised")
"""What every projection takes for granted, in its own words."""


def stress_of(subject: Subject) -> StressFigures | str:
    """By the scenario file that was given, else by the deal's own forecast; or why there are no figures.

    Raises ``ProjectionError`` in its kinds where a scenario file was given and can't be projected.
    """
    if subject.assumed is not None:
        return Desk(subject.ledger.terms, subject.assumed.given, subject.assumed.folder).stress(None, RUNG)
    if not subject.ledger.terms.forecast:
        return NO_FORECAST
    try:
        return Desk(subject.ledger.terms, _forecast(subject), Path()).stress(None, RUNG)
    except (ProjectionError, NotBatchedError, MoneyError) as error:
        return f"the forecast can't be projected: {error.message}"


def _forecast(subject: Subject) -> Assumptions:
    """The deal's own; what is invoiced as on the last payment date, zero before the first."""
    ledger = subject.ledger
    program, money = compile_terms(ledger.terms), ledger.terms.money
    steps = [program.all_steps[i].label for i in program.invoiced_steps]
    last = ledger.dates[-1].payment.report.invoices if ledger.dates else (0,) * len(steps)
    amounts = [plain_decimal(money.to_decimal(units)) for units in last]
    return assumptions_from(
        {
            "format": "regalia-projection-1",
            "id": "forecast",
            "receipts": {"kind": "forecast"},
            "invoices": [{"step": step, "amount": amount} for step, amount in zip(steps, amounts, strict=True)],
        },
        "the deal file's forecast",
    )


def stress_section(subject: Subject, found: StressFigures) -> Section:
    files = ("stress.csv", "stress.json")
    parts = (_made_with(subject, found), break_even_grid(found), ladder_grid(subject, found), _assumed(subject, found))
    return Section("stress", "Stress", parts, files)


def _made_with(subject: Subject, found: StressFigures) -> Card:
    source, given = subject.assumed, "scenario file" if subject.assumed else "forecast of the deal file"
    facts: list[tuple[Field, Value]] = [(Field("source", "Made with", Kind.WORD), given)]
    if source is not None:
        facts += [
            (Field("file", "Scenario file"), source.file.name),
            (Field("sha256", "SHA-256", Kind.HASH), source.file.sha256),
            (Field("assumptions", "Assumptions"), source.given.id),
            (Field("scenario", "Scenario"), found.scenario),
        ]
        for number, read in enumerate(source.hashed, 1):
            facts.append((Field(f"reads_{number}", "Receipts file it reads"), read.name))
            facts.append((Field(f"reads_{number}_sha256", "SHA-256", Kind.HASH), read.sha256))
    facts.append((Field("payment_dates", "Payment dates", Kind.COUNT), found.head.payment_dates))
    return Card("made_with", "Made with", tuple(facts))


def break_even_grid(found: StressFigures) -> Grid:
    fields = (
        Field("tranche", "Tranche"),
        Field("timely", "Fall at which all interest is still in time", Kind.SHARE),
        Field("ultimate", "Fall at which all is still paid in the end", Kind.SHARE),
        Field("monotone", "None beyond holds again", Kind.FLAG),
    )
    rows = tuple((x.tranche, x.timely_ppm, x.ultimate_ppm, x.monotone) for x in found.break_even)
    note = "Every receipt falls by the same share, from closing on. Empty: not even without a fall."
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


def _assumed(subject: Subject, found: StressFigures) -> Says:
    """Texts of a scenario file stand as they are."""
    own = subject.assumed.given.assumed if subject.assumed else ()
    told = [_told(text, own) for text in found.head.assumed]
    if subject.assumed is None:
        told.append(Told("What is invoiced is taken to be as on the last payment date, else zero."))
    told.append(Told("Terms are those of the deal file: what bids found and meetings amended is not in them."))
    return Says("assumed", "Assumed", tuple(told))


def _told(text: str, own: tuple[str, ...]) -> Told:
    if text in _ALWAYS:
        return Told(text)
    if text.startswith(_ZERO) and text not in own:
        return Told("zero throughout: {what}", {"what": text.removeprefix(_ZERO)})
    return Told("{text}", {"text": text})
