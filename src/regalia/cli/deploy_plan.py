# SPDX-License-Identifier: Apache-2.0
"""``regalia deploy plan``: what is missing on a chain, what it costs, and what differs."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.cli.deploy_open import is_unlocked, json_option, opened, plan_options, planned, wish_argument
from regalia.cli.deploy_text import apply_command, batches_text, next_command, plan_figures, plan_text
from regalia.cli.keystore import PATH
from regalia.deployment.safe_batch import write_batches
from regalia.deployment.safe_file import check_place
from regalia.printing import to_json


@click.command()
@wish_argument
@plan_options
@click.option("--safe", type=PATH, metavar="FILE", help="Write the missing steps for a Safe's Transaction Builder.")
@json_option
def plan(wish_file: Path, rpc: str | None, dismiss: bool, replace_facts: bool, safe: Path | None, as_json: bool) -> int:
    """Compare the file WISH (deployments/CHAIN-ID/wish.yaml) with its chain. Only reads.

    Exits 1 when something differs that no transaction of the account can change.
    """
    wanted, web3, node = opened(wish_file, rpc)
    if safe:
        check_place(wanted, safe)
    found = planned(wanted, web3, dismiss, replace_facts, as_json)
    batches = write_batches(found, safe) if safe and found.missing else []
    sender = f"--account {wanted.wish.account}" if is_unlocked(web3, wanted.wish.account) else "--keystore FILE"
    node_option = "--rpc URL" if rpc else ""
    if batches:
        next_: str | None = apply_command(found, "regalia deploy", node_option)
    else:
        next_ = next_command(found, "regalia deploy", sender, node_option)
    if as_json:
        click.echo(to_json(plan_figures(found, node, next_, batches)))
    else:
        click.echo(plan_text(found, node))
        if batches:
            click.echo(batches_text(found, batches))
        if next_:
            click.echo(f"next: {next_}")
    return 1 if found.differing else 0
