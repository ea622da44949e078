# SPDX-License-Identifier: Apache-2.0
"""``regalia offer close``: every tranche cleared and the deal closed, in one transaction that anybody may send."""

from __future__ import annotations

from pathlib import Path

import click
from eth_typing import ChecksumAddress

from regalia.chain.transact import call
from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.market_open import open_place
from regalia.cli.oracle_open import record_option, rpc_option
from regalia.servicing.offering import close as send_close


@click.command()
@record_option
@rpc_option
@account_options
@manner_options
def close(
    record_file: Path,
    rpc: str,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Clear every tranche, the most senior first, and close the deal. Anybody may, in the week after the window.

    From then on units and change are collected: regalia refund.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    place = open_place(record_file, rpc)
    account = account_of(keystore, password_file, given, dry_run)
    call(place.web3, place.deal.offering.functions.close(), account.sender)
    act = Act(
        {"deal": place.record.deal_id, "offering": place.record.offering.address},
        f"close the offering of {place.record.deal_id}: bids are cleared, accounts funded, and the deal is live",
        "Close it?",
        lambda: [send_close(place.deal, account.sender)],
    )
    return carry_out(act, manner, Acting(account, place.deal))
