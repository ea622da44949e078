# SPDX-License-Identifier: Apache-2.0
"""``regalia vote hand-in``: a ballot that its voter signed, cast by anybody."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.chain.transact import call
from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.oracle_open import PATH, record_option, rpc_option, terms_option
from regalia.cli.vote_ballot_file import read_ballot
from regalia.cli.vote_open import open_hall
from regalia.servicing import ballots
from regalia.servicing.resolution_calls import meeting_of


@click.command("hand-in")
@click.argument("ballot", type=PATH, metavar="FILE")
@record_option
@rpc_option
@terms_option
@account_options
@manner_options
def hand_in(
    ballot: Path,
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
    """Hand in the signed ballot in FILE. Anybody may, and pays the gas; the units are its voter's."""
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    hall = open_hall(record_file, rpc, terms_file)
    signed = read_ballot(hall, ballot)
    convened = hall.resolution(str(signed.resolution))
    account = account_of(keystore, password_file, given, dry_run)
    arguments = signed.resolution, int(signed.support), signed.voter, signed.signature
    call(hall.deal.web3, meeting_of(hall.deal).functions.castVoteBySig(*arguments), account.sender)
    act = Act(
        {**hall.facts(convened), "voter": signed.voter, "ballot": signed.support.name.lower()},
        f"{hall.text(convened)}\n{signed.voter} votes {signed.support.name} with {hall.votes(convened, signed.voter)}",
        "Hand it in?",
        lambda: [ballots.hand_in(hall.deal, signed, account.sender)],
    )
    return carry_out(act, manner, Acting(account, hall.deal))
