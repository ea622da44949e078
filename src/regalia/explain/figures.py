# SPDX-License-Identifier: Apache-2.0
"""An explanation with the figures of one payment date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.history import AVAILABLE_FUNDS
from regalia.domain.terms import Terms
from regalia.domain.terms.steps import Step
from regalia.explain.document import Document, Item, Section
from regalia.explain.language import Language
from regalia.explain.outcome import DateOutcome, StepOutcome, drawn
from regalia.explain.writer import Writer


def with_figures(document: Document, terms: Terms, language: Language, outcome: DateOutcome) -> Document:
    """``document`` with a section on the payment date in front, and what became of each step."""
    writer, ran = Writer(terms, language), "acceleration" if outcome.accelerated else "steps"
    item = Item(tuple(_date(writer, outcome)), details=tuple(_afterwards(writer, outcome)))
    date = Section("payment-date", writer.say("title.payment-date"), (item,))
    sections = [date]
    for section in document.sections:
        if section.key not in ("steps", "acceleration"):
            sections.append(section)
        elif section.key == ran:
            steps = dict(terms.step_lists())[ran]
            sections.append(replace(section, items=_told(writer, section.items, steps, outcome)))
        else:
            idle = tuple(replace(item, applied=False) for item in section.items)
            sections.append(replace(section, items=idle, lead=(writer.say("date.other-list"), *section.lead)))
    return replace(document, sections=tuple(sections))


def _date(writer: Writer, outcome: DateOutcome) -> Iterator[str]:
    language, say, schedule = writer.language, writer.say, writer.terms.calendar.schedule()
    period = language.period(CollectionPeriod.parse(outcome.attributed_to))
    date = language.date(schedule.payment_date(outcome.period))
    yield say("date.period", period=period, number=str(outcome.period), date=date)
    yield say("date.available", received=writer.money(outcome.received), available=writer.money(outcome.available))
    if outcome.events:
        yield say("date.events", events=language.all_of([writer.event(flag) for flag in outcome.events]))
    elif writer.terms.triggers and not outcome.accelerated:
        yield say("date.no-events")
    if outcome.accelerated:
        yield say("date.accelerated")
    if outcome.left:
        yield say("date.left", amount=writer.money(outcome.left))


def _afterwards(writer: Writer, outcome: DateOutcome) -> Iterator[str]:
    say = writer.say
    for tranche in writer.terms.tranches:
        if tranche.balance:
            balance, arrears = outcome.balances[tranche.id], outcome.arrears[tranche.id]
            yield say("date.class", tranche=tranche.name, balance=writer.money(balance), arrears=writer.money(arrears))
    for account in writer.terms.accounts:
        yield say("date.account", account=account.name, amount=writer.money(outcome.accounts[account.id]))
    for facility in writer.terms.facilities:
        owed, cost = writer.money(outcome.owed[facility.id]), writer.money(outcome.cost[facility.id])
        yield say("date.facility", facility=facility.name, owed=owed, cost=cost)


def _told(writer: Writer, items: Sequence[Item], steps: Sequence[Step], outcome: DateOutcome) -> tuple[Item, ...]:
    return tuple(
        replace(
            item,
            figures=tuple(_figures(writer, step, done, outcome)),
            brief=tuple(_brief(writer, step, done)),
            applied=done.ran,
        )
        for item, step, done in zip(items, steps, outcome.steps, strict=True)
    )


def _figures(writer: Writer, step: Step, done: StepOutcome, outcome: DateOutcome) -> Iterator[str]:
    say, money = writer.say, writer.money
    if not done.ran:
        yield from _why_not(writer, step, outcome)
        if done.due:
            yield say("figure.held-back", due=money(done.due))
    elif done.shortfall and _takes_all(step):
        yield say("figure.turbo", due=money(done.due), paid=money(done.paid))
    elif done.shortfall:
        yield say("figure.paid", due=money(done.due), paid=money(done.paid), shortfall=money(done.shortfall))
    elif done.due:
        yield say("figure.paid-in-full", due=money(done.due))
    elif not done.released:
        yield say("figure.nothing-due")
    if drawn(done):
        yield say("figure.sources", sources=writer.language.all_of(list(_sources(writer, done))))
    if done.due:
        for tranche, (due, paid) in done.shares.items():
            yield say("figure.share", tranche=writer.tranche(tranche).name, due=money(due), paid=money(paid))
    if done.released:
        yield say("figure.released", amount=money(done.released))


def _takes_all(step: Step) -> bool:
    """Whether the step repays what it can: then the whole balance is due, and what is left of it is no shortfall."""
    return step.kind == "principal" and step.due.kind == "turbo"


def _brief(writer: Writer, step: Step, done: StepOutcome) -> Iterator[str]:
    """In few words, for the drawing."""
    say, money = writer.say, writer.money
    if not done.ran:
        yield say("short.not-applied")
    if done.shortfall and not _takes_all(step):
        yield say("short.due", due=money(done.due))
    if done.paid or done.shortfall:
        yield say("short.paid", paid=money(done.paid))
    elif done.ran and not done.released:
        yield say("figure.nothing-due")
    for label, amount in done.sources.items():
        if label != AVAILABLE_FUNDS:
            yield say("figure.from-support", amount=money(amount), support=_support(writer, label))
    if done.released:
        yield say("short.released", amount=money(done.released))


def _why_not(writer: Writer, step: Step, outcome: DateOutcome) -> Iterator[str]:
    """Each flag of the guard that held the step back."""
    for flag in step.guard.while_active:
        if flag not in outcome.events:
            yield writer.say("figure.not-up", event=writer.event(flag))
    for flag in step.guard.while_not_active:
        if flag in outcome.events:
            yield writer.say("figure.up", event=writer.event(flag))


def _sources(writer: Writer, done: StepOutcome) -> Iterator[str]:
    for label, amount in done.sources.items():
        if label == AVAILABLE_FUNDS:
            yield writer.say("figure.from-available", amount=writer.money(amount))
        else:
            yield writer.say("figure.from-support", amount=writer.money(amount), support=_support(writer, label))


def _support(writer: Writer, label: str) -> str:
    return writer.account(label).name if writer.is_account(label) else writer.facility(label).name
