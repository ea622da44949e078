# SPDX-License-Identifier: Apache-2.0
"""``regalia statements fetch``: a statement from a payer's API, kept byte for byte as evidence."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.cli.statements_files import PATH, LicenceNamesFile, ReadFile, json_option
from regalia.cli.statements_keep import check_new, keep
from regalia.cli.statements_kinds import Kind
from regalia.cli.statements_text import file_facts, file_text
from regalia.printing import to_json
from regalia.statements.json_api import read_json_api
from regalia.statements.map_yaml import read_model


@click.command()
@click.argument("url", metavar="URL")
@click.option("--out", type=PATH, required=True, metavar="FILE", help="Where the statement is kept; a new file.")
@click.option("--token-env", metavar="NAME", help="Environment variable that holds the token of the API.")
@click.option("--licence-of", type=PATH, metavar="FILE", help="What the API calls the licences (YAML).")
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@json_option
def fetch(url: str, out: Path, token_env: str | None, licence_of: Path | None, force: bool, as_json: bool) -> None:
    """Ask the API at URL for a statement, page by page, and keep what it answered in FILE, for `reader: json` of evidence.yaml.

    It is asked again when a connection breaks off or the server is busy. A statement with a problem is not kept. The token goes into
    one header, to that host only, and is never shown.
    """
    if not force:
        check_new(out, "--out")  # before the API is asked
    names = read_model(licence_of, LicenceNamesFile).licence_of if licence_of else None
    kept = bytearray()
    statement = read_json_api(url, token_env=token_env, licence_names=names, keep=kept.extend)
    keep(out, bytes(kept), "--out", force)
    file = ReadFile(Path(statement.source.name), Kind.JSON, (statement,))
    if as_json:
        click.echo(to_json(file_facts(file) | {"kept": str(out)}))
    else:
        click.echo(f"{file_text(file)}\n\nkept in {out}")
