# SPDX-License-Identifier: Apache-2.0
"""``regalia trade cancel``: an order, or an instruction, given up at the desk."""

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
from regalia.cli.trade_orders import OtherDealError, board_option, order_facts, order_of, order_text
from regalia.market.desk import Desk


@click.command()
@click.argument("order", metavar="ORDER", required=False)
@click.option("--instruction", type=NUMBERS, metavar="NUMBER", help="Give up this instruction of yours instead.")
@record_option
@rpc_option
@desk_option
@board_option
@account_options
@manner_options
def cancel(
    order: str | None,
    instruction: int | None,
    record_file: Path,
    rpc: str,
    desk_given: ChecksumAddress | None,
    board: str | None,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Cancel ORDER, a file or with --board a hash, that you signed; or an instruction. Nothing more is filled under its nonce.

    Taking an order off a board cancels nothing: whoever kept the file can fill it.
    """
    if (order is None) == (instruction is None):
        raise click.UsageError("name what is cancelled: ORDER, or --instruction NUMBER")
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    place = open_place(record_file, rpc)
    domain = desk_of(place, desk_given)
    desk, account = Desk(place.web3, domain), account_of(keystore, password_file, given, dry_run)
    if order is not None:
        found = order_of(place, domain, order, board)
        if found.signed.order.maker != account.address:
            raise OtherDealError(
                f"order, maker: {found.signed.order.maker}: the account is {account.address}",
                "Cancel with the account that signed it.",
            )
        action = desk.cancel(found.signed.order.nonce)
        facts, text = order_facts(place, found), order_text(place, found.tranche, found.signed.order)
    else:
        assert instruction is not None
        seen = instruction_of(place, desk, instruction)
        action = desk.cancel_instruction(instruction)
        facts, text = instruction_facts(place, seen), instruction_text(place, seen)
    call(place.web3, action, account.sender)
    act = Act(facts, text, "Cancel it?", lambda: [send(place.web3, action, account.sender)])
    return carry_out(act, manner, Acting(account, place.deal))
