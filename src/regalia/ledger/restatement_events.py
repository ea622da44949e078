# SPDX-License-Identifier: Apache-2.0
"""Corrections of past periods: accepted, and taken in by a payment date."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.restating import RestatementRefusedError, WaitingRestatement
from regalia.ledger.place import Place
from regalia.ledger.report_events import GROUP, compare_signers
from regalia.ledger.run import Run, at
from regalia.ledger.stream_model import RestatementTold


def restatement_accepted(run: Run, event: Event) -> None:
    """The next number, of a period that was executed, in place of the evidence that stands for it."""
    args, stream, where = event.args, run.stream, at(event)
    signers = compare_signers(run, where, args["signerSet"])
    final_at = event.timestamp + stream.dispute_window
    waiting = WaitingRestatement(args["period"], args["received"], 0, final_at)
    executed = run.ledger.deal.next_period - 1
    try:
        stream.restatements.accept(args["number"], executed, waiting, args["otherIncome"])
    except RestatementRefusedError as error:
        run.tally.holds(False, GROUP, where, "restatement", "one the oracle takes", error.message)
        return
    corrects, root = ("0x" + args[name].hex() for name in ("corrects", "evidenceRoot"))
    stands = stream.root_of(args["period"], _reported(run, args["period"]))
    run.tally.same(GROUP, where, "evidence it takes the place of", stands, corrects)
    stream.told.append(
        RestatementTold(
            args["number"],
            args["period"],
            args["received"],
            args["otherIncome"],
            corrects,
            root,
            signers,
            Place.of(event),
        )
    )


def restatements_taken(run: Run, event: Event) -> None:
    """Told between the report's use and the payment date: the twin has found the same."""
    args, where, found = event.args, at(event), run.stream.collections
    used, here = run.consumed, (event.transaction_hash, event.log_index)
    used_here = used is not None and (used.transaction_hash, used.log_index + 1) == here
    run.tally.holds(used_here, GROUP, where, "report used just before it", "one", "none")
    if found is None:
        return
    run.tally.same(GROUP, where, "period", run.ledger.deal.next_period, args["period"])
    run.tally.same(GROUP, where, "first", found.first, args["first"])
    run.tally.same(GROUP, where, "last", found.last, args["last"])
    run.tally.money(GROUP, where, "collections", found.received, args["received"])
    run.tally.money(GROUP, where, "change of what is attested", found.claimed, args["claimed"])
    run.tally.money(GROUP, where, "left for the next date", found.left, args["left"])


def _reported(run: Run, period: int) -> str | None:
    return next((d.evidence_root for d in run.ledger.dates if d.payment.report.period == period), None)
