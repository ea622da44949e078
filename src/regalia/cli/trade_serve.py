# SPDX-License-Identifier: Apache-2.0
"""``regalia trade serve``: a folder of orders behind HTTP, with quotes where there is a node."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.cli.market_open import desk_of, desk_option, open_place
from regalia.cli.oracle_open import PATH
from regalia.cli.whole import Whole
from regalia.market.board_service import BoardServer, Judge, Quoter
from regalia.market.folder_board import FolderBoard
from regalia.market.quoting import NodeQuoter
from regalia.market.signature_check import judge_of


@click.command()
@click.argument("folder", type=PATH, metavar="DIR")
@click.option("--port", type=Whole("port", 0, 65_535), default=8_800, show_default=True, help="0: any that is free.")
@click.option(
    "--listen", metavar="ADDRESS", help="Serve other machines too, at this address: without encryption, to anybody."
)
@click.option("--record", "record_file", type=PATH, metavar="FILE", help="Of a deal at the desk: for quotes.")
@click.option("--rpc", metavar="URL", help="Address of a node: for quotes, and for signatures of contracts.")
@desk_option
def serve(
    folder: Path,
    port: int,
    listen: str | None,
    record_file: Path | None,
    rpc: str | None,
    desk_given: ChecksumAddress | None,
) -> None:
    """Serve the orders in the folder DIR, on this machine only unless --listen says otherwise.

    It takes any order that is well formed and signed, fillable or not, and holds no key. Whoever takes one from it checks it himself. With
    --record and --rpc it gives quotes. Ends with Ctrl-C.
    """
    if (record_file is None) != (rpc is None):
        raise click.UsageError("--record and --rpc go together")
    board = FolderBoard(folder)
    quoter: Quoter | None = None
    judge: Judge | None = None
    if record_file is not None and rpc is not None:
        place = open_place(record_file, rpc)
        domain = desk_of(place, desk_given)
        quoter = NodeQuoter(place.web3, domain, board, place.record.block_number)
        judge = judge_of(place.web3)
    with BoardServer(board, port, listen, quoter, judge) as server:
        click.echo(f"orders of {folder} at {server.url}")
        if listen is not None:
            click.echo("open to everybody who reaches this address: they can read orders and leave some", err=True)
        server.serve_forever()
