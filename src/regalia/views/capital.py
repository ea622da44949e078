# SPDX-License-Identifier: Apache-2.0
"""What a deal is made of: its tranches, what they are owed, and where its cash is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.program import NO_LIMIT, PPM, FacilityProgram, Program, StepKind
from regalia.domain.program_words import FacilityKind, StepFlag
from regalia.domain.running import Running
from regalia.domain.state import Inputs, State
from regalia.domain.step_kinds import reserve_target_up
from regalia.views.seen import DealNow, share


@dataclass(frozen=True)
class TrancheNow:
    """``coupon`` is None where it bears no interest; ``factor`` is None where there never was a balance. ``owned`` of the units that were
    placed are in hands.
    """

    id: str
    name: str
    symbol: str
    units: int
    owned: int
    coupon: Decimal | None
    original: Decimal
    outstanding: Decimal
    arrears: Decimal
    factor: Decimal | None


@dataclass(frozen=True)
class AccountNow:
    """``target`` with the balances of now, None where nothing says one; ``kind``: reserve or trap."""

    id: str
    name: str
    kind: str
    held: Decimal
    target: Decimal | None


@dataclass(frozen=True)
class FacilityNow:
    """``cash`` was put in and not drawn yet, ``owed`` is what was drawn and its interest; ``unused`` of the limit, None without one."""

    id: str
    name: str
    provider: str
    kind: str
    cash: Decimal
    owed: Decimal
    unused: Decimal | None


@dataclass(frozen=True)
class Cash:
    """``collection`` waits to be shared out; ``held`` is all of it with the accounts."""

    collection: Decimal
    held: Decimal
    accounts: tuple[AccountNow, ...]
    facilities: tuple[FacilityNow, ...]


def tranches_of(now: DealNow) -> tuple[TrancheNow, ...]:
    said = now.snapshot
    lines = []
    for t, (terms, word) in enumerate(zip(now.terms.tranches, said.tranches, strict=True)):
        balance = said.state.balance[t]
        lines.append(
            TrancheNow(
                id=terms.id,
                name=terms.name,
                symbol=terms.symbol,
                units=word.units,
                owned=said.supply[t],
                coupon=share(word.coupon) if now.ledger.program.tranches[t].bears_interest else None,
                original=now.money(word.original),
                outstanding=now.money(balance),
                arrears=now.money(said.state.arrears[t]),
                factor=share(balance * PPM // word.original) if word.original else None,
            )
        )
    return tuple(lines)


def cash_of(now: DealNow) -> Cash:
    program, state = now.ledger.program, now.snapshot.state
    count = len(program.accounts)
    accounts = tuple(
        AccountNow(
            account.id, account.name, account.kind, now.money(held), _money(now, _target(now, program, state, a))
        )
        for a, (account, held) in enumerate(zip(now.terms.accounts, state.account[:count], strict=True))
    )
    facilities = tuple(
        _facility(now, state, f, facility, state.account[count + f]) for f, facility in enumerate(program.facilities)
    )
    collection = now.ledger.deal.collection
    return Cash(now.money(collection), now.money(collection + sum(state.account)), accounts, facilities)


def _facility(now: DealNow, state: State, f: int, facility: FacilityProgram, cash: int) -> FacilityNow:
    used = (state.drawn if facility.kind is FacilityKind.LIQUIDITY else state.called)[f]
    return FacilityNow(
        id=facility.label,
        name=now.names.facility(facility.label),
        provider=now.names.party(now.ledger.program.payees[facility.payee]),
        kind=FacilityKind(facility.kind).name.lower(),
        cash=now.money(cash),
        owed=now.money(state.drawn[f] + state.cost[f]),
        unused=None if facility.limit == NO_LIMIT else now.money(max(0, facility.limit - used)),
    )


def _target(now: DealNow, program: Program, state: State, account: int) -> int | None:
    """By the first reserve step of the normal list, as triggers measure it. What only a report sets is not known before it comes."""
    step = next((s for s in program.steps if s.kind is StepKind.RESERVE and s.subject == account), None)
    if step is None or now.snapshot.status != "live":
        return None
    pending = now.ledger.stream.pending
    told = pending.report.target if pending else None
    if StepFlag.SET_BY_REPORT in step.flags and told is None:
        return None
    facts, invoices = (0,) * len(program.facts), (0,) * len(program.invoiced_steps)
    inputs = Inputs(now.ledger.deal.next_period, 0, 0, told, invoices, facts)
    return reserve_target_up(Running(program, state, inputs), step)


def _money(now: DealNow, amount: int | None) -> Decimal | None:
    return None if amount is None else now.money(amount)
