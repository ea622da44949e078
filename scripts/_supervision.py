# SPDX-License-Identifier: Apache-2.0
"""Commands of the supervisor: halts with an order, a reason and an end, and lifting them before it."""

from __future__ import annotations

from typing import Any

import click

from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk, under_order
from scripts._options import halted_until_option, holder_option, reason_option, tranche_option


@click.command("halt-deal", cls=NetworkCommand)
@at_desk
@under_order
@halted_until_option
@reason_option
def halt_deal(desk: Desk, order: Any, until: int, reason: str) -> None:
    """Halt trading of every tranche, and payment dates. The account must be a supervisor."""
    from regalia.servicing import supervision

    desk.send(
        f"Halt the deal until {_end(until)}?",
        lambda: supervision.halt_deal(desk.deal, until, order, reason, desk.signer),
    )


@click.command("halt-tranche", cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
@halted_until_option
@reason_option
def halt_tranche(desk: Desk, order: Any, tranche: str, until: int, reason: str) -> None:
    """Halt trading of a tranche. The account must be a supervisor."""
    from regalia.servicing import supervision

    desk.send(
        f"Halt {tranche} until {_end(until)}?",
        lambda: supervision.halt_tranche(desk.deal, tranche, until, order, reason, desk.signer),
    )


@click.command("halt-holder", cls=NetworkCommand)
@at_desk
@under_order
@holder_option
@halted_until_option
@reason_option
def halt_holder(desk: Desk, order: Any, holder: Any, until: int, reason: str) -> None:
    """Halt a holder: it sends, receives and claims nothing. The account must be a supervisor."""
    from regalia.servicing import supervision

    desk.send(
        f"Halt {holder} until {_end(until)}?",
        lambda: supervision.halt_holder(desk.deal, holder, until, order, reason, desk.signer),
    )


@click.command("resume-deal", cls=NetworkCommand)
@at_desk
@under_order
def resume_deal(desk: Desk, order: Any) -> None:
    """Lift the deal's halt before its end. The account must be a chief supervisor."""
    from regalia.servicing import supervision

    desk.send("Lift the halt of the deal?", lambda: supervision.resume_deal(desk.deal, order, desk.signer))


@click.command("resume-tranche", cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
def resume_tranche(desk: Desk, order: Any, tranche: str) -> None:
    """Lift a tranche's halt before its end. The account must be a chief supervisor."""
    from regalia.servicing import supervision

    desk.send(
        f"Lift the halt of {tranche}?",
        lambda: supervision.resume_tranche(desk.deal, tranche, order, desk.signer),
    )


@click.command("resume-holder", cls=NetworkCommand)
@at_desk
@under_order
@holder_option
def resume_holder(desk: Desk, order: Any, holder: Any) -> None:
    """Lift a holder's halt before its end. The account must be a chief supervisor."""
    from regalia.servicing import supervision

    desk.send(
        f"Lift the halt of {holder}?",
        lambda: supervision.resume_holder(desk.deal, holder, order, desk.signer),
    )


def _end(until: int) -> str:
    from regalia.servicing.transfer_text import moment

    return moment(until)


COMMANDS = (halt_deal, halt_tranche, halt_holder, resume_deal, resume_tranche, resume_holder)
