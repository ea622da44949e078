# SPDX-License-Identifier: Apache-2.0
"""Projections and stresses as CSV files: every digit, one fact a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np

from regalia.projection.errors import ProjectionError
from regalia.projection.figures import ProjectionFigures, StressFigures
from regalia.projection.measures import coverage, unpaid_at_end
from regalia.projection.summary import Summary, number

Row = Sequence[object]
FLOWS = ("interest", "principal", "residual", "shortfall", "balance", "arrears")


def write_projection(folder: Path, figures: ProjectionFigures, named: Summary, paths: Summary | None) -> list[str]:
    """``cashflows.csv``, ``deal.csv``, ``summary.csv`` and, with a bootstrap, ``paths.csv``; the names of the files written."""
    labels = [one.scenario for one in figures.scenarios]
    _write(folder, "cashflows.csv", ("scenario", "date", "tranche", *FLOWS), _cash_flows(named, labels))
    program = named.program
    accounts = [f"account:{label}" for label in program.accounts]
    facilities = [f"put_in:{facility.label}" for facility in program.facilities]
    triggers = [f"active:{trigger.label}" for trigger in program.triggers]
    headings = (
        "scenario",
        "date",
        "received",
        "debt_service",
        "coverage",
        "accelerated",
        *accounts,
        *facilities,
        *triggers,
    )
    _write(folder, "deal.csv", headings, _deal(named, labels))
    headings = (
        "scenario",
        "tranche",
        "interest",
        "principal",
        "residual",
        "unpaid",
        "late_since",
        "yield",
        "average_life",
    )
    _write(folder, "summary.csv", headings, _summary(figures))
    written = ["cashflows.csv", "deal.csv", "summary.csv"]
    if paths:
        _write(folder, "paths.csv", ("path", "tranche", "paid", "unpaid", "yield", "average_life"), _paths(paths))
        written.append("paths.csv")
    return written


def write_stress(folder: Path, figures: StressFigures) -> list[str]:
    """``break-even.csv``, ``triggers.csv``, ``ladder.csv``; the names of the files written."""
    headings: tuple[str, ...] = ("tranche", "timely_ppm", "ultimate_ppm", "monotone")
    rows: Iterable[Row] = [(b.tranche, b.timely_ppm, b.ultimate_ppm, b.monotone) for b in figures.break_even]
    _write(folder, "break-even.csv", headings, rows)
    _write(folder, "triggers.csv", ("trigger", "trips_at_ppm"), [(t.trigger, t.trips_at_ppm) for t in figures.triggers])
    headings = ("reduction_ppm", "received", "lowest_coverage", "defaulted_on", "tranche", "paid", "unpaid", "timely")
    rows = [
        (r.reduction_ppm, r.received, r.lowest_coverage, r.defaulted_on, t.tranche, t.paid, t.unpaid, t.timely)
        for r in figures.ladder
        for t in r.tranches
    ]
    _write(folder, "ladder.csv", headings, rows)
    return ["break-even.csv", "triggers.csv", "ladder.csv"]


def _cash_flows(named: Summary, labels: list[str]) -> Iterable[Row]:
    found = named.outcomes
    for s, label in enumerate(labels):
        for d, day in enumerate(found.dates):
            for t, tranche in enumerate(named.program.tranches):
                amounts = (named.money(getattr(found, flow)[d, t, s]) for flow in FLOWS)
                yield (label, day, tranche.label, *amounts)


def _deal(named: Summary, labels: list[str]) -> Iterable[Row]:
    found, covers = named.outcomes, coverage(named.outcomes)
    for s, label in enumerate(labels):
        for d, day in enumerate(found.dates):
            yield (
                label,
                day,
                named.money(found.received[d, s]),
                named.money(found.service[d, s]),
                number(covers[d, s]),
                bool(found.accelerated[d, s]),
                *(named.money(amount) for amount in found.account[d, :, s]),
                *(named.money(amount) for amount in found.put_in[d, :, s]),
                *map(bool, found.active[d, :, s]),
            )


def _summary(figures: ProjectionFigures) -> Iterable[Row]:
    for one in figures.scenarios:
        for t in one.tranches:
            statistics = (t.statistics.yield_a_year, t.statistics.average_life)
            yield (one.scenario, t.tranche, t.interest, t.principal, t.residual, t.unpaid, t.late_since, *statistics)


def _paths(paths: Summary) -> Iterable[Row]:
    found = paths.outcomes
    for t, tranche in enumerate(paths.program.tranches):
        paid, unpaid = found.paid[:, t].sum(axis=0), unpaid_at_end(found, t)
        returns, lives = paths.yields(t), paths.average_lives(t)
        for s in np.arange(found.scenarios):
            amounts = (paths.money(paid[s]), paths.money(unpaid[s]))
            yield (int(s), tranche.label, *amounts, number(returns[s]), number(lives[s]))


def _write(folder: Path, name: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.getvalue(), encoding="utf-8")
    except OSError as error:
        raise ProjectionError(f"{folder / name} can't be written: {error.strerror}", "Choose another folder.") from None


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.8f}"
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)
