# SPDX-License-Identifier: Apache-2.0
"""One payment date as the chain told it against the same date found by the Python engine."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.chain.step_records import RECORD_BYTES, unpack_records
from regalia.domain.history import PaymentDate
from regalia.domain.program import SubjectKind
from regalia.domain.waterfall import StepRecord, paid_to
from regalia.ledger.run import Run

_FIELDS = ("due", "paid", "drawn", "released")


def compare_date(run: Run, where: str, payment: PaymentDate, event: Event) -> None:
    tally, program, args = run.tally, run.ledger.program, event.args
    tally.money("steps", where, "available funds", payment.flow.available, args["available"])
    told = len(args["records"])
    found = unpack_records(args["records"][: told - told % RECORD_BYTES])
    size = RECORD_BYTES * len(payment.records)
    tally.same("steps", where, "bytes of the step records", size, len(args["records"]))
    for step, expected, record in zip(program.steps, payment.records, found, strict=False):
        for field in _FIELDS:
            tally.money("steps", f"{where}, step {step.label}", field, getattr(expected, field), getattr(record, field))
    tally.money("steps", where, "left in collection", payment.flow.left, args["left"])
    if size == len(args["records"]):
        _compare_credits(run, where, payment, found, event)


def _compare_credits(run: Run, where: str, payment: PaymentDate, found: tuple[StepRecord, ...], event: Event) -> None:
    program, tally = run.ledger.program, run.tally
    for kind in SubjectKind:
        for name, expected, paid in zip(
            program.subjects(kind), payment.paid(kind), paid_to(program, found, kind), strict=True
        ):
            tally.money("credits", where, f"credited to {kind.name.lower()} {name}", expected, paid)
    money_in = event.args["available"] + sum(record.drawn + record.released for record in found)
    money_out = event.args["left"] + sum(record.paid for record in found)
    tally.money("credits", where, "available, drawn and released = paid and left", money_in, money_out)
