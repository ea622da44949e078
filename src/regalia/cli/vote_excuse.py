# SPDX-License-Identifier: Apache-2.0
"""``regalia vote excuse``: units that can't vote, so that no quorum waits for them."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.chain.transact import call
from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.address import Address
from regalia.cli.keystore import account_of, account_options
from regalia.cli.oracle_open import record_option, rpc_option, terms_option
from regalia.cli.vote_open import open_hall, resolution_argument
from regalia.servicing import meeting
from regalia.servicing.resolution_calls import meeting_of


@click.command()
@resolution_argument
@click.argument("holder", type=Address(), metavar="HOLDER")
@record_option
@rpc_option
@terms_option
@account_options
@manner_options
def excuse(
    resolution: str,
    holder: ChecksumAddress,
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
    """Show that units of HOLDER can't vote on RESOLUTION, frozen ones or all of a wallet that is frozen or halted. Anybody may, while
    ballots are taken; they then don't count for the quorum.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    hall = open_hall(record_file, rpc, terms_file)
    convened = hall.resolution(resolution)
    account = account_of(keystore, password_file, given, dry_run)
    call(hall.deal.web3, meeting_of(hall.deal).functions.excuse(convened.number, holder), account.sender)
    act = Act(
        {**hall.facts(convened), "holder": holder},
        f"{hall.text(convened)}\nunits of {holder} that can't vote no longer count for the quorum",
        "Excuse them?",
        lambda: [meeting.excuse(hall.deal, convened, holder, account.sender)],
    )
    return carry_out(act, manner, Acting(account, hall.deal))
