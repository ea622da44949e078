# SPDX-License-Identifier: Apache-2.0
"""Let days pass on a local chain, for whoever tries the commands: ``python -m regalia.demo.later DAYS``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from regalia.chain.attached import AttachedChain
from regalia.chain.found_node import look_at
from regalia.demo.venue import NAMED_BY, USUAL
from regalia.errors import RegaliaError

_DAY = 24 * 3600
_MOST = 3_660


def let_pass(url: str, days: int) -> int:
    """The time of the block that was mined so many days after the latest one. Raises ``ChainUnreachableError``, ``NotADevnetError`` and
    ``DevnetError``.
    """
    node = look_at(url)
    chain = AttachedChain(node.url, node.web3, node.chain_id, node.unlocked, {}, node.sets_time)
    chain.warp(node.next_time() + days * _DAY)
    return chain.now()


@click.command()
@click.argument("days", type=click.IntRange(1, _MOST))
@click.option(
    "--rpc", default=USUAL, show_default=True, envvar=NAMED_BY, show_envvar=True, metavar="URL", help="The local chain."
)
def main(days: int, rpc: str) -> None:
    """Move the clock of a local chain DAYS ahead."""
    try:
        now = datetime.fromtimestamp(let_pass(rpc, days), UTC)
    except RegaliaError as error:
        sys.exit(f"error: {error}")
    passed = "1 day" if days == 1 else f"{days} days"
    click.echo(f"{passed} later: it is {now:%Y-%m-%d %H:%M} UTC on the chain")


if __name__ == "__main__":
    main(prog_name="python -m regalia.demo.later")
