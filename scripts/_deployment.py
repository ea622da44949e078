# SPDX-License-Identifier: Apache-2.0
"""A wish held against the chain Ape is connected to, and what is missing sent from an Ape account: a key file, or Ledger by its plugin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from ape.cli import network_option

from regalia.cli.deploy_open import json_option
from scripts._ape import ApeSigner, common, connection
from scripts._command import NetworkCommand

wish_argument = click.argument("wish_path", metavar="WISH", type=click.Path(dir_okay=False, path_type=Path))
dismiss_option = click.option("--dismiss", is_flag=True, help="Dismiss officers who are not in the wish.")
replace_option = click.option(
    "--replace", is_flag=True, help="Begin facts and records anew, where they are of an earlier local chain."
)


@click.command(cls=NetworkCommand)
@network_option()
@wish_argument
@dismiss_option
@replace_option
@json_option
def plan(wish_path: Path, dismiss: bool, replace: bool, as_json: bool) -> None:
    """Compare the file WISH (deployments/CHAIN-ID/wish.yaml) with the chain; exits 1 when something differs for good."""
    from regalia.cli.deploy_open import planned
    from regalia.cli.deploy_text import next_command, plan_figures, plan_text
    from regalia.deployment.wish import load_wish
    from regalia.printing import to_json

    found = planned(load_wish(wish_path), connection(), dismiss, replace, as_json)
    next_ = next_command(found, "ape run deploy", "--account NAME --network …")
    click.echo(to_json(plan_figures(found, node(), next_)) if as_json else plan_text(found, node()))
    if next_ and not as_json:
        click.echo(f"next: {next_}")
    click.get_current_context().exit(1 if found.differing else 0)


@click.command(cls=NetworkCommand)
@wish_argument
@dismiss_option
@replace_option
@common
def apply(wish_path: Path, dismiss: bool, replace: bool, account: Any, yes: bool, as_json: bool) -> None:
    """Send what the file WISH wishes for and the chain has not; a run that was cut is gone on with by running it again."""
    from regalia.cli.act import Manner
    from regalia.cli.deploy_apply import carry_out
    from regalia.cli.deploy_open import planned
    from regalia.deployment.apply import PATIENCE
    from regalia.deployment.sending import wait_for_pending
    from regalia.deployment.wish import load_wish

    Manner(False, yes, as_json).check()
    wanted, web3, sender = load_wish(wish_path), connection(), ApeSigner(account)
    wait_for_pending(web3, wanted.wish.account, PATIENCE)
    found = planned(wanted, web3, dismiss, replace, as_json)
    click.get_current_context().exit(carry_out(found, node(), yes, as_json, lambda: sender, PATIENCE))


def node() -> str:
    """The node Ape is connected to, as it may be shown."""
    from ape import networks

    from regalia.chain.connection import place

    return place(str(getattr(networks.provider, "uri", "")))


COMMANDS = (plan, apply)
