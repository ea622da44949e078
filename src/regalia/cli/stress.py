# SPDX-License-Identifier: Apache-2.0
"""``regalia stress``: how much of its receipts a deal can lose."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from regalia.cli.project_options import assumptions_options, given_assumptions, output_options, progress, say_files
from regalia.domain.accrual import PPM
from regalia.domain.money import MoneyError, rate_to_ppm
from regalia.domain.terms import load_terms
from regalia.printing import to_json
from regalia.projection.charts.canvas import Format
from regalia.projection.report import Desk
from regalia.projection.tables import write_stress
from regalia.projection.text import stress_text

SMALLEST_RUNG = PPM // 1_000


@click.command()
@assumptions_options
@click.option("--scenario", metavar="ID", help="Which scenario of the file to stress (default: the first).")
@click.option("--rung", default="5%", show_default=True, metavar="RATE", help="Steps of the ladder, of every receipt.")
@output_options
def stress(
    terms: Path,
    scenarios: Path | None,
    receipts: Path | None,
    flat: str | None,
    periods: int | None,
    invoices: tuple[str, ...],
    facts: tuple[str, ...],
    scenario: str | None,
    rung: str,
    exact: bool,
    as_json: bool,
    csv: Path | None,
    charts: Path | None,
    chart_format: Format,
) -> None:
    """Find the break-even reduction of receipts of each tranche of the deal TERMS, and where its triggers trip.

    Every receipt of a scenario is reduced by the same share. Break-evens are found to a millionth and confirmed by the exact engine.
    """
    deal = load_terms(terms)
    given, folder = given_assumptions(deal, scenarios, receipts, flat, periods, invoices, facts)
    step = _rung(rung)
    desk = Desk(deal, given, folder, exact)
    with progress("reductions"):
        figures = desk.stress(scenario, step)
    written = write_stress(csv, figures) if csv else []
    drawn: list[str] = []
    if charts:
        from regalia.projection.charts.stress import draw_stress

        drawn = draw_stress(charts, figures, chart_format)
    click.echo(to_json(asdict(figures)) if as_json else stress_text(figures, deal.money))
    say_files((csv, written), (charts, drawn))


def _rung(text: str) -> int:
    try:
        ppm = rate_to_ppm(text)
    except MoneyError as error:
        raise click.BadParameter(error.message, param_hint="--rung") from None
    if not SMALLEST_RUNG <= ppm <= PPM:
        raise click.BadParameter(f"{text} is not from 0.1% to 100%", param_hint="--rung")
    return ppm
