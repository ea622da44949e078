# SPDX-License-Identifier: Apache-2.0
"""``regalia trade settle``: an instruction that is paid, carried out."""

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
from regalia.cli.trade_instructions import NUMBERS, instruction_facts, instruction_of, instruction_text
from regalia.market.desk import Desk


@click.command("settle")
@click.argument("number", type=NUMBERS, metavar="NUMBER")
@record_option
@rpc_option
@desk_option
@account_options
@manner_options
def settle(
    number: int,
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
    """Carry out the instruction NUMBER: the units go to its buyer, all his cash to its seller. Anybody may, once it is
    paid, until its deadline.

    Everything is asked again: eligibility, halts, freezes, and that no income was distributed meanwhile.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    place = open_place(record_file, rpc)
    desk = Desk(place.web3, desk_of(place, desk_given))
    seen, account = instruction_of(place, desk, number), account_of(keystore, password_file, given, dry_run)
    action = desk.settle(number)
    call(place.web3, action, account.sender)
    act = Act(
        instruction_facts(place, seen),
        instruction_text(place, seen),
        "Settle it?",
        lambda: [send(place.web3, action, account.sender)],
    )
    return carry_out(act, manner, Acting(account, place.deal))
