# SPDX-License-Identifier: Apache-2.0
"""Disputes over reports and restatements: who may when, how they end, and whose bond is forfeited."""

from __future__ import annotations

from dataclasses import replace

from eth_utils.crypto import keccak

from regalia.chain.events import Event
from regalia.domain.disputes import MOST_STRUCK
from regalia.domain.restating import NEVER
from regalia.ledger.place import Place
from regalia.ledger.report_events import GROUP
from regalia.ledger.run import Run, at
from regalia.ledger.signer_events import next_epoch
from regalia.ledger.stream_book import Forfeit, Stage, finality
from regalia.ledger.stream_model import DisputeTold

FORFEITED_BOND = keccak(text="forfeited dispute bond")
"""The licence under which the oracle pays forfeited bonds into a deal's collection: ``OracleDisputes.FORFEITED_BOND``."""


def disputed(run: Run, event: Event) -> None:
    """In the window of what is disputed, with the deal's bond or, by trustee and supervisor, without."""
    args, where, stream, now = event.args, at(event), run.stream, event.timestamp
    number, stage = args["number"], stream.stage(args["number"], now)
    run.tally.same(GROUP, where, "dispute already going on", Stage.NONE.value, stage.value)
    run.tally.same(GROUP, where, "period", run.ledger.deal.next_period, args["period"])
    final_at = None
    if number == 0 and stream.pending is not None and not stream.pending.missing:
        final_at = stream.pending.final_at
        stream.pending = replace(stream.pending, final_at=NEVER)
    elif stream.restatements.taken < number <= len(stream.restatements.all):
        final_at = stream.restatements.at(number).final_at
        stream.restatements.dispute(number)
    if run.tally.holds(final_at is not None, GROUP, where, "what is disputed", "waits", "does not wait"):
        assert final_at is not None
        run.tally.holds(now < final_at, GROUP, where, "disputed, before", finality(final_at), now)
    _compare_bond(run, where, args["bond"])
    if number == 0 and stream.times_struck(args["period"]) >= MOST_STRUCK:
        rule = "bond of the supervisor, the only one to dispute a report struck so often"
        run.tally.money(GROUP, where, rule, 0, args["bond"])
    stream.disputes[number] = DisputeTold(
        number,
        args["period"],
        args["by"],
        args["bond"],
        "0x" + args["evidence"].hex(),
        Place.of(event),
        was_final_at=final_at or 0,
    )


def dispute_decided(run: Run, event: Event) -> None:
    """By the trustee, in his time, and not in his own cause."""
    args, where = event.args, at(event)
    going_on = _stage(run, event, Stage.WITH_TRUSTEE)
    if going_on is None:
        return
    run.tally.holds(args["by"] != going_on.by, GROUP, where, "who decides", "not the disputer", args["by"])
    run.stream.disputes[args["number"]] = replace(
        going_on, decided=Place.of(event), decided_by=args["by"], strike=args["strike"]
    )


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
        parties = (dispute.by, dispute.appellant, dispute.decided_by)
        tally.holds(args["by"] not in parties, GROUP, where, "who decides", "no party, nor who did before", args["by"])
    else:
        tally.same(GROUP, where, "struck, as the trustee decided", dispute.strike, struck)
        tally.same(GROUP, where, "reason, where nobody decides any more", bytes(32), args["reason"])
    undecided = dispute.decided is None and not by_supervisor
    if not (struck or undecided) and dispute.bond:
        stream.forfeits.append(Forfeit(event.transaction_hash, dispute.by, dispute.bond))
    if dispute.appellant and dispute.appeal_bond and by_supervisor and struck == dispute.strike:
        stream.forfeits.append(Forfeit(event.transaction_hash, dispute.appellant, dispute.appeal_bond))
    ended = replace(dispute, settled=Place.of(event), struck=struck)
    stream.past.append(ended)
    if number == 0 and not struck and stream.pending is not None:
        stream.pending = replace(stream.pending, final_at=min(dispute.was_final_at, now))
    if stream.restatements.taken < number <= len(stream.restatements.all):
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
    if stream.pending is not None:
        stream.struck.append((stream.pending, event.args["digest"]))
    stream.pending = None


def restatement_struck(run: Run, event: Event) -> None:
    ended, run.stream.ended = run.stream.ended, None
    number = ended and ended.number
    run.tally.same(GROUP, at(event), "dispute that struck it, of restatement", event.args["number"], number)


def bond_forfeited(run: Run, event: Event) -> None:
    """By who was wrong, when the dispute is settled; it waits in the oracle for the deal's collection."""
    args, where, stream = event.args, at(event), run.stream
    lost = Forfeit(event.transaction_hash, args["from"], args["amount"])
    due, told = lost in stream.forfeits, f"{run.tally.amount(args['amount'])} of {args['from']}"
    run.tally.holds(due, GROUP, where, "bond of a party that was wrong", "one", told)
    if due:
        stream.forfeits.remove(lost)
        stream.forfeited += lost.amount


def forfeit_paid(run: Run, event: Event) -> None:
    """What the oracle pays into collection are the bonds forfeited so far.

    Those of another deal that names this escrow are a gift, as anybody's.
    """
    args, where = event.args, at(event)
    deal = int(run.ledger.record.deal.address, 16).to_bytes(32, "big")
    if args["payer"] != run.ledger.record.oracle.address or args["paymentReference"] != deal:
        return
    run.tally.same(GROUP, where, "licence, of a forfeited bond", FORFEITED_BOND, args["licence"])
    run.tally.money(GROUP, where, "forfeited bonds", run.stream.forfeited, args["amount"])
    run.stream.forfeited = 0


def forfeit_owed(run: Run, event: Event) -> None:
    """Of a deal that is over they are its originator's."""
    args, where = event.args, at(event)
    ledger, originator = run.ledger, run.wiring.originator if run.wiring else None
    over = ledger.concluded is not None or ledger.proceeds is None
    run.tally.holds(over, GROUP, where, "deal", "over", "not over")
    run.tally.same(GROUP, where, "owed to", originator, args["to"])
    run.tally.money(GROUP, where, "forfeited bonds", run.stream.forfeited, args["amount"])
    run.stream.forfeited = 0


def _stage(run: Run, event: Event, wanted: Stage) -> DisputeTold | None:
    number = event.args["number"]
    found = run.stream.stage(number, event.timestamp)
    run.tally.same(GROUP, at(event), "dispute", wanted.value, found.value)
    return run.stream.disputes.get(number)


def _compare_bond(run: Run, where: str, bond: int) -> None:
    asked, tally = run.stream.dispute_bond, run.tally
    tally.holds(bond in (0, asked), GROUP, where, "bond", f"none or {tally.amount(asked)}", tally.amount(bond))
