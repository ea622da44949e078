# SPDX-License-Identifier: Apache-2.0
"""From terms, which are for people, to the program both engines run."""

from __future__ import annotations

from regalia.domain.calendar import DayCount
from regalia.domain.compile_calls import compile_calls
from regalia.domain.compile_steps import StepCompiler, labels
from regalia.domain.compile_triggers import compile_triggers
from regalia.domain.indices import DAY_COUNTS, Indices
from regalia.domain.program import NO_LIMIT, FacilityProgram, Program, StepUp, TrancheProgram
from regalia.domain.program_words import FacilityKind
from regalia.domain.state import State
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.executable import not_executable
from regalia.domain.terms.problems import NotExecutableError
from regalia.domain.terms.support import Facility
from regalia.domain.terms.tranches import Tranche


def compile_terms(terms: Terms) -> Program:
    """The program of a deal. NotExecutableError names everything the engines can't do.

    Payees stand in the order in which the steps, then facilities and calls, first name them; tranches, accounts, facilities and triggers
    in file order; flags in the order of the triggers that raise them; facts in the order in which they are first looked at.
    """
    if features := not_executable(terms):
        raise NotExecutableError(features)
    indices = Indices(terms)
    compiler = StepCompiler(terms, indices)
    steps = compiler.compile(terms.steps)
    acceleration = compiler.compile(terms.acceleration)
    facilities = tuple(_facility(terms, indices, facility) for facility in terms.facilities)
    triggers = compile_triggers(terms, indices)
    calls = compile_calls(terms, indices)
    return Program(
        schedule=terms.calendar.schedule(),
        tranches=tuple(_tranche(terms, tranche) for tranche in terms.tranches),
        accounts=tuple(indices.accounts),
        payees=tuple(indices.payees),
        steps=steps,
        acceleration=acceleration,
        facilities=facilities,
        triggers=triggers,
        flags=tuple(indices.flags),
        facts=tuple(indices.facts),
        calls=calls,
        legal_final=terms.calendar.legal_final,
    )


def step_origins(terms: Terms, *, accelerated: bool = False) -> tuple[int, ...]:
    """For each step of a list of the program, the index in that list of the terms of the step it came from."""
    steps = terms.acceleration if accelerated else terms.steps
    return tuple(i for i, step in enumerate(steps) for _ in labels(step))


def opening_state(terms: Terms, program: Program) -> State:
    """The state at closing: accounts funded from the proceeds, full balances, nothing owed."""
    funded = {account.id: terms.money.to_units(account.funded_at_closing) for account in terms.accounts}
    return State.opening(program, tuple(funded[label] for label in program.accounts))


def _tranche(terms: Terms, tranche: Tranche) -> TrancheProgram:
    coupon, balance = tranche.coupon, terms.money.to_units(tranche.balance)
    if coupon is None:
        return TrancheProgram(tranche.id, 0, DayCount.THIRTY_E_360, False, tranche.units, balance)
    step_up = None
    if coupon.step_up:
        since = coupon.step_up.since or terms.calendar.anticipated_repayment
        assert since is not None  # a rule of the terms
        step_up = StepUp(coupon.step_up.rate, since)
    return TrancheProgram(
        label=tranche.id,
        coupon=coupon.rate,
        day_count=DAY_COUNTS[coupon.day_count],
        interest_on_arrears=coupon.shortfall == "arrears-with-interest",
        units=tranche.units,
        original_balance=balance,
        capitalises=coupon.shortfall == "capitalised",
        defaults=coupon.shortfall == "default",
        step_up=step_up,
    )


def _facility(terms: Terms, indices: Indices, facility: Facility) -> FacilityProgram:
    return FacilityProgram(
        label=facility.id,
        kind=FacilityKind.LIQUIDITY if facility.kind == "liquidity" else FacilityKind.GUARANTEE,
        payee=indices.payee(facility.provider),
        rate=facility.rate,
        day_count=DAY_COUNTS[facility.day_count],
        notice_hours=facility.notice_hours,
        limit=NO_LIMIT if facility.limit is None else terms.money.to_units(facility.limit),
    )
