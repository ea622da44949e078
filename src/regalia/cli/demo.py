# SPDX-License-Identifier: Apache-2.0
"""``regalia demo``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from regalia.printing import to_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with the figures, and no story.")
@click.option("--fast", is_flag=True, help="No pauses between the chapters.")
@click.option("--keep", is_flag=True, help="Keep the chain running at the end, until Enter is pressed.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder for reports, record and log.",
)
def demo(as_json: bool, fast: bool, keep: bool, out: Path) -> None:
    """The whole life of three deals on a local chain: from deal files, real royalty statements and invented patents to paid investors."""
    from regalia.demo.run import run_demo
    from regalia.demo.story import Story

    figures = run_demo(out, Story(quiet=as_json, pauses=not fast and sys.stdout.isatty()), keep)
    if as_json:
        click.echo(to_json(figures))
