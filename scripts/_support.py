# SPDX-License-Identifier: Apache-2.0
"""Commands of providers of support, of holders of calls, and the end of a deal."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from regalia.cli.whole import Whole
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk

_MOST = 15
_PLACE = "Its place in the deal file; 0 is the first."
facility_option = click.option("--facility", type=Whole("facility", 0, _MOST), default=0, help=_PLACE)
call_option = click.option("--call", "index", type=Whole("call", 0, _MOST), default=0, help=_PLACE)


@click.command("demand-support", cls=NetworkCommand)
@at_desk
@facility_option
def demand_support(desk: Desk, facility: int) -> None:
    """Ask a provider for what the next payment date needs of it, by its accepted report. Any account may."""
    from regalia.servicing import support
    from regalia.servicing.reports import next_report

    report = next_report(desk.deal).as_tuple()
    asked = support.support_needed(desk.deal, report)
    needed = asked[facility] if facility < len(asked) else 0
    desk.send(
        f"Ask the provider of facility {facility} for {desk.money(needed)}?",
        lambda: support.demand_support(desk.deal, facility, report, desk.signer),
    )


@click.command("pay-support", cls=NetworkCommand)
@at_desk
@facility_option
def pay_support(desk: Desk, facility: int) -> None:
    """As the provider of a facility, pay what is outstanding."""
    from regalia.servicing import support

    state = support.facility_state(desk.deal, facility)
    until = datetime.fromtimestamp(state.deadline, UTC)
    desk.send(
        f"Pay {desk.money(state.outstanding)}, due by {until:%Y-%m-%d %H:%M:%S} UTC, as provider of facility {facility}?",
        lambda: support.pay_support(desk.deal, facility, state.outstanding, desk.signer),
    )


@click.command("deposit-support", cls=NetworkCommand)
@at_desk
@facility_option
@click.option("--amount", required=True, help="In whole currency.")
def deposit_support(desk: Desk, facility: int, amount: str) -> None:
    """As the provider of a facility, put cash in ahead of any demand."""
    from regalia.servicing import support

    units = desk.amount("--amount", amount)
    desk.send(
        f"Put {desk.money(units)} in as provider of facility {facility}? It stays until drawn, or until the deal ends.",
        lambda: support.deposit_support(desk.deal, facility, units, desk.signer),
    )


@click.command("exercise-call", cls=NetworkCommand)
@at_desk
@call_option
def exercise_call(desk: Desk, index: int) -> None:
    """As the holder of a call, repay its tranches at today's price."""
    from regalia.servicing import endings

    price = sum(endings.price_of_call(desk.deal, index))
    desk.send(
        f"Repay the tranches of call {index} for {desk.money(price)}?",
        lambda: endings.exercise_call(desk.deal, index, price, desk.signer),
    )


@click.command(cls=NetworkCommand)
@at_desk
def conclude(desk: Desk) -> None:
    """Distribute all that is in hand and end the deal. Any account may, once it is over."""
    from regalia.servicing import endings

    desk.send("Wind the deal up? No royalties are taken after it.", lambda: endings.conclude(desk.deal, desk.signer))


COMMANDS = (demand_support, pay_support, deposit_support, exercise_call, conclude)
