# SPDX-License-Identifier: Apache-2.0
"""``regalia demo``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regalia.printing import to_json

if TYPE_CHECKING:
    from regalia.chain.found_node import FoundNode

DECLINED = 1


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with the figures, and no story.")
@click.option("--fast", is_flag=True, help="No pauses between the chapters.")
@click.option("--keep", is_flag=True, help="Keep the chain running at the end, until Enter is pressed.")
@click.option(
    "--rpc",
    metavar="URL",
    help="Play on the devnet that runs there, instead of an anvil of its own. [default: REGALIA_DEVNET; without anvil 127.0.0.1:8545]",
)
@click.option("--yes", is_flag=True, help="Play on a devnet of another machine without asking a person.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder for reports, record and log.",
)
def demo(as_json: bool, fast: bool, keep: bool, rpc: str | None, yes: bool, out: Path) -> int:
    """The whole life of three deals on a local chain: from deal files, real royalty statements and invented patents to paid investors."""
    from regalia.demo.run import run_demo
    from regalia.demo.story import Story
    from regalia.demo.venue import find_venue

    venue = find_venue(rpc)
    if venue is not None and not venue.on_this_machine and not yes and not _agreed(venue, as_json):
        click.echo("nothing was sent", err=True)
        return DECLINED
    figures = run_demo(out, Story(quiet=as_json, pauses=not fast and sys.stdout.isatty()), keep, venue)
    if as_json:
        click.echo(to_json(figures))
    return 0


def _agreed(venue: FoundNode, as_json: bool) -> bool:
    if as_json:
        raise click.UsageError(
            f"{venue.place} is not on this machine; --json goes with --yes then: nobody can be asked in between"
        )
    question = (
        f"{venue.client} at {venue.place}, chain {venue.chain_id}, is not on this machine. "
        "Send the demo's transactions there and move its clock?"
    )
    return click.confirm(question, default=False)
