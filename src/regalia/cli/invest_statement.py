# SPDX-License-Identifier: Apache-2.0
"""``regalia invest statement``: what a wallet bought, earned, moved and claimed; on paper, and for a tax adviser."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.cli.invest_files import check_files, write_files
from regalia.cli.invest_open import visited
from regalia.cli.invest_options import PATH, Where, Whose, json_option, where_options, whose_options
from regalia.cli.invest_statement_text import facts, text
from regalia.cli.invest_text import head_lines
from regalia.cli.invest_wallet import typed_wallet
from regalia.cli.whole import Whole
from regalia.printing import to_json

_YEAR = Whole("years", 1970, 9999)


@click.command()
@where_options
@whose_options
@click.option("--out", type=PATH, metavar="FILE", help="Write it: .html, .pdf or .csv.")
@click.option("--tax", type=PATH, metavar="FILE", help="Write a .csv for a tax adviser, one row a taxable event.")
@click.option("--year", type=_YEAR, metavar="YEAR", help="With --tax: of this year (UTC) only.")
@json_option
def statement(where: Where, whose: Whose, out: Path | None, tax: Path | None, year: int | None, as_json: bool) -> None:
    """Show the statement of a wallet over all deals: of each tranche what was bought, earned, moved and claimed, entry by entry, and that
    income is claimed or still owed to the last unit.

    With --out or --tax files are written instead: page and PDF are of one deal (--deal), CSV is of all. The HTML and the CSV are the
    ones of the deal's own reports.
    """
    typed = typed_wallet(whose)
    check_files(out, tax, year, (*where.files, *filter(None, (where.terms, whose.keystore))))
    with visited(where, typed, whose.offline, as_json) as visit:
        written = write_files(visit.views, out, tax, year)
        if as_json:
            click.echo(to_json({**facts(visit), "written": [str(path) for path in written]}))
        elif written:
            click.echo("\n".join([*head_lines(visit), *(f"written: {path}" for path in written)]))
        else:
            click.echo(text(visit))
