# SPDX-License-Identifier: Apache-2.0
"""``regalia vote carry-out``: what was resolved, done."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.transact import call
from regalia.cli import act
from regalia.cli.act import Act, Manner, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.oracle_open import record_option, rpc_option, terms_option
from regalia.cli.vote_open import open_hall, resolution_argument
from regalia.cli.vote_show import stands
from regalia.servicing import meeting
from regalia.servicing.resolution_calls import meeting_of
from regalia.servicing.resolutions import state_of


@click.command("carry-out")
@resolution_argument
@record_option
@rpc_option
@terms_option
@account_options
@manner_options
def carry_out(
    resolution: str,
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Carry out RESOLUTION, once it has passed and the delay is over. Anybody may, for 30 days."""
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    hall = open_hall(record_file, rpc, terms_file)
    convened = hall.resolution(resolution)
    account = account_of(keystore, password_file, given, dry_run)
    state = state_of(hall.deal, convened)
    contract = meeting_of(hall.deal)
    proposal = [contract.address], [0], [convened.data], Web3.keccak(text=convened.description)
    call(hall.deal.web3, contract.functions.execute(*proposal), account.sender)
    found = Act(
        {**hall.facts(convened), "stage": state.stage.word},
        f"{hall.text(convened)}\n  {stands(state)}",
        "Carry it out?",
        lambda: [meeting.carry_out(hall.deal, convened, account.sender)],
    )
    return act.carry_out(found, manner, Acting(account, hall.deal))
