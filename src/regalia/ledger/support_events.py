# SPDX-License-Identifier: Apache-2.0
"""Demands on the providers of facilities, the cash they put in, and what a payment date looked at beside its report."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.history import AmountRangeError, PoolFacts
from regalia.domain.program_words import FacilityKind
from regalia.ledger.model import SupportReceipt
from regalia.ledger.place import Place
from regalia.ledger.rights_facts import compare_facts
from regalia.ledger.run import HOUR, Run, at, midnight
from regalia.ledger.stream_book import finality
from regalia.ledger.stream_model import PendingReport
from regalia.ledger.support_book import Notice


def support_demanded(run: Run, event: Event) -> None:
    """Anybody may ask, for what the engine says the date needs, once its report is final."""
    tally, args, where = run.tally, event.args, at(event)
    facility = _facility(run, event)
    if facility is None:
        return
    run.live("support", event, where, halts=False)
    pending = run.pending
    waiting = pending.report.period if pending else None
    if tally.same("support", where, "period of the report that waits", waiting, args["period"]) and pending:
        final = pending.final_at
        tally.holds(event.timestamp >= final, "support", where, "not before", finality(final), event.timestamp)
        _compare_need(run, event, pending, facility)
    paid, deadline = _asked_again(run, event, facility)
    tally.same("support", where, "deadline", deadline, args["deadline"])
    tally.money("support", where, "demanded in all", paid + args["outstanding"], args["amount"])
    changed = _changed(run, args["period"], event.timestamp)
    run.support.notices[facility] = Notice(args["period"], args["amount"], paid, args["deadline"], changed)


def _asked_again(run: Run, event: Event, facility: int) -> tuple[int, int]:
    """What was paid for this date before, and the deadline: a new one, but for a provider who is asked for less than until now.

    A new one runs from the scheduled date where that is still to come. More is asked for only when another provider failed meanwhile or a
    restatement became final.
    """
    tally, args, where = run.tally, event.args, at(event)
    program = run.ledger.program
    scheduled = midnight(program.schedule.payment_date(run.ledger.deal.next_period))
    fresh = max(event.timestamp, scheduled) + program.facilities[facility].notice_hours * HOUR
    before = run.support.notices.get(facility)
    if before is None or before.period != args["period"]:
        tally.holds(args["outstanding"] > 0, "support", where, "asked for, above", 0, args["outstanding"])
        return 0, fresh
    tally.holds(
        args["outstanding"] != before.outstanding, "support", where, "asked already", "another amount", "the same"
    )
    in_time = not before.outstanding or event.timestamp <= before.deadline
    tally.holds(in_time, "support", where, "asked again, not after", before.deadline, event.timestamp)
    if args["outstanding"] > before.outstanding:
        changed, rule = _changed(run, args["period"], event.timestamp), "what changed, for more to be asked, above"
        tally.holds(changed > before.changed, "support", where, rule, before.changed, changed)
    return before.paid, before.deadline if args["outstanding"] < before.outstanding else fresh


def _changed(run: Run, period: int, now: int) -> int:
    """Providers who failed for the date so far, and restatements it would take in."""
    return run.support.unpaid(period, now).bit_count() + run.stream.restatements.foreseen(now, 0, 0).count


def _compare_need(run: Run, event: Event, pending: PendingReport, facility: int) -> None:
    if run.ledger.program.facts:  # they are told once the date is executed, and may have been others now
        return
    unpaid = run.support.unpaid(pending.report.period, event.timestamp)
    facts = PoolFacts(report_age=run.report_age(pending, event.timestamp), unpaid=unpaid)
    given = pending.report
    flow = run.stream.restatements.foreseen(event.timestamp, given.received, given.other_income)
    needed = run.ledger.deal.demands(given, facts, flow)[facility]
    run.tally.money("support", at(event), "needed", needed, event.args["outstanding"])


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
    tally.same("support", where, "next period", run.ledger.deal.next_period, args["period"])
    tally.money("support", where, "outstanding", notice.outstanding, args["amount"])
    in_time = event.timestamp <= notice.deadline
    tally.holds(in_time, "support", where, "paid, not after", notice.deadline, event.timestamp)
    run.support.paid(facility, args["amount"])
    _announce(run, facility, args["amount"])


def support_deposited(run: Run, event: Event) -> None:
    """While nothing is demanded, within the limit."""
    tally, where, amount = run.tally, at(event), event.args["amount"]
    facility = _facility(run, event)
    if facility is None:
        return
    asked = run.support.open(facility, run.ledger.deal.next_period, event.timestamp)
    tally.money("support", where, "demanded at the time", 0, asked)
    tally.holds(amount > 0, "support", where, "amount, above", 0, amount)
    program, state = run.ledger.program, run.ledger.deal.state
    terms = program.facilities[facility]
    used = (state.drawn if terms.kind is FacilityKind.LIQUIDITY else state.called)[facility]
    room = terms.limit - used - state.account[len(program.accounts) + facility]
    tally.holds(amount <= room, "support", where, "amount within the limit, at most", room, amount)
    _announce(run, facility, amount)


def support_received(run: Run, event: Event) -> None:
    """The deal has the cash that a provider said it pays."""
    tally, args, where = run.tally, event.args, at(event)
    facility = _facility(run, event)
    if facility is None:
        return
    run.live("support", event, where, halts=False)
    tally.money("support", where, "announced", run.support.due.pop(facility, 0), args["amount"])
    terms = run.ledger.program.facilities[facility]
    provider = run.payees[terms.payee]
    tally.same("support", where, "provider", provider, args["provider"])
    try:
        run.ledger.deal.put_in(facility, args["amount"])
    except AmountRangeError as error:
        tally.holds(False, "support", where, "amount", "a possible amount", error.message)
        return
    run.ledger.support.append(SupportReceipt(terms.label, args["provider"], args["amount"], Place.of(event)))


def facts_taken(run: Run, event: Event) -> None:
    """What the date about to be told looked at beside its report."""
    tally, args, where = run.tally, event.args, run.period(run.ledger.deal.next_period)
    program = run.ledger.program
    tally.same("reports", where, "period of the facts", run.ledger.deal.next_period, args["period"])
    tally.same("reports", where, "facts", len(program.facts), len(args["facts"]))
    unpaid = run.support.unpaid(run.ledger.deal.next_period, event.timestamp) if program.facilities else 0
    tally.same("reports", where, "facilities whose deadline was missed", unpaid, args["unpaid"])
    facts = (tuple(args["facts"]) + (0,) * len(program.facts))[: len(program.facts)]
    run.facts, run.facts_in = PoolFacts(facts, args["reportAge"], args["unpaid"]), event.transaction_hash
    run.facts_why = compare_facts(run, event, where, facts)


def _announce(run: Run, facility: int, amount: int) -> None:
    run.support.due[facility] = run.support.due.get(facility, 0) + amount


def _facility(run: Run, event: Event) -> int | None:
    facility, size = event.args["facility"], len(run.ledger.program.facilities)
    known = run.tally.holds(facility < size, "support", at(event), "facility, below", size, facility)
    return int(facility) if known else None
