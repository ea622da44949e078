# SPDX-License-Identifier: Apache-2.0
"""``regalia statements read``: files read as an attestor reads them. Needs no chain."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from regalia.cli.oracle_text import listed
from regalia.cli.statements_files import PATH, LicenceNamesFile, Reading, json_option
from regalia.cli.statements_text import file_facts, file_text
from regalia.errors import RegaliaError
from regalia.printing import to_json
from regalia.statements.column_map import load_column_map
from regalia.statements.map_yaml import read_model


class FilesError(RegaliaError, ValueError):
    """Files that can't be used, or that contradict each other; ``problems`` has all of it."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(
            "\n".join(problems),
            "Have the sender mend it, or mend what describes it here (column map, licence names); nothing of it was taken.",
        )
        self.problems = tuple(problems)


@click.command()
@click.argument("files", type=PATH, nargs=-1, required=True, metavar="FILE…")
@click.option("--columns", type=PATH, metavar="MAP", help="Column map of the payer whose CSV files these are.")
@click.option("--licence-of", type=PATH, metavar="FILE", help="What sales reports and JSON call the licences (YAML).")
@json_option
def read(files: tuple[Path, ...], columns: Path | None, licence_of: Path | None, as_json: bool) -> None:
    """Read FILEs and print what they say: receipts of each licence and period, lines and balances of the bank, rates, invoices.

    What a file is, is told by how it begins: a DDEX sales report by HEAD (also compressed), a bank statement (camt.053) by its XML, a
    payer's API answer by its JSON, rates and invoices by their columns. Any other table needs the column map of its payer.

    Every problem is named with file, line, field and rule, also what the files say against each other; then it exits 1. In --json,
    amounts are in 10^-12 of their currency.
    """
    reading = Reading(
        load_column_map(columns) if columns else None,
        read_model(licence_of, LicenceNamesFile) if licence_of else None,
    )
    reading.read(files)
    if as_json:
        click.echo(to_json({"files": [file_facts(file) for file in reading.files], "notes": reading.notes}))
    elif reading.files:
        parts = [file_text(file) for file in reading.files]
        if reading.notes:
            parts.append("\n".join(["notes:", *listed(reading.notes)]))
        click.echo("\n\n".join(parts))
    if reading.problems:
        raise FilesError(reading.problems)
