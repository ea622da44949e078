# SPDX-License-Identifier: Apache-2.0
"""One payment date as the chain told it against the same date found by the Python engine."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.chain.step_records import (
    ACCELERATED_BIT,
    ACTIVE_BIT,
    ANSWERS_BYTES,
    DEFAULTED_BIT,
    RECORD_BYTES,
    unpack_records,
)
from regalia.domain.history import PaymentDate
from regalia.domain.program import SubjectKind
from regalia.domain.waterfall import State, StepRecord, paid_to
from regalia.ledger.run import Run

_FIELDS = ("due", "paid", "drawn", "released")
_HISTORY_BITS = 16


def compare_date(run: Run, where: str, payment: PaymentDate, event: Event) -> None:
    tally, args = run.tally, event.args
    tally.money("steps", where, "available funds", payment.flow.available, args["available"])
    found = compare_records(run, where, payment.records, payment.state, args["records"], payment.accelerated)
    tally.money("steps", where, "left in collection", payment.flow.left, args["left"])
    if found is not None:
        _compare_credits(run, where, payment, found, event)


def compare_records(
    run: Run, where: str, expected: tuple[StepRecord, ...], state: State, told: bytes, accelerated: bool
) -> tuple[StepRecord, ...] | None:
    """Record by record, then what the triggers answered. The records told, or None when they are not as many as there should be."""
    tally, program = run.tally, run.ledger.program
    answers = _answers(state, accelerated) if program.triggers or program.acceleration else None
    size = RECORD_BYTES * len(expected)
    whole = size + (0 if answers is None else ANSWERS_BYTES)
    tally.same("steps", where, "bytes of the step records", whole, len(told))
    steps = told[:size]
    found = unpack_records(steps[: len(steps) - len(steps) % RECORD_BYTES])
    for step, of_step, record in zip(program.list_of(accelerated), expected, found, strict=False):
        for field in _FIELDS:
            tally.money("steps", f"{where}, step {step.label}", field, getattr(of_step, field), getattr(record, field))
    if answers is not None and whole == len(told):
        _compare_answers(run, where, answers, int.from_bytes(told[size:], "big"))
    return found if whole == len(told) else None


def _answers(state: State, accelerated: bool) -> int:
    word = sum(history << _HISTORY_BITS * i for i, history in enumerate(state.history))
    word |= sum(1 << ACTIVE_BIT + i for i, active in enumerate(state.active) if active)
    return word | state.defaulted << DEFAULTED_BIT | accelerated << ACCELERATED_BIT


def _compare_answers(run: Run, where: str, expected: int, found: int) -> None:
    """Trigger by trigger, so that a difference names it."""
    tally, triggers = run.tally, run.ledger.program.triggers
    for i, trigger in enumerate(triggers):
        history = [word >> _HISTORY_BITS * i & (1 << _HISTORY_BITS) - 1 for word in (expected, found)]
        tally.same("triggers", where, f"answers of {trigger.label}", *history)
        active = [bool(word >> ACTIVE_BIT + i & 1) for word in (expected, found)]
        tally.same("triggers", where, f"{trigger.label} is active", *active)
    rest = [word >> DEFAULTED_BIT for word in (expected, found)]
    tally.same("triggers", where, "interest missed for good (1), acceleration list (2)", *rest)


def _compare_credits(run: Run, where: str, payment: PaymentDate, found: tuple[StepRecord, ...], event: Event) -> None:
    program, tally = run.ledger.program, run.tally
    for kind in SubjectKind:
        told = paid_to(program, found, kind, accelerated=payment.accelerated)
        for name, expected, paid in zip(program.subjects(kind), payment.paid(kind), told, strict=True):
            tally.money("credits", where, f"credited to {kind.name.lower()} {name}", expected, paid)
    money_in = event.args["available"] + sum(record.drawn + record.released for record in found)
    money_out = event.args["left"] + sum(record.paid for record in found)
    tally.money("credits", where, "available, drawn and released = paid and left", money_in, money_out)
