# SPDX-License-Identifier: Apache-2.0
"""The priority of payments as it ran."""

from __future__ import annotations

from markupsafe import Markup

from regalia.domain.program import PrincipalKind, StepKind
from regalia.reports.date_lines import DateLines
from regalia.reports.sheet import Sheet
from regalia.reports.step_lines import StepLine
from regalia.reports.table import Column, Kind, Raw, Table, make_table

_TURBO = (
    "Due under a principal step that repays from whatever is available is the whole outstanding balance: what is missing there is still "
    "outstanding, not overdue."
)
_HELD = "A step that its guard held back has no amounts."


def step_table(sheet: Sheet, report: DateLines) -> Table:
    """Every step of the list that ran, in order. The foot adds up what was paid and released."""
    steps, flow = report.steps, report.payment.flow
    default = " after an event of default" if report.payment.accelerated else ""
    return make_table(
        sheet.currency,
        f"Priority of payments{default}",
        (
            Column("Step"),
            Column("To"),
            Column("Due", Kind.MONEY),
            Column("Paid", Kind.MONEY),
            Column("Shortfall", Kind.MONEY),
            Column("Paid from"),
            Column("Released", Kind.MONEY),
            Column("Available after", Kind.MONEY),
        ),
        [_row(sheet, report, line) for line in steps],
        [("In all", "", "", sum(line.record.paid for line in steps), "", "", flow.released, flow.left)],
        note=" ".join(_remarks(report)),
    )


def _row(sheet: Sheet, report: DateLines, line: StepLine) -> tuple[Raw, ...]:
    accelerated, record = report.payment.accelerated, line.record
    return (
        f"{line.index + 1}. {sheet.names.step(line.index, accelerated)}",
        sheet.names.subject(line.index, accelerated),
        record.due if line.is_shown else None,
        record.paid if line.is_shown else None,
        record.shortfall or None,
        _sources(sheet, line) if line.held is None else str(line.held).capitalize(),
        record.released or None,
        line.remaining,
    )


def _remarks(report: DateLines) -> list[str]:
    turbo = (line.kind is StepKind.PRINCIPAL and line.due_kind is PrincipalKind.TURBO for line in report.steps)
    held = (not line.is_shown for line in report.steps)
    return [*([_TURBO] if any(turbo) and not report.final else []), *([_HELD] if any(held) else [])]


def _sources(sheet: Sheet, line: StepLine) -> Raw:
    """The one source by name; several with their amounts."""
    if len(line.sources) == 1:
        return sheet.names.source(line.sources[0].label)
    parts = [f"{sheet.names.source(source.label)} {sheet.currency.format(source.amount)}" for source in line.sources]
    return Markup("<br>").join(parts) if parts else None
