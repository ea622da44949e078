# SPDX-License-Identifier: Apache-2.0
"""What the commands of ``regalia deploy`` have in common: the wish, a node of its chain, and the options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from requests.exceptions import RequestException
from web3 import Web3
from web3.exceptions import Web3Exception

from regalia.chain.connection import connect, place
from regalia.cli.keystore import PATH
from regalia.deployment.networks import node_of
from regalia.deployment.plan import Plan, make_plan
from regalia.deployment.wish import Wanted, load_wish

Command = TypeVar("Command", bound=Callable[..., Any])
wish_argument = click.argument("wish_file", metavar="WISH", type=PATH)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def plan_options(command: Command) -> Command:
    """What has a say in what is missing: parameters ``rpc``, ``dismiss`` and ``replace_facts``."""
    for decorate in reversed(
        (
            click.option(
                "--rpc",
                metavar="URL",
                help="A node of the chain; else the network's variable, such as REGALIA_RPC_SEPOLIA.",
            ),
            click.option("--dismiss", is_flag=True, help="Dismiss officers who are not in the wish."),
            click.option(
                "--replace",
                "replace_facts",
                is_flag=True,
                help="Begin facts and records anew, where they are of an earlier local chain.",
            ),
        )
    ):
        command = decorate(command)
    return command


def opened(wish_file: Path, rpc: str | None) -> tuple[Wanted, Web3, str]:
    """The wish, its chain, and the node as it may be shown. Raises ``WishError`` and what connecting does."""
    wanted = load_wish(wish_file)
    url = node_of(wanted.wish.chain_id, rpc)
    return wanted, connect(url, wanted.wish.chain_id, timeout=30), place(url)


def planned(wanted: Wanted, web3: Web3, dismiss: bool, replace_facts: bool, quiet: bool) -> Plan:
    """Says on standard error what it reads."""

    def progress(what: str) -> None:
        if not quiet:
            click.echo(f"reading: {what}", err=True)

    return make_plan(web3, wanted, dismiss=dismiss, replace_facts=replace_facts, progress=progress)


def is_unlocked(web3: Web3, account: str) -> bool:
    """Whether the node signs for the account: local ones do; others unlock nobody, or don't even answer that."""
    try:
        return account in web3.eth.accounts
    except (Web3Exception, RequestException, ValueError):
        return False
