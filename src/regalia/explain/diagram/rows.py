# SPDX-License-Identifier: Apache-2.0
"""What the drawing says of each step: short words, who is paid, what supports it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regalia.domain.terms.dues import ReserveTarget, TargetPart
from regalia.domain.terms.steps import ExpenseStep, PrincipalStep, Step
from regalia.explain.clauses import guard
from regalia.explain.diagram.scene import Form
from regalia.explain.document import Item
from regalia.explain.dues import expense_due
from regalia.explain.writer import Writer


@dataclass(frozen=True)
class Named:
    form: Form
    name: str


@dataclass(frozen=True)
class Row:
    """A step. ``figures`` are those of a payment date; ``applied`` is whether the step ran on it."""

    heading: str
    brief: tuple[str, ...]
    guards: tuple[str, ...]
    figures: tuple[str, ...]
    applied: bool
    payee: Named
    supports: tuple[Named, ...]


def row(writer: Writer, steps: Sequence[Step], step: Step, item: Item) -> Row:
    return Row(
        heading=f"{item.label} {item.heading}",
        brief=tuple(_brief(writer, steps, step)),
        guards=tuple(guard(writer, step)),
        figures=item.brief,
        applied=item.applied,
        payee=_payee(writer, step),
        supports=tuple(_supports(writer, step)),
    )


def _brief(writer: Writer, steps: Sequence[Step], step: Step) -> Iterator[str]:
    match step.kind:
        case "expense":
            yield from _expense(writer, steps, step)
        case "reserve" if step.gives_all_back:
            yield writer.say("brief.gives-all-back")
        case "reserve":
            yield writer.say("brief.reserve", target=_target(writer, step.target))
        case "principal":
            yield _principal(writer, step)
        case "trap":
            yield writer.say("brief.trap", share=writer.language.rate(step.share))
        case "interest" | "repay-support" | "residual":
            yield writer.say(f"brief.{step.kind}")


def _expense(writer: Writer, steps: Sequence[Step], step: ExpenseStep) -> Iterator[str]:
    if step.due.kind == "rate-on-outstanding":
        yield writer.say("brief.rate-on-outstanding", rate=writer.language.rate(step.due.rate))
    else:
        yield expense_due(writer, steps, step.due)
    if step.cap:
        for key, amount in (("cap.period", step.cap.per_period), ("cap.year", step.cap.per_year)):
            if amount is not None:
                yield writer.say("brief.cap", cap=writer.say(key, amount=writer.money(amount)))


def _target(writer: Writer, target: ReserveTarget) -> str:
    parts = [_part(writer, part) for part in target.parts]
    formula = (
        writer.say(f"target.{target.combine}", parts=writer.language.all_of(parts))
        if len(parts) > 1
        else "".join(parts)
    )
    if not target.set_by_report:
        return formula
    return writer.say("brief.set-by-report", formula=formula or writer.say("target.zero"))


def _part(writer: Writer, part: TargetPart) -> str:
    match part.kind:
        case "fixed":
            return writer.money(part.amount)
        case "periods-of-interest":
            return writer.language.count("brief.periods-of-interest", part.periods)
        case "rate-on-outstanding":
            return writer.say("brief.share-of-outstanding", rate=writer.language.rate(part.rate))


def _principal(writer: Writer, step: PrincipalStep) -> str:
    due = step.due
    match due.kind:
        case "scheduled" if due.share_of_original is not None:
            return writer.say("brief.share", share=writer.language.rate(due.share_of_original))
        case "target-balance" if due.share_of_pool_value is not None:
            return writer.say("brief.target-share", share=writer.language.rate(due.share_of_pool_value))
        case _:
            return writer.say(f"brief.{due.kind}")


def _payee(writer: Writer, step: Step) -> Named:
    match step.kind:
        case "expense":
            return Named("party", writer.party(step.payee))
        case "interest":
            return Named("party", writer.tranche(step.tranche).name)
        case "principal" if step.order == "sequential":
            return Named("party", writer.language.in_order([writer.tranche(name).name for name in step.tranches]))
        case "principal":
            return Named("party", writer.say("brief.pro-rata", tranches=writer.tranches(step.tranches)))
        case "reserve" | "trap":
            return Named("account", writer.account(step.account).name)
        case "repay-support":
            return Named("facility", writer.facility(step.facility).name)
        case "residual" if step.tranche is not None:
            return Named("party", writer.tranche(step.tranche).name)
        case "residual":
            assert step.payee is not None  # a rule of the terms: one of the two
            return Named("party", writer.party(step.payee))


def _supports(writer: Writer, step: Step) -> Iterator[Named]:
    if step.kind not in ("expense", "interest", "principal"):
        return
    for place, name in enumerate(step.support, 1):
        form: Form = "account" if writer.is_account(name) else "facility"
        called = writer.account(name).name if writer.is_account(name) else writer.facility(name).name
        yield Named(form, f"{place}. {called}" if len(step.support) > 1 else called)
