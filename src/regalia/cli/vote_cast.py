# SPDX-License-Identifier: Apache-2.0
"""``regalia vote cast``: one ballot for all units of an account."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.chain.transact import call
from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.oracle_open import record_option, rpc_option, terms_option
from regalia.cli.vote_open import ballot_of, open_hall, resolution_argument
from regalia.cli.vote_options import ballot_options
from regalia.servicing import meeting
from regalia.servicing.resolution_calls import meeting_of


@click.command()
@resolution_argument
@record_option
@rpc_option
@terms_option
@ballot_options
@click.option("--reason", default="", metavar="TEXT", help="Goes on chain with the ballot.")
@account_options
@manner_options
def cast(
    resolution: str,
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    in_favour: bool,
    against: bool,
    abstain: bool,
    reason: str,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Vote on RESOLUTION (its number, or its place in the list of vote show) with all units the account held at the record date, in every
    class with a vote. A ballot can't be changed.
    """
    manner, ballot = Manner(dry_run, yes, as_json), ballot_of(in_favour, against, abstain)
    manner.check()
    hall = open_hall(record_file, rpc, terms_file)
    convened = hall.resolution(resolution)
    account = account_of(keystore, password_file, given, dry_run)
    call(hall.deal.web3, meeting_of(hall.deal).functions.castVote(convened.number, int(ballot)), account.sender)
    votes = hall.votes(convened, account.address)
    act = Act(
        {**hall.facts(convened), "voter": account.address, "ballot": ballot.name.lower(), "reason": reason},
        f"{hall.text(convened)}\n{account.address} votes {ballot.name} with {votes}",
        f"Vote {ballot.name}? It can't be changed.",
        lambda: [meeting.vote(hall.deal, convened, ballot, account.sender, reason)],
    )
    return carry_out(act, manner, Acting(account, hall.deal))
