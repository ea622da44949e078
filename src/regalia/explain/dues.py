# SPDX-License-Identifier: Apache-2.0
"""What is due in a step, as a phrase."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.domain.terms.dues import ExpenseDue, ReserveTarget, TargetPart
from regalia.domain.terms.steps import Step
from regalia.explain.writer import Writer


def expense_due(writer: Writer, steps: Sequence[Step], due: ExpenseDue) -> str:
    """``1% of the royalties received for the period``."""
    match due.kind:
        case "fixed":
            return writer.say("due.fixed", amount=writer.money(due.amount))
        case "rate-on-collections":
            return writer.say("due.rate-on-collections", rate=writer.language.rate(due.rate))
        case "rate-on-outstanding":
            return writer.say(
                "due.rate-on-outstanding",
                rate=writer.language.rate(due.rate),
                day_count=due.day_count,
                tranches=writer.tranches(due.tranches),
            )
        case "as-invoiced":
            return writer.say("due.as-invoiced")
        case "above-cap":
            return writer.say("due.above-cap", item=writer.item(steps, due.step))


def reserve_target(writer: Writer, target: ReserveTarget) -> str:
    """``the largest of …``; what the report sets goes before it."""
    parts = [_part(writer, target, part) for part in target.parts]
    if len(parts) > 1:
        formula = writer.say(f"target.{target.combine}", parts=writer.language.all_of(parts))
    else:
        formula = parts[0] if parts else writer.say("target.zero")
    return writer.say("target.set-by-report", formula=formula) if target.set_by_report else formula


def _part(writer: Writer, target: ReserveTarget, part: TargetPart) -> str:
    match part.kind:
        case "fixed":
            return writer.money(part.amount)
        case "periods-of-interest":
            tranches = writer.tranches(target.protects)
            return writer.language.count("target.periods-of-interest", part.periods, tranches=tranches)
        case "rate-on-outstanding":
            tranches, rate = writer.tranches(target.protects), writer.language.rate(part.rate)
            return writer.say("target.rate-on-outstanding", rate=rate, tranches=tranches)
