# SPDX-License-Identifier: Apache-2.0
"""One payment date as the chain told it against the same date found by the Python engine."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.history import PaymentDate
from regalia.domain.program import SubjectKind
from regalia.domain.waterfall import StepRecord, paid_to
from regalia.ledger.run import Run

_AMOUNT = 16  # bytes
_FIELDS = ("due", "paid", "drawn", "released")


def compare_date(run: Run, where: str, payment: PaymentDate, event: Event) -> None:
    tally, program, args = run.tally, run.ledger.program, event.args
    tally.money("steps", where, "available funds", payment.flow.available, args["available"])
    found = _records(args["records"])
    size = len(_FIELDS) * _AMOUNT * len(payment.records)
    tally.same("steps", where, "bytes of the step records", size, len(args["records"]))
    for step, expected, record in zip(program.steps, payment.records, found, strict=False):
        for field in _FIELDS:
            tally.money("steps", f"{where}, step {step.label}", field, getattr(expected, field), getattr(record, field))
    tally.money("steps", where, "left in collection", payment.flow.left, args["left"])
    if size == len(args["records"]):
        _compare_credits(run, where, payment, found, event)


def _compare_credits(run: Run, where: str, payment: PaymentDate, found: tuple[StepRecord, ...], event: Event) -> None:
    program, tally = run.ledger.program, run.tally
    labels = {
        SubjectKind.PAYEE: program.payees,
        SubjectKind.TRANCHE: tuple(tranche.label for tranche in program.tranches),
        SubjectKind.ACCOUNT: program.accounts,
    }
    for kind, names in labels.items():
        for name, expected, paid in zip(names, payment.paid(kind), paid_to(program, found, kind), strict=True):
            tally.money("credits", where, f"credited to {kind.name.lower()} {name}", expected, paid)
    money_in = event.args["available"] + sum(record.drawn + record.released for record in found)
    money_out = event.args["left"] + sum(record.paid for record in found)
    tally.money("credits", where, "available, drawn and released = paid and left", money_in, money_out)


def _records(packed: bytes) -> tuple[StepRecord, ...]:
    """Four big-endian u128 a step: due, paid, drawn, released. Trailing bytes are no step."""
    amounts = [int.from_bytes(packed[i : i + _AMOUNT], "big") for i in range(0, len(packed), _AMOUNT)]
    return tuple(StepRecord(*amounts[i : i + 4]) for i in range(0, len(packed) // _AMOUNT // 4 * 4, 4))
