# SPDX-License-Identifier: Apache-2.0
"""``regalia deploy apply``: what is missing, sent one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.transact import Sender
from regalia.cli.act import DECLINED, Manner
from regalia.cli.address import Address
from regalia.cli.deploy_open import is_unlocked, json_option, opened, plan_options, planned, wish_argument
from regalia.cli.deploy_text import plan_figures, plan_text
from regalia.cli.keystore import PATH, password_of
from regalia.cli.whole import Whole
from regalia.deployment.apply import PATIENCE, Done, apply_plan, check_sender, write_found
from regalia.deployment.errors import WrongAccountError
from regalia.deployment.gas import ether
from regalia.deployment.plan import Plan
from regalia.deployment.sending import wait_for_pending
from regalia.printing import to_json


@click.command()
@wish_argument
@plan_options
@click.option("--keystore", type=PATH, metavar="FILE", help="The account's encrypted key (keystore version 3).")
@click.option("--password-file", type=PATH, metavar="FILE", help="Its password, one line; asked for when not given.")
@click.option(
    "--account", type=Address(), metavar="ADDRESS", help="In its place, an account a local node has unlocked."
)
@click.option(
    "--wait", "patience", type=Whole("seconds", 1, 86_400), default=PATIENCE, help="Seconds for one transaction."
)
@click.option("--yes", is_flag=True, help="Send without asking a person.")
@json_option
def apply(
    wish_file: Path,
    rpc: str | None,
    dismiss: bool,
    replace_facts: bool,
    keystore: Path | None,
    password_file: Path | None,
    account: ChecksumAddress | None,
    patience: int,
    yes: bool,
    as_json: bool,
) -> int:
    """Send what the file WISH wishes for and its chain has not. Facts and records are written after each step.

    A run that was cut is gone on with by running it again. Without anything to send no key is needed: what is there is written down.
    Exits 1 when something differs that no transaction of the account can change.
    """
    Manner(False, yes, as_json).check()
    if keystore and account:
        raise click.UsageError("--keystore or --account, not both")
    wanted, web3, node = opened(wish_file, rpc)
    if (keystore or account) and wait_for_pending(web3, wanted.wish.account, patience) and not as_json:
        click.echo("an earlier transaction of the account was waited for", err=True)
    plan = planned(wanted, web3, dismiss, replace_facts, as_json)
    return carry_out(plan, node, yes, as_json, lambda: _sender(web3, plan, keystore, password_file, account), patience)


def carry_out(plan: Plan, node: str, yes: bool, as_json: bool, sender: Callable[[], Sender], patience: int) -> int:
    """Show the plan, ask, send; the exit code. The sender is asked for only where something is to be sent."""
    if not as_json:
        click.echo(plan_text(plan, node))
    done: list[Done] = []
    if plan.missing:
        who = sender()
        check_sender(plan, who)
        if not yes and not click.confirm(f"Send {len(plan.missing)} transactions?", default=False):
            click.echo("nothing was sent")
            return DECLINED
        for number, one in enumerate(apply_plan(plan, who, patience), 1):
            done.append(one)
            if not as_json:
                click.echo(f"{number}/{len(plan.missing)} {_told(one)}")
    else:
        write_found(plan)
    _end(plan, done, node, as_json)
    return 1 if plan.differing else 0


def _end(plan: Plan, done: list[Done], node: str, as_json: bool) -> None:
    spent = sum(one.receipt["gasUsed"] * one.receipt["effectiveGasPrice"] for one in done if one.receipt)
    facts = plan.wanted.facts_path
    if as_json:
        figures = {**plan_figures(plan, node, None), "sent": [_figures(one) for one in done], "spent": str(spent)}
        click.echo(to_json({**figures, "facts": str(facts)}))
    elif done:
        click.echo(f"done: {len(done)} steps for {ether(spent)}; facts in {facts.parent}")
    else:
        click.echo(f"nothing to send; facts in {facts.parent}")


def _told(one: Done) -> str:
    if one.receipt is None:
        return f"{one.step.what} at {one.step.address}: there by now"
    paid = one.receipt["gasUsed"] * one.receipt["effectiveGasPrice"]
    return f"{one.step.what} at {one.step.address}: block {one.receipt['blockNumber']}, {one.receipt['gasUsed']:,} gas, {ether(paid)}"


def _figures(one: Done) -> dict[str, object]:
    transaction = one.receipt["transactionHash"].to_0x_hex() if one.receipt else None
    block = one.receipt["blockNumber"] if one.receipt else None
    gas = one.receipt["gasUsed"] if one.receipt else 0
    return {"key": one.step.key, "address": one.step.address, "transaction": transaction, "block": block, "gas": gas}


def _sender(
    web3: Web3, plan: Plan, keystore: Path | None, password_file: Path | None, account: ChecksumAddress | None
) -> Sender:
    """Raises ``KeystoreError``, ``PasswordFileError``, ``WrongAccountError`` and click's usage errors."""
    if keystore:
        from regalia.oracle.keystore import load_signer

        return load_signer(keystore, password_of(keystore, password_file))
    if account is None:
        raise click.UsageError(
            f"{len(plan.missing)} steps are to be sent: name the key of {plan.wanted.wish.account} with --keystore FILE, or on a local "
            "chain --account ADDRESS"
        )
    if not is_unlocked(web3, account):
        raise WrongAccountError(
            f"--account: {account}: the node has not unlocked it",
            "Name its key: --keystore FILE. Nodes of others unlock nobody.",
        )
    return account
