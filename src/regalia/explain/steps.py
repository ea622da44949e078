# SPDX-License-Identifier: Apache-2.0
"""A priority of payments as a numbered list of items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regalia.domain.terms.steps import (
    ExpenseStep,
    InterestStep,
    PrincipalStep,
    RepaySupportStep,
    ReserveStep,
    ResidualStep,
    Step,
    TrapStep,
)
from regalia.explain.clauses import guard, source
from regalia.explain.document import Item
from regalia.explain.dues import expense_due, reserve_target
from regalia.explain.writer import Writer, name_of


def step_items(writer: Writer, steps: Sequence[Step]) -> tuple[Item, ...]:
    """One item a step, in order, labelled as the language numbers its lists."""
    return tuple(
        Item(
            sentences=tuple(_sentences(writer, steps, step)),
            label=writer.language.number(place),
            id=step.id,
            heading=name_of(step),
            details=tuple(_table(writer, step)),
        )
        for place, step in enumerate(steps, 1)
    )


def _sentences(writer: Writer, steps: Sequence[Step], step: Step) -> Iterator[str]:
    match step.kind:
        case "expense":
            yield from _expense(writer, steps, step)
        case "interest":
            yield from _interest(writer, step)
        case "reserve":
            yield from _reserve(writer, step)
        case "principal":
            yield from _principal(writer, step)
        case "trap":
            yield from _trap(writer, step)
        case "repay-support":
            yield _repay(writer, step)
        case "residual":
            yield _residual(writer, step)
    if step.kind in ("expense", "interest", "principal") and step.support:
        yield writer.say("support", sources=writer.language.in_order([source(writer, name) for name in step.support]))
    yield from guard(writer, step)


def _expense(writer: Writer, steps: Sequence[Step], step: ExpenseStep) -> Iterator[str]:
    payee, due = writer.party(step.payee), expense_due(writer, steps, step.due)
    if step.carry_rate:
        yield writer.say("expense.with-interest", payee=payee, due=due, rate=writer.language.rate(step.carry_rate))
    else:
        yield writer.say(f"expense.{step.shortfall}", payee=payee, due=due)
    if step.cap:
        caps = [("cap.period", step.cap.per_period), ("cap.year", step.cap.per_year)]
        shown = [writer.say(key, amount=writer.money(amount)) for key, amount in caps if amount is not None]
        yield writer.say("cap", caps=writer.language.all_of(shown))
        later = next(
            (s for s in steps if s.kind == "expense" and s.due.kind == "above-cap" and s.due.step == step.id), None
        )
        if later:
            yield writer.say("cap.later", item=writer.item(steps, later.id))
        else:
            yield writer.say(f"cap.{step.shortfall}")
    yield writer.say(f"shortfall.{step.shortfall}")


def _interest(writer: Writer, step: InterestStep) -> Iterator[str]:
    tranche = writer.tranche(step.tranche)
    yield writer.say("interest", tranche=tranche.name)
    assert tranche.coupon is not None  # a rule of the terms: who is paid interest has a coupon
    yield writer.say(f"unpaid.{tranche.coupon.shortfall}")
    if step.guard.while_active or step.guard.while_not_active:
        yield writer.say("interest.held-back")


def _reserve(writer: Writer, step: ReserveStep) -> Iterator[str]:
    account = writer.account(step.account).name
    if step.gives_all_back:
        yield writer.say("reserve.gives-all-back", account=account)
        return
    yield writer.say("reserve", account=account, target=reserve_target(writer, step.target))
    if step.target.protects:
        yield writer.say("reserve.protects", tranches=writer.tranches(step.target.protects))
    yield writer.say("reserve.above")


def _principal(writer: Writer, step: PrincipalStep) -> Iterator[str]:
    tranches, due = writer.tranches(step.tranches), step.due
    match due.kind:
        case "turbo":
            yield writer.say("principal.turbo", tranches=tranches)
        case "scheduled" if due.share_of_original is not None:
            yield writer.say("principal.share", tranches=tranches, share=writer.language.rate(due.share_of_original))
        case "scheduled":
            yield writer.say("principal.table", tranches=tranches)
        case "target-balance" if due.share_of_pool_value is not None:
            share = writer.language.rate(due.share_of_pool_value)
            yield writer.say("principal.target-share", tranches=tranches, share=share)
        case "target-balance":
            yield writer.say("principal.target-table", tranches=tranches)
    if len(step.tranches) > 1:
        yield writer.say(f"principal.{step.order}")
    if due.kind == "scheduled":
        yield writer.say("principal.carried")


def _trap(writer: Writer, step: TrapStep) -> Iterator[str]:
    account = writer.account(step.account).name
    yield writer.say("trap", account=account, share=writer.language.rate(step.share))
    yield writer.say("trap.released", account=account)


def _repay(writer: Writer, step: RepaySupportStep) -> str:
    facility = writer.facility(step.facility)
    provider = writer.party(facility.provider)
    return writer.say("repay-support", provider=provider, facility=facility.name)


def _residual(writer: Writer, step: ResidualStep) -> str:
    if step.tranche is not None:
        return writer.say("residual.tranche", tranche=writer.tranche(step.tranche).name)
    assert step.payee is not None  # a rule of the terms: one of the two
    return writer.say("residual.payee", payee=writer.party(step.payee))


def _table(writer: Writer, step: Step) -> Iterator[str]:
    """The amounts of a step that has a table of them, a line a period."""
    if step.kind != "principal" or step.due.kind == "turbo":
        return
    rows = step.due.amounts if step.due.kind == "scheduled" else step.due.balances
    for row in rows:
        yield writer.say("listed", period=writer.language.period(row.period), amount=writer.money(row.amount))
