# SPDX-License-Identifier: Apache-2.0
"""``regalia refund``: units and change of bids in an offering that closed, or the money of one that lapsed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.address import Address
from regalia.cli.keystore import account_of, account_options
from regalia.cli.market_open import open_place
from regalia.cli.oracle_open import record_option, rpc_option
from regalia.cli.refund_bids import Outcome, outcomes_of, outcomes_text, settle
from regalia.servicing.offering import NothingToCollectError


@click.command()
@record_option
@rpc_option
@click.option("--tranche", metavar="ID", help="Of this tranche only.")
@click.option("--for", "investor", type=Address(), metavar="ADDRESS", help="Bids of somebody else: all goes to him.")
@account_options
@manner_options
def refund(
    record_file: Path,
    rpc: str,
    tranche: str | None,
    investor: ChecksumAddress | None,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Collect units and change of an account's bids, or take back the money when the offering lapsed; say for each bid what comes of it.

    Anybody may do it for anybody. It does not matter when: units count as issued at closing.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    place = open_place(record_file, rpc)
    account = account_of(keystore, password_file, given, dry_run)
    who = investor or account.address
    outcomes = outcomes_of(place, who, tranche, account.sender)
    ready = [one for one in outcomes if one.action is not None]
    if not ready:
        if not as_json and outcomes:
            click.echo(outcomes_text(place, outcomes))
        raise NothingToCollectError(*_nothing(who, tranche, outcomes))

    def send() -> Sequence[TxReceipt]:
        return [settle(place, one, account.sender) for one in ready]

    facts = {"investor": who, "bids": [asdict(one.told(place)) for one in outcomes]}
    return carry_out(
        Act(facts, outcomes_text(place, outcomes), f"Send {len(ready)} transactions?", send),
        manner,
        Acting(account, place.deal),
    )


def _nothing(who: str, tranche: str | None, outcomes: Sequence[Outcome]) -> tuple[str, str]:
    where = f" for {tranche}" if tranche else ""
    if not outcomes:
        return f"bids of {who}{where}: there is none", "Name another account (--for), or bid: regalia subscribe."
    why = "; ".join(dict.fromkeys(one.word for one in outcomes))
    return f"bids of {who}{where}: nothing can be collected now: {why}", "See the offering: regalia offer show."
