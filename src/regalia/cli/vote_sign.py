# SPDX-License-Identifier: Apache-2.0
"""``regalia vote sign``: a ballot that somebody else hands in, and pays for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.oracle_open import PATH, record_option, rpc_option, terms_option
from regalia.cli.vote_ballot_file import BallotFileAccessError, write_ballot
from regalia.cli.vote_open import ballot_of, open_hall, resolution_argument
from regalia.cli.vote_options import ballot_options
from regalia.servicing.ballots import sign_ballot


@click.command()
@resolution_argument
@record_option
@rpc_option
@terms_option
@ballot_options
@click.option("--out", type=PATH, required=True, metavar="FILE", help="Where the ballot goes.")
@account_options
@manner_options
def sign(
    resolution: str,
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    in_favour: bool,
    against: bool,
    abstain: bool,
    out: Path,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Sign a ballot on RESOLUTION. Nothing is sent: anybody may hand it in (vote hand-in), once, and until you have voted otherwise."""
    manner, ballot = Manner(dry_run, yes, as_json), ballot_of(in_favour, against, abstain)
    manner.check()
    if out.exists():
        raise BallotFileAccessError(f"--out: {out}: File exists", "Name a file that is not there yet.")
    hall = open_hall(record_file, rpc, terms_file)
    convened = hall.resolution(resolution)
    account = account_of(keystore, password_file, given, dry_run)

    def write() -> Sequence[TxReceipt]:
        assert account.key is not None
        write_ballot(hall, sign_ballot(hall.deal, convened, ballot, account.key), out)
        return []

    act = Act(
        {**hall.facts(convened), "voter": account.address, "ballot": ballot.name.lower()},
        f"{hall.text(convened)}\n{account.address} signs a ballot {ballot.name}",
        f"Sign a ballot {ballot.name}?",
        write,
        lambda _: {"file": str(out)},
    )
    return carry_out(act, manner, Acting(account, hall.deal))
