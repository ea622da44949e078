# SPDX-License-Identifier: Apache-2.0
"""``regalia index``: what a chain says of deals, kept in a database and brought up to date."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from regalia.chain.connection import connect
from regalia.cli.index_follow import Found, Rounds
from regalia.cli.index_open import default_database, followed
from regalia.cli.index_text import ProgressLine, facts, text
from regalia.cli.main import INTERRUPTED
from regalia.cli.whole import Whole
from regalia.ledger.index.database import open_database
from regalia.printing import to_json

PATH = click.Path(path_type=Path)
_TIMEOUT = 30
"""Seconds for a question: logs of thousands of blocks take a node a while."""
_DAY = 86_400
_DB = "Where it is kept: sqlite:///FILE or postgresql://…; .regalia/CHAIN-ID.db of the current folder when not given."


@click.command()
@click.option(
    "--record", "files", type=PATH, multiple=True, metavar="FILE", help="Deployment record of a deal; repeatable."
)
@click.option("--records", "folder", type=PATH, metavar="FOLDER", help="All records of a folder: deployments/CHAIN-ID.")
@click.option("--rpc", required=True, metavar="URL", help="Address of a node of the deals' network.")
@click.option(
    "--terms", "terms_file", type=PATH, metavar="FILE", help="Deal file; else beside the record, or in deals/."
)
@click.option("--db", metavar="URL", help=_DB)
@click.option("--rebuild", is_flag=True, help="Forget what is kept of these deals, and read them anew.")
@click.option("--follow", type=Whole("seconds", 1, _DAY), metavar="SECONDS", help="Go on, and look again so often.")
@click.option("--second-rpc", metavar="URL", help="Another node, which must have the same blocks.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object; with --follow one each time there is news."
)
def index(
    files: tuple[Path, ...],
    folder: Path | None,
    rpc: str,
    terms_file: Path | None,
    db: str | None,
    rebuild: bool,
    follow: int | None,
    second_rpc: str | None,
    as_json: bool,
) -> int:
    """Keep what a chain says of deals in a database, so that holders, payments and statements are found at once.

    Begins where it stopped, goes back where the chain was reorganised, and at the end holds what it keeps against the contracts' own
    answers. It may be stopped at any time: nothing that was read is lost or there twice.
    """
    deals = followed(files, folder, terms_file)
    chain = (deals[0].record.chain_id, deals[0].record.genesis_hash)
    web3 = connect(rpc, *chain, timeout=_TIMEOUT)
    second = connect(second_rpc, *chain, timeout=_TIMEOUT) if second_rpc else None
    anew = [one.record.deal.address for one in deals] if rebuild else []
    with closing(open_database(db or default_database(chain[0]), *chain, rebuild=anew)) as database:
        rounds = Rounds(database, web3, second, deals, lambda deal: ProgressLine(deal, as_json), _warn)
        try:
            shown: Found | None = None
            for found in rounds.for_ever(follow) if follow else [rounds.once()]:
                if found != shown:
                    click.echo(to_json(facts(database.place, found)) if as_json else text(database.place, found))
                shown = found
        except KeyboardInterrupt:
            _say_where(rounds.found(), as_json)
            return INTERRUPTED
    return 0


def _warn(words: str) -> None:
    click.echo(f"warning: {words}", err=True)


def _say_where(found: Found, as_json: bool) -> None:
    places = [
        f"{deal.record.deal_id} is read up to block {one.checkpoint.block if one.checkpoint else 'none'}"
        for deal, one in found
    ]
    where = ", ".join(places) or "nothing was read"
    hint = "Nothing is lost: the same command goes on there."
    if as_json:
        click.echo(
            to_json({"error": {"name": "Interrupted", "message": f"interrupted: {where}", "hint": hint}}), err=True
        )
    else:
        click.echo(f"interrupted: {where}\n{hint}", err=True)
