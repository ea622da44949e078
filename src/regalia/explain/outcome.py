# SPDX-License-Identifier: Apache-2.0
"""The one place that knows how the engine keeps a payment date: its records, told by the steps of the terms.

The engine has a record a step of its program, which for principal is one a tranche; here they are put together again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.compile import step_origins
from regalia.domain.history import AVAILABLE_FUNDS, PaymentDate
from regalia.domain.program import SubjectKind
from regalia.domain.terms import Terms


@dataclass(frozen=True)
class StepOutcome:
    """Amounts in currency. ``sources``: what was paid out of ``AVAILABLE_FUNDS`` and out of each account and facility, by id;
    ``shares``: due and paid of each tranche, for a step that repays several.
    """

    step: str
    ran: bool
    due: Decimal
    paid: Decimal
    shortfall: Decimal
    released: Decimal
    sources: dict[str, Decimal]
    shares: dict[str, tuple[Decimal, Decimal]]


@dataclass(frozen=True)
class DateOutcome:
    """``steps``: of the list that ran. ``events``: flags that were up. ``left``: what no step took. ``owed`` and ``cost`` by facility:
    what it paid, and interest on it.
    """

    period: int
    attributed_to: str
    received: Decimal
    available: Decimal
    left: Decimal
    accelerated: bool
    events: tuple[str, ...]
    steps: tuple[StepOutcome, ...]
    balances: dict[str, Decimal]
    arrears: dict[str, Decimal]
    accounts: dict[str, Decimal]
    owed: dict[str, Decimal]
    cost: dict[str, Decimal]


def outcome_of(terms: Terms, payment: PaymentDate) -> DateOutcome:
    """What one execution of the deal's own program did."""
    program, state, money = payment.program, payment.state, terms.money.to_decimal
    tranches = [tranche.label for tranche in program.tranches]
    facilities = [facility.label for facility in program.facilities]
    return DateOutcome(
        period=payment.report.period,
        attributed_to=str(program.schedule.collection_period(payment.report.period)),
        received=money(payment.received),
        available=money(payment.flow.available),
        left=money(payment.flow.left),
        accelerated=payment.accelerated,
        events=tuple(label for place, label in enumerate(program.flags) if payment.up >> place & 1),
        steps=tuple(_steps(terms, payment)),
        balances=dict(zip(tranches, map(money, state.balance), strict=True)),
        arrears=dict(zip(tranches, map(money, state.arrears), strict=True)),
        accounts=dict(zip(program.accounts, map(money, state.account), strict=False)),
        owed=dict(zip(facilities, map(money, state.drawn), strict=True)),
        cost=dict(zip(facilities, map(money, state.cost), strict=True)),
    )


def _steps(terms: Terms, payment: PaymentDate) -> Iterator[StepOutcome]:
    steps = terms.acceleration if payment.accelerated else terms.steps
    origins = step_origins(terms, accelerated=payment.accelerated)
    for place, step in enumerate(steps):
        yield _step(terms, payment, step.id, [index for index, origin in enumerate(origins) if origin == place])


def _step(terms: Terms, payment: PaymentDate, name: str, indices: list[int]) -> StepOutcome:
    money, records = terms.money.to_decimal, [payment.records[index] for index in indices]
    sources: dict[str, int] = {}
    for index in indices:
        for source in payment.sources(index):
            sources[source.label] = sources.get(source.label, 0) + source.amount
    shares = {}
    if len(indices) > 1:
        labels = payment.program.subjects(SubjectKind.TRANCHE)
        shares = {
            labels[payment.steps[index].subject]: (money(record.due), money(record.paid))
            for index, record in zip(indices, records, strict=True)
        }
    return StepOutcome(
        step=name,
        ran=payment.ran(indices[0]),
        due=money(sum(record.due for record in records)),
        paid=money(sum(record.paid for record in records)),
        shortfall=money(sum(record.shortfall for record in records)),
        released=money(sum(record.released for record in records)),
        sources={label: money(amount) for label, amount in sources.items()},
        shares=shares,
    )


def drawn(outcome: StepOutcome) -> bool:
    """Whether support paid a part."""
    return any(label != AVAILABLE_FUNDS for label in outcome.sources)
