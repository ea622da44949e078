# SPDX-License-Identifier: Apache-2.0
"""``regalia offer move-bid``: a bid of a wallet that was lost and closed, taken over by another wallet of its investor."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.chain.transact import call, send
from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.market_open import open_place, tranche_option
from regalia.cli.oracle_open import record_option, rpc_option
from regalia.cli.whole import MOST_UNITS, Whole
from regalia.domain.offering.limits import MAX_LEVELS


@click.command("move-bid")
@record_option
@rpc_option
@tranche_option
@click.option("--level", type=Whole("levels", 0, MAX_LEVELS - 1), required=True, metavar="N", help="Level of the bid.")
@click.option("--place", "queue", type=Whole("units", 0, MOST_UNITS), required=True, metavar="N", help="Its place.")
@account_options
@manner_options
def move_bid(
    record_file: Path,
    rpc: str,
    tranche: str,
    level: int,
    queue: int,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Let a bid be this account's, whose former wallet the registrar closed: what comes of it, units or money, comes here."""
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    deal = open_place(record_file, rpc)
    index, asked = deal.deal.index(tranche), deal.deal.offering.functions
    former, units, _, _, _ = call(deal.web3, asked.bidAt(index, level, queue))
    account = account_of(keystore, password_file, given, dry_run)
    action = asked.moveBid(index, level, queue)
    call(deal.web3, action, account.sender)
    act = Act(
        {"tranche": tranche, "level": level, "place": queue, "from": former, "units": units},
        f"take over the bid of {former} for {units:,} units of {tranche}",
        "Take it over?",
        lambda: [send(deal.web3, action, account.sender)],
    )
    return carry_out(act, manner, Acting(account, deal.deal))
