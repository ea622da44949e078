# SPDX-License-Identifier: Apache-2.0
"""Commands that bring something on chain in place of a relay: a signed report, a restatement; and that no report came."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.cli.oracle_open import open_exchange
from regalia.cli.whole import Whole
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk, at_reading_desk, transaction
from scripts._oracle_desk import content_of, file_argument, moment_or_none


@click.command(cls=NetworkCommand)
@at_desk
@click.option("--exchange", required=True, metavar="DIR|URL", help="Where attestors leave proposals and signatures.")
@click.option("--period", type=Whole("period", 1, 2**24 - 1), required=True, help="The deal's number of the period.")
def submit(desk: Desk, exchange: str, period: int) -> None:
    """Hand in the report of a period that has the signatures it needs. Any account may; `regalia oracle serve` does it by itself."""
    from regalia.oracle.relay import Relay
    from regalia.oracle.report import RoyaltyReport
    from regalia.servicing.signed_reports import complete

    signed = complete(desk.deal, open_exchange(exchange), "report", period)
    report = signed.report
    assert isinstance(report, RoyaltyReport)  # its kind was asked for
    desk.ask(
        f"Hand in the report of period {period}: royalties of {desk.money(report.received)}, other income of "
        f"{desk.money(report.other_income)}, signed with a weight of {signed.weight} of {signed.threshold} needed?"
    )
    relay = Relay(desk.web3, desk.deal.oracle.address, desk.signer, desk.deal.record.block_number)
    done = relay.submit(report, signed.signatures)
    desk.show(transaction(done.receipt) | {"accepted before": not done.sent})


@click.command(cls=NetworkCommand)
@at_desk
@file_argument
@click.option("--exchange", metavar="DIR|URL", help="Where the signatures are; without it, in the folder of FILE.")
def restate(desk: Desk, file: Path, exchange: str | None) -> None:
    """Hand in a restatement of a past period. FILE is its proposal, out of the exchange. Any account may."""
    from regalia.oracle.documents import proposal_from_json
    from regalia.oracle.restatement import Restatement
    from regalia.servicing import restating
    from regalia.servicing.oracle_place import check_place
    from regalia.servicing.signed_reports import complete

    proposal = proposal_from_json(content_of(file))
    check_place(desk.deal, file.name, proposal.domain, proposal.report)
    report = proposal.report
    if not isinstance(report, Restatement):
        raise click.BadParameter(f"{file} proposes the {proposal.named}: `submit` hands that in", param_hint="'FILE'")
    board = open_exchange(exchange or str(file.absolute().parent))
    signed = complete(desk.deal, board, "restatement", report.number, proposal.digest)
    desk.send(
        f"Hand in restatement {report.number}, of period {report.period}: royalties {_delta(desk, report.received)}, other "
        f"income {_delta(desk, report.other_income)}, signed with a weight of {signed.weight} of {signed.threshold} needed?",
        lambda: restating.restate(desk.deal, report, signed.signatures, desk.signer),
    )


@click.command(cls=NetworkCommand)
@at_reading_desk
def restatements(desk: Desk) -> None:
    """The restatements that no payment date has taken in yet."""
    from regalia.servicing import restating

    figures: dict[str, object] = {}
    for found in restating.waiting(desk.deal):
        name = f"restatement {found.number}"
        state = "struck" if found.struck else moment_or_none(found.final_at) or "disputed"
        figures[f"{name}: collections"] = _delta(desk, found.received)
        figures[f"{name}: attested"] = _delta(desk, found.attested)
        figures[f"{name}: final"] = state
    desk.show(figures or {"restatements": None})


@click.command("declare-missing", cls=NetworkCommand)
@at_desk
def declare_missing(desk: Desk) -> None:
    """Let an empty report stand in for one that did not come in time. Any account may, where the deal's terms say when."""
    from regalia.domain.disputes import MISSING_GRACE_DAYS
    from regalia.servicing import missing
    from regalia.servicing.disputes import final_from

    due = missing.next_missing(desk.deal)
    since = f", missing from {moment_or_none(due.missing_at)} on" if due.missing_at is not None else ""
    desk.ask(
        f"Let an empty report stand in for that of period {due.period}{since}? In {MISSING_GRACE_DAYS} days it is final, and its payment "
        "date works on nothing received; until then a signed report takes its place."
    )
    receipt = missing.declare_missing(desk.deal, desk.signer)
    desk.show(transaction(receipt) | {"final from": moment_or_none(final_from(desk.deal))})


def _delta(desk: Desk, amount: int) -> str:
    return ("+" if amount > 0 else "") + desk.money(amount)


COMMANDS = (submit, restate, restatements, declare_missing)
