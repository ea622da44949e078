# SPDX-License-Identifier: Apache-2.0
"""``regalia trade cancel-all``: every order an account ever signed, given up at the desk."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.chain.transact import call, send
from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.market_open import desk_of, desk_option, open_place
from regalia.cli.oracle_open import record_option, rpc_option
from regalia.market.desk import Desk


@click.command("cancel-all")
@record_option
@rpc_option
@desk_option
@account_options
@manner_options
def cancel_all(
    record_file: Path,
    rpc: str,
    desk_given: ChecksumAddress | None,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Cancel every order you signed so far for this desk, of all deals it serves, wherever the files are. Instructions stay."""
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    place = open_place(record_file, rpc)
    desk = Desk(place.web3, desk_of(place, desk_given))
    account = account_of(keystore, password_file, given, dry_run)
    call(place.web3, desk.cancel_all(), account.sender)
    epoch = desk.epoch_of(account.address)
    act = Act(
        {"maker": account.address, "desk": desk.contract.address, "epoch": epoch},
        f"cancel every order that {account.address} signed in epoch {epoch}, of all deals at desk {desk.contract.address}",
        "Cancel them all?",
        lambda: [send(place.web3, desk.cancel_all(), account.sender)],
    )
    return carry_out(act, manner, Acting(account, place.deal))
