# SPDX-License-Identifier: Apache-2.0
"""Disputes over reports and restatements: who may when, how they end, and whose bond is forfeited."""

from __future__ import annotations

from dataclasses import replace

from regalia.chain.events import Event
from regalia.domain.restating import NEVER
from regalia.ledger.place import Place
from regalia.ledger.report_events import GROUP
from regalia.ledger.run import Run, at
from regalia.ledger.signer_events import next_epoch
from regalia.ledger.stream_book import Stage
from regalia.ledger.stream_model import DisputeTold


def disputed(run: Run, event: Event) -> None:
    """In the window of what is disputed, with the deal's bond or, by trustee and supervisor, without."""
    args, where, stream, now = event.args, at(event), run.stream, event.timestamp
    number = args["number"]
    run.tally.same(GROUP, where, "dispute already going on", Stage.NONE, stream.stage(number, now))
    final_at = None
    if number == 0 and stream.pending is not None:
        final_at = stream.pending.final_at
        stream.pending = replace(stream.pending, final_at=NEVER)
    elif stream.restatements.taken < number <= len(stream.restatements.all):
        final_at = stream.restatements.at(number).final_at
        stream.restatements.dispute(number)
    if run.tally.holds(final_at is not None, GROUP, where, "what is disputed", "waits", "does not wait"):
        assert final_at is not None
        run.tally.holds(now < final_at, GROUP, where, "disputed, before", final_at, now)
    _compare_bond(run, where, args["bond"])
    stream.disputes[number] = DisputeTold(
        number, args["period"], args["by"], args["bond"], "0x" + args["evidence"].hex(), Place.of(event)
    )


def dispute_decided(run: Run, event: Event) -> None:
    """By the trustee, in his time, and not in his own cause."""
    args, where = event.args, at(event)
    going_on = _stage(run, event, Stage.WITH_TRUSTEE)
    if going_on is None:
        return
    run.tally.holds(args["by"] != going_on.by, GROUP, where, "who decides", "not the disputer", args["by"])
    run.stream.disputes[args["number"]] = replace(going_on, decided=Place.of(event), strike=args["strike"])


def dispute_appealed(run: Run, event: Event) -> None:
    args = event.args
    going_on = _stage(run, event, Stage.APPEALABLE)
    if going_on is None:
        return
    _compare_bond(run, at(event), args["bond"])
    run.stream.disputes[args["number"]] = replace(
        going_on, appellant=args["by"], appeal_bond=args["bond"], appealed=Place.of(event)
    )


def dispute_settled(run: Run, event: Event) -> None:
    """By the supervisor's decision, or by what holds when nobody can decide any more."""
    args, where, stream, tally = event.args, at(event), run.stream, run.tally
    number, struck, now = args["number"], args["struck"], event.timestamp
    stage = stream.stage(number, now)
    known = stage in (Stage.WITH_SUPERVISOR, Stage.DUE)
    tally.holds(known, GROUP, where, "dispute", "with the supervisor, or due to be settled", stage.value)
    dispute = stream.disputes.pop(number, None)
    if dispute is None:
        return
    by_supervisor = stage is Stage.WITH_SUPERVISOR
    if by_supervisor:
        parties = (dispute.by, dispute.appellant)
        tally.holds(args["by"] not in parties, GROUP, where, "who decides", "no party", args["by"])
    else:
        tally.same(GROUP, where, "struck, as the trustee decided", dispute.strike, struck)
    undecided = dispute.decided is None and not by_supervisor
    if not (struck or undecided) and dispute.bond:
        stream.forfeits.append((dispute.by, dispute.bond))
    if dispute.appellant and dispute.appeal_bond and by_supervisor and struck == dispute.strike:
        stream.forfeits.append((dispute.appellant, dispute.appeal_bond))
    ended = replace(dispute, settled=Place.of(event), struck=struck)
    stream.past.append(ended)
    if number == 0 and not struck and stream.pending is not None:
        stream.pending = replace(stream.pending, final_at=now)
    if number > 0:
        stream.restatements.settle(number, now, struck)
    if struck:
        stream.ended = ended
        wanted = "RestatementStruck" if number else "ReportStruck"
        tally.same(GROUP, where, "told next", wanted, run.following and run.following.name)


def report_struck(run: Run, event: Event) -> None:
    """The report is gone; its period is reported anew in the next epoch."""
    where, stream = at(event), run.stream
    waiting = stream.pending and stream.pending.report.period
    run.tally.same(GROUP, where, "report struck", waiting, event.args["period"])
    ended, stream.ended = stream.ended, None
    by_dispute = ended is not None and ended.number == 0
    run.tally.holds(by_dispute, GROUP, where, "dispute that struck it", "one", "none")
    next_epoch(run, event)
    stream.pending = None
    period = event.args["period"]
    stream.struck[period] = stream.struck.get(period, 0) + 1


def restatement_struck(run: Run, event: Event) -> None:
    ended, run.stream.ended = run.stream.ended, None
    number = ended and ended.number
    run.tally.same(GROUP, at(event), "dispute that struck it, of restatement", event.args["number"], number)


def bond_forfeited(run: Run, event: Event) -> None:
    args, where = event.args, at(event)
    lost = (args["from"], args["amount"])
    due = lost in run.stream.forfeits
    run.tally.holds(due, GROUP, where, "bond of a party that was wrong", "one", f"{args['amount']} of {args['from']}")
    if due:
        run.stream.forfeits.remove(lost)


def _stage(run: Run, event: Event, wanted: Stage) -> DisputeTold | None:
    number = event.args["number"]
    found = run.stream.stage(number, event.timestamp)
    run.tally.same(GROUP, at(event), "dispute", wanted.value, found.value)
    return run.stream.disputes.get(number)


def _compare_bond(run: Run, where: str, bond: int) -> None:
    fit = bond in (0, run.stream.dispute_bond)
    run.tally.holds(fit, GROUP, where, "bond", f"0 or {run.stream.dispute_bond}", bond)
