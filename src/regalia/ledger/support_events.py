# SPDX-License-Identifier: Apache-2.0
"""Demands on the providers of facilities, and the cash they put in."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.history import PoolFacts
from regalia.ledger.run import HOUR, Run, at
from regalia.ledger.support_book import Notice


def support_demanded(run: Run, event: Event) -> None:
    """Anybody may ask, for what the engine says the date needs, once its report is final."""
    tally, args, where = run.tally, event.args, at(event)
    facility = _facility(run, event)
    if facility is None:
        return
    program, pending = run.ledger.program, run.pending
    deadline = event.timestamp + program.facilities[facility].notice_hours * HOUR
    tally.same("support", where, "deadline", deadline, args["deadline"])
    waiting = pending.report.period if pending else None
    if tally.same("support", where, "period of the report that waits", waiting, args["period"]) and pending:
        final = pending.place.timestamp + run.ledger.terms.oracle.dispute_window_hours * HOUR
        tally.holds(event.timestamp >= final, "support", where, "not before", final, event.timestamp)
        if not program.facts:  # which are known only once the date is executed
            unpaid = run.support.unpaid(args["period"], event.timestamp)
            needed = run.ledger.deal.demands(pending.report, PoolFacts(unpaid=unpaid))[facility]
            tally.money("support", where, "needed", needed, args["outstanding"])
    before = run.support.notices.get(facility)
    paid = before.paid if before and before.period == args["period"] else 0
    tally.money("support", where, "demanded in all", paid + args["outstanding"], args["amount"])
    run.support.notices[facility] = Notice(args["period"], args["amount"], paid, args["deadline"])


def support_paid(run: Run, event: Event) -> None:
    """Exactly what was outstanding, not after the deadline."""
    tally, args, where = run.tally, event.args, at(event)
    facility = _facility(run, event)
    if facility is None:
        return
    notice = run.support.notices.get(facility)
    if not tally.holds(notice is not None, "support", where, "demand before it", "one", "none") or notice is None:
        return
    tally.same("support", where, "period", notice.period, args["period"])
    tally.money("support", where, "outstanding", notice.demanded - notice.paid, args["amount"])
    in_time = event.timestamp <= notice.deadline
    tally.holds(in_time, "support", where, "paid, not after", notice.deadline, event.timestamp)
    run.support.paid(facility, args["amount"])
    _announce(run, facility, args["amount"])


def support_deposited(run: Run, event: Event) -> None:
    facility = _facility(run, event)
    if facility is not None:
        run.tally.holds(event.args["amount"] > 0, "support", at(event), "amount, above", 0, event.args["amount"])
        _announce(run, facility, event.args["amount"])


def support_received(run: Run, event: Event) -> None:
    """The deal has the cash that a provider said it pays."""
    tally, args, where = run.tally, event.args, at(event)
    facility = _facility(run, event)
    if facility is None:
        return
    tally.money("support", where, "announced", run.support.due.pop(facility, 0), args["amount"])
    program = run.ledger.program
    provider = run.ledger.record.payees.get(program.payees[program.facilities[facility].payee])
    tally.same("support", where, "provider", provider, args["provider"])
    run.ledger.deal.put_in(facility, args["amount"])


def facts_taken(run: Run, event: Event) -> None:
    """What the date about to be told looked at beside its report."""
    tally, args, where = run.tally, event.args, run.period(event.args["period"])
    program = run.ledger.program
    tally.same("reports", where, "facts", len(program.facts), len(args["facts"]))
    unpaid = run.support.unpaid(args["period"], event.timestamp) if program.facilities else 0
    tally.same("reports", where, "facilities whose deadline was missed", unpaid, args["unpaid"])
    facts = (tuple(args["facts"]) + (0,) * len(program.facts))[: len(program.facts)]
    run.facts = PoolFacts(facts, args["reportAge"], args["unpaid"])


def _announce(run: Run, facility: int, amount: int) -> None:
    run.support.due[facility] = run.support.due.get(facility, 0) + amount


def _facility(run: Run, event: Event) -> int | None:
    facility, size = event.args["facility"], len(run.ledger.program.facilities)
    known = run.tally.holds(facility < size, "support", at(event), "facility, below", size, facility)
    return int(facility) if known else None
