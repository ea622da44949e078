# SPDX-License-Identifier: Apache-2.0
"""Reports that were accepted, or missing, and used."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.disputes import MISSING_GRACE_DAYS
from regalia.domain.history import PeriodReport
from regalia.ledger.place import Place
from regalia.ledger.run import DAY, Run, at, midnight
from regalia.ledger.stream_model import PendingReport

GROUP = "reports"
MISSING_GRACE = MISSING_GRACE_DAYS * DAY
"""Seconds until an empty report is final: ``RoyaltyOracle.MISSING_GRACE``."""
NO_EVIDENCE = "0x" + "00" * 32


def report_accepted(run: Run, event: Event) -> None:
    deal, args, tally, stream = run.ledger.deal, event.args, run.tally, run.stream
    period, expected = args["period"], deal.next_period
    where = run.period(expected)
    # a report takes the place of an empty one that stands in for it, until that is final
    before = stream.pending
    replaced = before is not None and before.missing and event.timestamp < before.final_at
    waits = before is not None and not replaced and run.period(before.report.period)
    tally.holds(not waits, GROUP, where, "report that still waits for its payment date", "none", waits)
    tally.same(GROUP, where, f"period of the report in block {event.block_number}", expected, period)
    if period < expected or (waits and stream.pending and period <= stream.pending.report.period):
        return
    deal.next_period = period
    where = run.period(period)
    tally.same(GROUP, where, "invoices", len(run.ledger.program.invoiced_steps), len(args["invoices"]))
    stray = not args["hasTarget"] and args["reserveTarget"]
    tally.holds(not stray, GROUP, where, "reserve target", "none", args["reserveTarget"])
    stream.pending = PendingReport(
        PeriodReport(
            period=period,
            received=args["received"],
            other_income=args["otherIncome"],
            target=args["reserveTarget"] if args["hasTarget"] else None,
            invoices=tuple(args["invoices"]),
        ),
        "0x" + args["evidenceRoot"].hex(),
        compare_signers(run, where, args["signerSet"]),
        Place.of(event),
        stream.signers.epoch,
        event.timestamp + stream.dispute_window,
        weight=stream.signers.weight(args["signerSet"]),
        needed=stream.signers.threshold,
    )


def report_missing(run: Run, event: Event) -> None:
    """Nobody reported in time: an empty report stands in."""
    deal, args, tally, stream = run.ledger.deal, event.args, run.tally, run.stream
    where = at(event)
    tally.same(GROUP, where, "period", deal.next_period, args["period"])
    tally.holds(stream.pending is None, GROUP, where, "report that waits", "none", "one")
    tally.same(GROUP, where, "epoch", stream.signers.epoch, args["epoch"])
    run.live(GROUP, event, where, halts=False)
    days = stream.missing_after_days
    scheduled = run.scheduled(deal.next_period)
    tally.holds(scheduled is not None, GROUP, where, "period", "one of the calendar", deal.next_period)
    if tally.holds(days > 0, GROUP, where, "days after which a report is missing, above", 0, days) and scheduled:
        due = midnight(scheduled) + days * DAY
        tally.holds(event.timestamp >= due, GROUP, where, "missing, not before", due, event.timestamp)
    invoices = (0,) * len(run.ledger.program.invoiced_steps)
    nothing = PeriodReport(deal.next_period, 0, invoices=invoices)
    place = Place.of(event)
    final_at = event.timestamp + MISSING_GRACE
    stream.pending = PendingReport(nothing, NO_EVIDENCE, (), place, stream.signers.epoch, final_at, missing=True)


def report_consumed(run: Run, event: Event) -> None:
    pending = run.pending
    waiting = pending and pending.report.period
    where = run.period(run.ledger.deal.next_period)
    run.tally.same(GROUP, where, "report consumed", waiting, event.args["period"])
    run.consumed = event
    if pending is not None:
        report = pending.report
        run.stream.collections = run.stream.restatements.take(event.timestamp, report.received, report.other_income)
        taken = run.stream.collections.first > 0
        told = run.following is not None and run.following.name == "RestatementsTaken"
        run.tally.same(GROUP, where, "restatements taken in", taken, told)


def compare_signers(run: Run, where: str, bits: int) -> tuple[str, ...]:
    """Who signed: of the set in force, and of no more weight than it takes."""
    known = run.stream.signers
    highest = bits.bit_length() - 1
    run.tally.holds(highest < len(known.signers), GROUP, where, "signer, below", len(known.signers), highest)
    weight = known.weight(bits)
    run.tally.holds(weight >= known.threshold, GROUP, where, "weight of the signers, at least", known.threshold, weight)
    without_last = known.weight(bits & ~(1 << max(highest, 0)))
    enough = without_last < known.threshold
    run.tally.holds(enough, GROUP, where, "weight without the last, below", known.threshold, without_last)
    return known.named(bits)
