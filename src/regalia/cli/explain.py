# SPDX-License-Identifier: Apache-2.0
"""``regalia explain``: what the terms say, as a prospectus would; and what became of it in one period."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import click

from regalia.cli.explain_period import outcome_in, outcome_on_chain
from regalia.domain.history import PaymentDate
from regalia.domain.terms import Terms, load_terms
from regalia.errors import RegaliaError
from regalia.explain import LANGUAGES, explain_terms, outcome_of, to_text, with_figures
from regalia.explain.diagram import draw
from regalia.printing import to_json

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""


class DiagramFileError(RegaliaError, OSError):
    """The drawing can't be written where it was asked for."""


@click.command()
@click.argument("terms", type=click.Path(path_type=Path), metavar="TERMS")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help="Of the text.")
@click.option("--diagram", type=click.Path(path_type=Path), metavar="FILE.svg", help="Draw it too, into this file.")
@click.option("--narrow", is_flag=True, help="Draw one column, for phones.")
@click.option("--receipts", type=click.Path(path_type=Path), metavar="FILE.csv", help="Receipts file, for --period.")
@click.option("--record", type=click.Path(path_type=Path), metavar="FILE", help="Or the record of a deal on a chain.")
@click.option("--rpc", metavar="URL", help="Address of a node of that chain, for --record.")
@click.option("--period", metavar="PERIOD", help="With the figures of this collection period, such as 2024Q4.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def explain(
    terms: Path,
    language: str,
    diagram: Path | None,
    narrow: bool,
    receipts: Path | None,
    record: Path | None,
    rpc: str | None,
    period: str | None,
    as_json: bool,
) -> None:
    """Say what the deal TERMS says: parties, classes, priority of payments, events, in plain words.

    With --period, and --receipts or --record with --rpc, also what was due and paid in each step, from where, and which
    steps did not apply, on the payment date of that period. Of receipts, as `regalia run`, this takes the cash of each
    report to arrive in full; of a record it first verifies the deal on its chain.
    """
    if (receipts is None and record is None) != (period is None) or (receipts is not None and record is not None):
        raise click.UsageError("--period goes with either --receipts or --record: which figures, and of which period")
    if (record is None) != (rpc is None):
        raise click.UsageError("--record and --rpc go together: which deal, and where its chain is")
    if narrow and diagram is None:
        raise click.UsageError("--narrow is about the drawing: give --diagram FILE.svg too")
    sheet, chosen = load_terms(terms), LANGUAGES[language]
    document, figures = explain_terms(sheet, chosen), None
    if period is not None:
        figures = outcome_of(sheet, _payment(sheet, receipts, record, rpc, period))
        document = with_figures(document, sheet, chosen, figures)
    if diagram is not None:
        _write(diagram, draw(sheet, chosen, document, narrow))
    if as_json:
        more = {"figures": asdict(figures) if figures else None, "diagram": str(diagram) if diagram else None}
        click.echo(to_json(asdict(document) | more))
    else:
        click.echo(to_text(document, _width()))


def _payment(terms: Terms, receipts: Path | None, record: Path | None, rpc: str | None, period: str) -> PaymentDate:
    if record is not None and rpc is not None:
        return outcome_on_chain(terms, record, rpc, period)
    assert receipts is not None  # the options were looked at before
    return outcome_in(terms, receipts, period)


def _width() -> int | None:
    """Lines are broken for a terminal, never in a pipe or file."""
    return min(shutil.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else None


def _write(path: Path, drawing: str) -> None:
    try:
        path.write_text(drawing, encoding="utf-8", newline="\n")
    except OSError as error:
        raise DiagramFileError(
            f"--diagram: {str(path)!r}: can't be written: {error.strerror}", "Name a file in a folder that exists."
        ) from None
