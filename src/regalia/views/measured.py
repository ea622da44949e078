# SPDX-License-Identifier: Apache-2.0
"""What the triggers of a deal measured on a payment date, found again from the states before and after it, by the engine's own rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from regalia.domain.compile import opening_state
from regalia.domain.history import PaymentDate
from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.meeting.resolutions import DeclareDefault, MetDeal, Waive
from regalia.domain.program import TriggerProgram
from regalia.domain.program_words import Measure
from regalia.domain.running import Running
from regalia.domain.state import Inputs, State
from regalia.domain.triggers import Ratio, Triggers, is_breached
from regalia.ledger.model import CallPayment
from regalia.ledger.story.story import Story
from regalia.reports.date_lines import is_since

_WITHOUT_A_NUMBER = (Measure.DATE_REACHED, Measure.SUPPORT_UNPAID)


@dataclass(frozen=True)
class Measured:
    """``quantity``: numerator and denominator; the denominator is zero where there is nothing to measure by. ``trigger`` as it was."""

    trigger: TriggerProgram
    quantity: Ratio

    @property
    def breached(self) -> bool:
        return is_breached(self.trigger.comparison, self.quantity, self.trigger.threshold)


def has_number(trigger: TriggerProgram) -> bool:
    return trigger.measure not in _WITHOUT_A_NUMBER


def measured(story: Story, index: int) -> tuple[Measured | None, ...]:
    """Of the payment date at ``index``, one a trigger; None for those that measure nothing but a day or a deadline."""
    payment = story.ledger.dates[index].payment
    program, opening = payment.program, state_before(story, index)
    run = Running(program, opening, _inputs(payment))
    triggers = Triggers(run, opening)
    triggers.before()
    found: dict[int, Measured] = dict(_asked(triggers, after=False))
    # those of after the steps look at what the steps left
    run.balance[:], run.arrears[:], run.age[:] = payment.state.balance, payment.state.arrears, payment.state.age
    run.account[:] = payment.state.account
    found |= dict(_asked(triggers, after=True))
    return tuple(found.get(i) for i in range(len(program.triggers)))


def state_before(story: Story, index: int) -> State:
    """That of the payment date before (or of closing), with what calls and meetings changed since."""
    ledger = story.ledger
    state = ledger.dates[index - 1].payment.state if index else opening_state(ledger.terms, ledger.program)
    changes: list[tuple[tuple[int, int], CallPayment | Waive | DeclareDefault]] = [
        (call.place.position, call) for call in ledger.calls if is_since(ledger, index, call.place)
    ]
    for told in ledger.resolutions:
        if isinstance(told.act, Waive | DeclareDefault) and told.executed and is_since(ledger, index, told.executed):
            changes.append((told.executed.position, told.act))
    for _, change in sorted(changes, key=lambda placed: placed[0]):
        state = _called(state, change) if isinstance(change, CallPayment) else _met(story, state, change)
    return state


def _asked(triggers: Triggers, *, after: bool) -> Iterator[tuple[int, Measured]]:
    for i, trigger in enumerate(triggers.run.program.triggers):
        if trigger.after is after and has_number(trigger):
            yield i, Measured(trigger, triggers.quantity(i, trigger))


def _inputs(payment: PaymentDate) -> Inputs:
    report, facts = payment.report, payment.facts
    return Inputs(
        period=report.period,
        available=payment.flow.available,
        received=payment.received,
        target=report.target,
        invoices=report.invoices,
        facts=facts.facts,
        report_age=facts.report_age,
        unpaid=facts.unpaid,
    )


def _called(state: State, call: CallPayment) -> State:
    balance = tuple(now - gone for now, gone in zip(state.balance, call.balance, strict=True))
    arrears = tuple(now - gone for now, gone in zip(state.arrears, call.arrears, strict=True))
    return replace(state, balance=balance, arrears=arrears)


def _met(story: Story, state: State, act: Waive | DeclareDefault) -> State:
    rules = story.run.meeting.rules
    if rules is None:
        return state
    try:
        return act.carried_out(MetDeal(rules, story.ledger.program, (), state)).state
    except MeetingRefusedError:  # the story says so as a difference
        return state
