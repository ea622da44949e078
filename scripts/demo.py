# SPDX-License-Identifier: Apache-2.0
"""The demo through Ape: ``ape run demo``. It starts a chain of its own; no account or network is needed."""

from __future__ import annotations

from pathlib import Path

import click

from scripts._command import ExplainedCommand


@click.command(cls=ExplainedCommand)
@click.option("--fast", is_flag=True, help="No pauses.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with the figures, and no story.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"))
def cli(fast: bool, as_json: bool, out: Path) -> None:
    """The whole life of three deals on a local chain."""
    from regalia.demo.run import run_demo
    from regalia.demo.story import Story
    from regalia.printing import to_json

    figures = run_demo(out, Story(quiet=as_json, pauses=not fast))
    if as_json:
        click.echo(to_json(figures))
