# SPDX-License-Identifier: Apache-2.0
"""Commands of investors on their units: buying them in the offering, giving them back, passing them on, and test money."""

from __future__ import annotations

from typing import Any

import click

from regalia.cli.address import Address
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk
from scripts._options import holder_option, tranche_option, units_option


@click.command(cls=NetworkCommand)
@at_desk
@tranche_option
@units_option
def subscribe(desk: Desk, tranche: str, units: int) -> None:
    """Buy units in the offering."""
    from regalia.servicing import market

    desk.send(
        f"Buy {units:,} units of {tranche} for {desk.account.address}?",
        lambda: market.subscribe(desk.deal, tranche, units, desk.signer),
    )


@click.command(cls=NetworkCommand)
@at_desk
@tranche_option
def refund(desk: Desk, tranche: str) -> None:
    """Take back a subscription of an offering that lapsed."""
    from regalia.servicing import market

    desk.send(
        f"Give back the units of {tranche} of {desk.account.address} for their price?",
        lambda: market.refund(desk.deal, tranche, desk.signer),
    )


@click.command(cls=NetworkCommand)
@at_desk
@tranche_option
@click.option("--to", "receiver", type=Address(), required=True, help="Who gets them.")
@units_option
def transfer(desk: Desk, tranche: str, receiver: Any, units: int) -> None:
    """Pass units of the account on to somebody. `regalia explain-transfer` says why that may be refused."""
    from regalia.servicing import market

    desk.send(
        f"Transfer {units:,} units of {tranche} from {desk.account.address} to {receiver}?",
        lambda: market.transfer(desk.deal, tranche, receiver, units, desk.signer),
    )


@click.command("mint-test-money", cls=NetworkCommand)
@at_desk
@holder_option
@click.option("--amount", required=True, help="In whole currency.")
def mint_test_money(desk: Desk, holder: Any, amount: str) -> None:
    """Make money worth nothing, where the deal is paid in the test token. Any account may."""
    from regalia.servicing import market

    market.check_test_money(desk.deal)
    units = desk.amount("--amount", amount)
    desk.send(
        f"Make {desk.money(units)}, worth nothing, for {holder}?",
        lambda: market.mint_test_money(desk.deal, holder, units, desk.signer),
    )


COMMANDS = (subscribe, refund, transfer, mint_test_money)
