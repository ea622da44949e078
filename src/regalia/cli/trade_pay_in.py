# SPDX-License-Identifier: Apache-2.0
"""``regalia trade pay-in``: a buyer's cash for an instruction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.cli.act import Act, Manner, carry_out, manner_options
from regalia.cli.acting import Acting
from regalia.cli.keystore import account_of, account_options
from regalia.cli.market_open import desk_of, desk_option, open_place
from regalia.cli.market_pay import check_way, paid, require_cash
from regalia.cli.oracle_open import record_option, rpc_option
from regalia.cli.trade_instructions import NUMBERS, instruction_facts, instruction_of, instruction_text
from regalia.market.desk import Desk
from regalia.servicing.allowance import refuse_early


@click.command("pay-in")
@click.argument("number", type=NUMBERS, metavar="NUMBER")
@record_option
@rpc_option
@desk_option
@click.option("--amount", metavar="AMOUNT", help="In whole currency; else all that is due.")
@click.option(
    "--permit", is_flag=True, help="Allowance and payment in one transaction, where the payment token can (ERC-2612)."
)
@account_options
@manner_options
def pay_in(
    number: int,
    record_file: Path,
    rpc: str,
    desk_given: ChecksumAddress | None,
    amount: str | None,
    permit: bool,
    keystore: Path | None,
    password_file: Path | None,
    given: ChecksumAddress | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Pay for the instruction NUMBER, all that is due or part of it. Only its buyer. The desk holds it.

    It comes back when the seller cancels or the deadline passes: regalia trade take-back.
    """
    manner = Manner(dry_run, yes, as_json)
    manner.check()
    place = open_place(record_file, rpc)
    desk = Desk(place.web3, desk_of(place, desk_given))
    seen = instruction_of(place, desk, number)
    account = account_of(keystore, password_file, given, dry_run)
    money = seen.due if amount is None else place.units_of("--amount", amount)
    action = desk.pay_in(seen, money)
    refuse_early(place.deal, action, account.sender)
    check_way(place, place.deal.payment_token, permit)
    require_cash(place, account.address, money, f"the {seen.units:,} units of instruction {number}")

    def send() -> Sequence[TxReceipt]:
        return paid(place, place.deal.payment_token, desk.contract, money, action, account, permit)

    facts = {**instruction_facts(place, seen), "amount": place.plain(money), "permit": permit}
    text = f"{instruction_text(place, seen)}\n{account.address} pays in {place.money(money)}"
    return carry_out(Act(facts, text, "Pay it in?", send), manner, Acting(account, place.deal))
