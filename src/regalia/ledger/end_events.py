# SPDX-License-Identifier: Apache-2.0
"""Tranches repaid by a call, and the end of a deal."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import zip_longest

from regalia.chain.events import Event
from regalia.domain.calls import CallRefusedError
from regalia.domain.program import SubjectKind
from regalia.ledger.date_comparison import compare_records
from regalia.ledger.model import CallPayment
from regalia.ledger.payment_events import credit, credit_payees
from regalia.ledger.place import Place
from regalia.ledger.run import Run, at

_EPOCH = date(1970, 1, 1)
_DAY = 24 * 3600


def call_exercised(run: Run, event: Event) -> None:
    """Only the holder, at the price of that day."""
    ledger, tally, args, where = run.ledger, run.tally, event.args, at(event)
    program = ledger.program
    tally.same("calls", where, "day", event.timestamp // _DAY, args["day"])
    halted = ledger.halts.deal_until(event.timestamp)
    tally.holds(not halted, "calls", where, "supervisor's halt of the deal", "none", f"until {halted}")
    day = _EPOCH + timedelta(days=args["day"])
    try:
        prices = ledger.deal.exercise_call(args["index"], day)
    except CallRefusedError as error:
        tally.holds(False, "calls", where, "call", "one that is open", error.message)
        return
    holder = ledger.record.payees.get(program.payees[program.calls[args["index"]].payee])
    tally.same("calls", where, "holder", holder, args["holder"])
    for tranche, expected, found in zip_longest(program.subjects(SubjectKind.TRANCHE), prices, args["paid"]):
        tally.money("calls", where, f"paid to {tranche}", expected or 0, found or 0)
    credit(run, where, ledger.deal.next_period, prices)
    ledger.calls.append(CallPayment(args["index"], args["holder"], day, prices, Place.of(event)))


def deal_concluded(run: Run, event: Event) -> None:
    """What the engine finds when everything is paid out."""
    ledger, tally, args, where = run.ledger, run.tally, event.args, at(event)
    tally.same("end", where, "period", ledger.deal.next_period, args["period"])
    done = ledger.deal.conclude()
    tally.money("end", where, "cash to distribute", done.flow.available, args["available"])
    compare_records(run, where, done.records, done.state, args["records"], done.accelerated)
    for facility, expected, found in zip_longest(ledger.program.facilities, done.returned, args["returned"]):
        label = facility.label if facility else "of no name"
        tally.money("end", where, f"returned to the provider of {label}", expected or 0, found or 0)
    credit(run, where, ledger.deal.next_period, done.paid(SubjectKind.TRANCHE))
    credit_payees(run, done.paid(SubjectKind.PAYEE), done.paid(SubjectKind.FACILITY), done.returned)
    ledger.concluded = Place.of(event)
