# SPDX-License-Identifier: Apache-2.0
"""Commands of holders on their units and income, and test money. Those of the primary sale are in ``_offering``."""

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
@click.option("--to", "receiver", type=Address(), required=True, help="Who gets them.")
@units_option
def transfer(desk: Desk, tranche: str, receiver: Any, units: int) -> None:
    """Pass units of the account on to somebody. `regalia explain-transfer` says why that may be refused."""
    from regalia.servicing import market

    desk.send(
        f"Transfer {units:,} units of {tranche} from {desk.account.address} to {receiver}?",
        lambda: market.transfer(desk.deal, tranche, receiver, units, desk.signer),
    )


@click.command(cls=NetworkCommand)
@at_desk
@tranche_option
def claim(desk: Desk, tranche: str) -> None:
    """Claim the income of the account's units, less withholding tax."""
    from regalia.servicing import claims, payments

    owed = claims.foreseen(desk.deal, tranche, desk.account.address)
    taxed = f", less {desk.money(owed.tax)} of withholding tax," if owed.tax else ""
    desk.send(
        f"Claim {desk.money(owed.gross)}{taxed} for {desk.account.address}?",
        lambda: payments.claim(desk.deal, tranche, desk.signer),
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


OPERATING = (mint_test_money,)
INVESTING = (transfer, claim)
