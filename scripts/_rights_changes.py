# SPDX-License-Identifier: Apache-2.0
"""Commands on one right behind a deal: another in its place, a demand that it be repurchased, the repurchase, its loss."""

from __future__ import annotations

import click

from regalia.cli.whole import Whole
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk
from scripts._rights_desk import rights_of
from scripts._rights_options import MOST_NUMBER, documented, named_right


@click.command(cls=NetworkCommand)
@at_desk
@named_right("outgoing", "incoming")
@click.option(
    "--licence",
    type=Whole("number", 0, MOST_NUMBER),
    help="Number of the licence it is held under, 0 for none; without it, it is found.",
)
def substitute(desk: Desk, outgoing: bytes, incoming: bytes, licence: int | None) -> None:
    """Put a right in another's place, under the rules of the deal. The account must be the originator."""
    from regalia.domain.rights.number import describe
    from regalia.servicing import pledging, rights

    found = rights_of(desk)
    held = pledging.basis(found, incoming, pledging.originator_of(desk.deal)) if licence is None else licence
    on = f" on licence {held}" if held else ""
    desk.send(
        f"Put {describe(incoming)}{on} in the place of {describe(outgoing)}?",
        lambda: rights.substitute(found, outgoing, incoming, held, desk.signer),
    )


@click.command("demand-repurchase", cls=NetworkCommand)
@at_desk
@named_right("right")
@documented
def demand_repurchase(desk: Desk, right: bytes, document: bytes) -> None:
    """Demand that the seller buy a right back whose warranty is breached. The account must be a rights-trustee."""
    from regalia.domain.rights.number import describe
    from regalia.servicing import rights

    found = rights_of(desk)
    price = desk.money(rights.price_of(found, right))
    desk.send(
        f"Demand that the seller buy {describe(right)} back for {price}?",
        lambda: rights.demand_repurchase(found, right, document, desk.signer),
    )


@click.command("withdraw-demand", cls=NetworkCommand)
@at_desk
@named_right("right")
def withdraw_demand(desk: Desk, right: bytes) -> None:
    """Withdraw the demand that a right be bought back. The account must be a rights-trustee."""
    from regalia.domain.rights.number import describe
    from regalia.servicing import rights

    found = rights_of(desk)
    desk.send(
        f"Withdraw the demand on {describe(right)}?",
        lambda: rights.withdraw_demand(found, right, desk.signer),
    )


@click.command(cls=NetworkCommand)
@at_desk
@named_right("right")
def repurchase(desk: Desk, right: bytes) -> None:
    """Buy a right back at its price, which goes into the deal's escrow. The account must be the originator."""
    from regalia.domain.rights.number import describe
    from regalia.servicing import rights

    found = rights_of(desk)
    price = desk.money(rights.price_of(found, right))
    desk.send(
        f"Buy {describe(right)} back for {price}?",
        lambda: rights.repurchase(desk.deal, found, right, desk.signer),
    )


@click.command("let-go", cls=NetworkCommand)
@at_desk
@named_right("right")
def let_go(desk: Desk, right: bytes) -> None:
    """Free a right whose licence, under which it was pledged, was terminated. Any account may; the deal goes on counting it as lost."""
    from regalia.domain.rights.number import describe
    from regalia.servicing import pledging

    found = rights_of(desk)
    desk.send(
        f"Free {describe(right)}, whose licence has ended?",
        lambda: pledging.let_go(found, right, desk.signer),
    )


COMMANDS = (substitute, demand_repurchase, withdraw_demand, repurchase, let_go)
