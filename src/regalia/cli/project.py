# SPDX-License-Identifier: Apache-2.0
"""``regalia project``: what a deal pays under scenarios of its receipts."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from regalia.cli.project_options import assumptions_options, given_assumptions, output_options, progress, say_files
from regalia.cli.whole import Whole
from regalia.domain.terms import load_terms
from regalia.printing import to_json
from regalia.projection.charts.canvas import Format
from regalia.projection.report import SEED, Desk
from regalia.projection.tables import write_projection
from regalia.projection.text import projection_text

MOST_PATHS = 1_000_000


@click.command()
@assumptions_options
@click.option(
    "--paths", type=Whole("paths", 0, MOST_PATHS), metavar="N", help="Random paths (default: as the file says)."
)
@click.option(
    "--seed", type=Whole("seeds", 0, 2**63 - 1), default=SEED, show_default=True, metavar="N", help="Of the paths."
)
@output_options
def project(
    terms: Path,
    scenarios: Path | None,
    receipts: Path | None,
    flat: str | None,
    periods: int | None,
    invoices: tuple[str, ...],
    facts: tuple[str, ...],
    paths: int | None,
    seed: int,
    exact: bool,
    as_json: bool,
    csv: Path | None,
    charts: Path | None,
    chart_format: Format,
) -> None:
    """Project the deal TERMS: cash flows, yields, average lives, coverage and losses of each tranche.

    Receipts come from a scenario file, a receipts file, a flat amount, or the deal's own forecast. Named scenarios run on the exact
    engine, random paths on the vectorised one, some of them on both.
    """
    deal = load_terms(terms)
    given, folder = given_assumptions(deal, scenarios, receipts, flat, periods, invoices, facts)
    desk = Desk(deal, given, folder, exact)
    with progress("paths") as step:
        found = desk.project(paths, seed, step)
    written = write_projection(csv, found.figures, found.named, found.paths) if csv else []
    drawn: list[str] = []
    if charts:
        from regalia.projection.charts.projection import draw_projection

        drawn = draw_projection(charts, found, chart_format)
    click.echo(to_json(asdict(found.figures)) if as_json else projection_text(found.figures, deal.money))
    say_files((csv, written), (charts, drawn))
