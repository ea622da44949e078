# SPDX-License-Identifier: Apache-2.0
"""Commands of whoever disputes a report or appeals, and what becomes of bonds."""

from __future__ import annotations

from typing import Any

import click

from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk, at_reading_desk, transaction
from scripts._oracle_desk import bond_said, grounded, moment_or_none, named, number_option


@click.command(cls=NetworkCommand)
@at_desk
@number_option
@grounded("evidence", "What shows the mistake")
def dispute(desk: Desk, number: int, grounds: bytes) -> None:
    """Dispute a report, or a restatement, in its window: it then waits until trustee or supervisor decide.

    Any account may, with the bond of the deal's terms, an oracle-trustee or oracle-supervisor without one.
    """
    from regalia.servicing import disputes

    bond = disputes.bond_for(desk.deal, desk.account.address)
    desk.ask(f"{bond_said(desk, bond)} Dispute {named(desk, number)}?")
    _done(desk, number, bond, grounds, disputes.dispute(desk.deal, number, grounds, desk.signer))


@click.command(cls=NetworkCommand)
@at_desk
@number_option
@grounded("evidence", "What shows that the trustee erred")
def appeal(desk: Desk, number: int, grounds: bytes) -> None:
    """Bring the trustee's decision before the supervisor. Any account may, with the same bond, within three days."""
    from regalia.servicing import disputes

    bond = disputes.bond_for(desk.deal, desk.account.address)
    desk.ask(f"{bond_said(desk, bond)} Appeal against the decision on {named(desk, number)}?")
    _done(desk, number, bond, grounds, disputes.appeal(desk.deal, number, grounds, desk.signer))


@click.command("dispute-status", cls=NetworkCommand)
@at_reading_desk
@number_option
def dispute_status(desk: Desk, number: int) -> None:
    """Where a dispute stands, who decides, and until when."""
    from regalia.servicing import disputes

    found = disputes.dispute_of(desk.deal, number)
    figures: dict[str, Any] = {"about": named(desk, number), "stage": found.stage.word if found else "none"}
    if found is None:
        final, bond = disputes.final_from(desk.deal, number), disputes.bond_of(desk.deal)
        figures["final from"] = moment_or_none(final)
        figures["bond"] = desk.money(bond) if bond else "none: only an oracle-trustee or oracle-supervisor disputes"
    else:
        decided = {True: "struck", False: "stands", None: None}[found.strike]
        figures |= {
            "until": moment_or_none(found.until),
            "disputed by": found.disputer,
            "disputed at": moment_or_none(found.opened_at),
            "bond": desk.money(found.bond),
            "trustee decided": decided,
            "appealed by": found.appellant,
            "bond of the appeal": desk.money(found.appeal_bond),
            "if nobody decides": found.holds_when_due,
        }
    figures["bonds forfeited, not yet paid in"] = desk.money(disputes.forfeited(desk.deal))
    desk.show(figures)


@click.command("withdraw-bonds", cls=NetworkCommand)
@at_desk
def withdraw_bonds(desk: Desk) -> None:
    """Take back the bonds that are owed to the account, of all deals of the oracle that are paid in this deal's token."""
    from regalia.servicing import disputes

    owed = disputes.bonds_owed(desk.deal, desk.account.address)
    desk.send(
        f"Take back {desk.money(owed)} of bonds for {desk.account.address}?",
        lambda: disputes.withdraw_bonds(desk.deal, desk.signer),
    )


@click.command("pay-forfeited", cls=NetworkCommand)
@at_desk
def pay_forfeited(desk: Desk) -> None:
    """Pay forfeited bonds into the deal's collection; of a deal that is over they become its originator's. Any account may."""
    from regalia.servicing import disputes

    amount = disputes.forfeited(desk.deal)
    desk.send(
        f"Pay {desk.money(amount)} of forfeited bonds into the deal's collection (of a deal that is over: owe them to its originator)?",
        lambda: disputes.pay_forfeited(desk.deal, desk.signer),
    )


def _done(desk: Desk, number: int, bond: int, grounds: bytes, receipt: Any) -> None:
    from regalia.servicing.disputes import stage_of

    stage, until = stage_of(desk.deal, number)
    now = {"bond": desk.money(bond), "evidence": "0x" + grounds.hex(), "stage": stage.word}
    desk.show(transaction(receipt) | now | {"until": moment_or_none(until)})


COMMANDS = (dispute, appeal, dispute_status, withdraw_bonds, pay_forfeited)
