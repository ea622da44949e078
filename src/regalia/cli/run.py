# SPDX-License-Identifier: Apache-2.0
"""``regalia run``: a deal on a receipts file, engine alone."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from regalia.cli.run_engine import run_figures
from regalia.cli.run_text import run_text
from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.money import Currency, MoneyError
from regalia.domain.terms import load_terms
from regalia.printing import to_json
from regalia.receipts import read_receipts


@click.command()
@click.argument("terms", type=click.Path(path_type=Path), metavar="TERMS")
@click.option("--receipts", type=click.Path(path_type=Path), required=True, metavar="FILE.csv", help="Receipts file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--allow-gaps", is_flag=True, help="Periods may be missing, where nothing falls due with time alone.")
@click.option("--opening-cash", default="0", metavar="AMOUNT", help="Cash in collection that no report attests.")
def run(terms: Path, receipts: Path, as_json: bool, allow_gaps: bool, opening_cash: str) -> None:
    """Run the deal TERMS on the receipts of FILE.csv, without a chain.

    Without a chain nobody pays cash into an escrow: the cash of each report is taken to arrive in full, on time.
    Opening cash is attested by no report, so it stays in the collection account.
    """
    sheet = load_terms(terms)
    cash = _opening_cash(opening_cash, sheet.money)
    program = compile_terms(sheet)
    rows = read_receipts(receipts, program, sheet.money, allow_gaps, sheet.number_of_limits)
    figures = run_figures(sheet.id, sheet.money, program, opening_state(sheet, program), rows, cash)
    click.echo(to_json(asdict(figures)) if as_json else run_text(figures, sheet.money))


def _opening_cash(text: str, currency: Currency) -> int:
    try:
        units = currency.to_units(text)
    except MoneyError as error:
        raise click.BadParameter(error.message, param_hint="--opening-cash") from None
    if units < 0:
        raise click.BadParameter(f"{text} is negative; cash is zero or more", param_hint="--opening-cash")
    return units
