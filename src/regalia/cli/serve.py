# SPDX-License-Identifier: Apache-2.0
"""``regalia serve``: pages for investors and supervisors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import click
from web3 import Web3
from web3.middleware import AttributeDictMiddleware

from regalia.chain.connection import ChainUnreachableError, connect
from regalia.chain.provider import WAITING, PatientProvider
from regalia.cli.index_open import default_database, followed
from regalia.cli.main import INTERRUPTED
from regalia.cli.whole import Whole
from regalia.errors import RegaliaError
from regalia.ledger.index.database import open_database
from regalia.market.folder_board import FolderBoard
from regalia.views.following import Followed, Subject
from regalia.views.labels import load_labels

PATH = click.Path(path_type=Path)
_TIMEOUT = 30


class NoPagesError(RegaliaError, ImportError):
    """What the pages are made with is an extra that is not installed."""

    def __init__(self) -> None:
        super().__init__("what the pages are made with is not installed", "Install it: pip install 'regalia[web]'")


@click.command()
@click.option(
    "--record", "files", type=PATH, multiple=True, metavar="FILE", help="Deployment record of a deal; repeatable."
)
@click.option("--records", "folder", type=PATH, metavar="FOLDER", help="All records of a folder: deployments/CHAIN-ID.")
@click.option("--rpc", required=True, metavar="URL", help="Address of a node of the deals' network.")
@click.option(
    "--terms", "terms_file", type=PATH, metavar="FILE", help="Deal file; else beside the record, or in deals/."
)
@click.option("--db", metavar="URL", help="Where the ledger is kept; .regalia/CHAIN-ID.db when not given.")
@click.option("--board", "board", type=PATH, metavar="FOLDER", help="Take signed orders into this folder.")
@click.option("--names", "names", type=PATH, metavar="FILE", help="Names for addresses: a YAML or JSON mapping.")
@click.option("--port", type=Whole("port", 0, 65535), default=8000, show_default=True, help="0: a free one.")
@click.option("--listen", metavar="ADDRESS", help="Of this machine, for others to reach; else this machine alone.")
@click.option("--host", "hosts", multiple=True, metavar="NAME", help="A name others reach it by; repeatable.")
def serve(
    files: tuple[Path, ...],
    folder: Path | None,
    rpc: str,
    terms_file: Path | None,
    db: str | None,
    board: Path | None,
    names: Path | None,
    port: int,
    listen: str | None,
    hosts: tuple[str, ...],
) -> int:
    """Serve pages on deals: what they are, what they paid, what a wallet holds, what a supervisor asks.

    Keeps the ledger up to date beside, and shows what it has while the node is silent. Holds no key and writes nothing but signed orders
    onto the board. Ends with Ctrl-C.
    """
    run = _serving()
    deals = followed(files, folder, terms_file)
    chain = (deals[0].record.chain_id, deals[0].record.genesis_hash)
    labels = load_labels(names) if names else {}
    orders = FolderBoard(board) if board else None
    with closing(open_database(db or default_database(chain[0]), *chain)) as database:
        subjects = [Subject(one.record, one.terms) for one in deals]
        site = Followed(database, _without_asking(rpc), subjects, labels)
        site.recall()
        try:
            site.web3 = connect(rpc, *chain, timeout=_TIMEOUT)
        except ChainUnreachableError as error:
            if not site.blocks or not rpc.lower().startswith(("http://", "https://")):
                raise
            click.echo(f"{error.message}: pages show what the ledger has", err=True)
        try:
            run(site, orders, port, listen, lambda url: click.echo(f"pages at {url}"), hosts)
        except KeyboardInterrupt:
            return INTERRUPTED
    return 0


def _without_asking(rpc: str) -> Web3:
    """The same connection before anybody knows what is at its other end: whoever follows asks before each round."""
    return Web3(PatientProvider(rpc, _TIMEOUT, WAITING), middleware=[AttributeDictMiddleware])


def _serving() -> Callable[[Followed, FolderBoard | None, int, str | None, Callable[[str], None], Iterable[str]], None]:
    """Imported when it is needed: it takes a moment."""
    try:
        from regalia.web.serving import run
    except ImportError as error:
        if (error.name or "").startswith("regalia"):
            raise
        raise NoPagesError from error
    return run
