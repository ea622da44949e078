# SPDX-License-Identifier: Apache-2.0
"""Commands that end a dispute: the decisions of trustee and supervisor, and settling when their time is over."""

from __future__ import annotations

import click

from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk, transaction
from scripts._oracle_desk import grounded, moment_or_none, named, number_option

_REPORT_STRUCK = "It is gone, every signature given so far is void, and the period is reported anew."
_RESTATEMENT_STRUCK = "It is gone."
_STANDS = "It is final then, and can't be disputed again."


@click.command(cls=NetworkCommand)
@at_desk
@number_option
@click.option("--verdict", type=click.Choice(("stands", "struck")), required=True, help="Whether it stands, or goes.")
@grounded("reason", "The reasons")
def decide(desk: Desk, number: int, verdict: str, grounds: bytes) -> None:
    """Decide a dispute. The account must be an oracle-trustee at first; on appeal, or after his time, an oracle-supervisor.

    Nobody decides what he disputed or appealed himself.
    """
    from regalia.chain.dispute_stage import DisputeStage
    from regalia.servicing import disputes

    about, strike = named(desk, number), verdict == "struck"
    stage, _ = disputes.stage_of(desk.deal, number)
    now_or_later = {
        DisputeStage.WITH_TRUSTEE: "As trustee: in three days, unless somebody appeals.",
        DisputeStage.WITH_SUPERVISOR: "As supervisor: at once, and for good.",
    }.get(stage, "")
    struck = _RESTATEMENT_STRUCK if number else _REPORT_STRUCK
    desk.ask(f"Decide that {about} {_is(strike)}? {struck if strike else _STANDS} {now_or_later}")
    receipt = disputes.decide(desk.deal, number, strike, grounds, desk.signer)
    stage, until = disputes.stage_of(desk.deal, number)
    ended = stage is DisputeStage.NONE
    now = {"reason": "0x" + grounds.hex(), "stage": "settled" if ended else stage.word}
    desk.show(transaction(receipt) | now | {"until": moment_or_none(until)})


@click.command(cls=NetworkCommand)
@at_desk
@number_option
def settle(desk: Desk, number: int) -> None:
    """End a dispute that nobody can decide any more: the trustee's decision holds, or without one the report stands. Any account may."""
    from regalia.servicing import disputes

    found = disputes.dispute_of(desk.deal, number)
    holds = f" {found.holds_when_due.capitalize()}." if found else ""
    desk.send(
        f"Settle the dispute about {named(desk, number)}?{holds}",
        lambda: disputes.settle(desk.deal, number, desk.signer),
    )


def _is(strike: bool) -> str:
    return "is struck" if strike else "stands"


COMMANDS = (decide, settle)
