# SPDX-License-Identifier: Apache-2.0
"""``regalia oracle board``: the folder of an exchange behind HTTP."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.cli.whole import Whole
from regalia.oracle.exchange_server import ExchangeServer


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--port", type=Whole("port", 0, 65_535), default=8_700, show_default=True, help="0: any that is free.")
@click.option(
    "--listen", metavar="ADDRESS", help="Serve other machines too, at this address: without encryption, to anybody."
)
def board(folder: Path, port: int, listen: str | None) -> None:
    """Serve the exchange in the folder DIR to attestors, on this machine only unless --listen says otherwise.

    It keeps documents and decides nothing: who reads them checks them. Ends with Ctrl-C.
    """
    with ExchangeServer(folder, port, listen) as server:
        click.echo(f"exchange {folder} at {server.url}")
        if listen is not None:
            click.echo("open to everybody who reaches this address: they can read all receipts proposed", err=True)
        server.serve_forever()
