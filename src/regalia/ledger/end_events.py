# SPDX-License-Identifier: Apache-2.0
"""Tranches repaid by a call, and the end of a deal."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import zip_longest

from regalia.chain.events import Event
from regalia.domain.accrual import share_up
from regalia.domain.calls import CallRefusedError
from regalia.domain.history import LARGEST_ATTESTED, Conclusion, PaymentDate, PeriodReport
from regalia.domain.program import StepKind, SubjectKind
from regalia.domain.state import State
from regalia.ledger.date_comparison import compare_records
from regalia.ledger.model import CallPayment, ConcludedDeal
from regalia.ledger.payment_events import credit, credit_payees
from regalia.ledger.place import Place
from regalia.ledger.run import DAY, Run, at

_EPOCH = date(1970, 1, 1)
GRACE_DAYS = 365
"""How long after the legal final date what is still owed can be paid."""


def call_exercised(run: Run, event: Event) -> None:
    """Only the holder, at the price of that day."""
    ledger, tally, args, where = run.ledger, run.tally, event.args, at(event)
    program = ledger.program
    tally.same("calls", where, "day", event.timestamp // DAY, args["day"])
    if not run.live("calls", event, where):
        return
    day = _EPOCH + timedelta(days=event.timestamp // DAY)
    before = ledger.deal.state
    try:
        prices = ledger.deal.exercise_call(args["index"], day)
    except CallRefusedError as error:
        tally.holds(False, "calls", where, "call", "one that is open", error.message)
        return
    tally.holds(sum(prices) > 0, "calls", where, "paid in all, above", 0, sum(prices))
    holder = run.payees[program.calls[args["index"]].payee]
    tally.same("calls", where, "holder", holder, args["holder"])
    for tranche, expected, found in zip_longest(program.subjects(SubjectKind.TRANCHE), prices, args["paid"]):
        tally.money("calls", where, f"paid to {tranche}", expected or 0, found or 0)
    credit(run, event, where, ledger.deal.next_period, prices)
    ledger.calls.append(_payment(event, program.calls[args["index"]].price, before, day, prices))


def _payment(event: Event, price: int, before: State, day: date, paid: tuple[int, ...]) -> CallPayment:
    balance = tuple(b if p else 0 for b, p in zip(before.balance, paid, strict=True))
    return CallPayment(
        index=event.args["index"],
        holder=event.args["holder"],
        day=day,
        balance=balance,
        arrears=tuple(a if p else 0 for a, p in zip(before.arrears, paid, strict=True)),
        premium=tuple(share_up(b, price) - b for b in balance),
        paid=paid,
        place=Place.of(event),
    )


def deal_concluded(run: Run, event: Event) -> None:
    """What the engine finds when everything is paid out."""
    ledger, tally, args, where = run.ledger, run.tally, event.args, at(event)
    period = ledger.deal.next_period
    tally.same("end", where, "period", period, args["period"])
    # more than there can ever be is nobody's, and stays
    tally.money("end", where, "cash", min(ledger.deal.collection, LARGEST_ATTESTED), args["available"])
    if not run.live("end", event, where):
        return
    tally.holds(not _is_due(run, event), "end", where, "payment date that could be executed", "none", "the next")
    state = ledger.deal.state
    holders = sum((*state.balance, *state.arrears))
    done = ledger.deal.conclude()
    others = sum((*done.state.drawn, *done.state.cost, *done.state.carried))
    rule = "nobody owed anything and no residual for units before the legal final date, or a year after it"
    tally.holds(_is_over(run, event, holders + others), "end", where, rule, "yes", "no")
    compare_records(run, where, done.records, done.state, args["records"], done.accelerated)
    for facility, expected, found in zip_longest(ledger.program.facilities, done.returned, args["returned"]):
        label = facility.label if facility else "no facility"
        tally.money("end", where, f"returned to the provider of {label}", expected or 0, found or 0)
    credit(run, event, where, period, done.paid(SubjectKind.TRANCHE))
    credit_payees(run, done.paid(SubjectKind.PAYEE), done.paid(SubjectKind.FACILITY), done.returned)
    ledger.concluded = ConcludedDeal(_as_date(run, done, period), done.returned, args["by"], Place.of(event))


def _is_over(run: Run, event: Event, owed: int) -> bool:
    """``owed``: to holders before the end, to providers and payees after it."""
    program, executed = run.ledger.program, run.ledger.deal.next_period - 1
    final = program.legal_final
    paid = bool(final and executed >= program.schedule.opening and program.schedule.payment_date(executed) >= final)
    if final and paid and event.timestamp >= ((final - _EPOCH).days + GRACE_DAYS) * DAY:
        return True
    held = any(s.kind is StepKind.RESIDUAL and s.subject_kind is SubjectKind.TRANCHE for s in program.all_steps)
    return not owed and (paid or not held)


def _is_due(run: Run, event: Event) -> bool:
    """Whether the next payment date has come and its report is final."""
    deal, pending = run.ledger.deal, run.pending
    if pending is None or event.timestamp < pending.final_at:
        return False
    scheduled = run.ledger.program.schedule.payment_date(deal.next_period)
    return event.timestamp >= (scheduled - _EPOCH).days * DAY


def _as_date(run: Run, done: Conclusion, period: int) -> PaymentDate:
    """The end in the form of a payment date on which nothing was received; no trigger was measured, so flags are as they were left."""
    program = run.ledger.program
    active = zip(program.triggers, done.state.active, strict=True)
    return PaymentDate(
        program=program,
        report=PeriodReport(period, 0, invoices=(0,) * len(program.invoiced_steps)),
        records=done.records,
        state=done.state,
        flow=done.flow,
        collection=run.ledger.deal.collection,
        accelerated=done.accelerated,
        up=sum({1 << trigger.effect for trigger, is_active in active if is_active and not trigger.is_default}),
    )
