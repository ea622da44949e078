# SPDX-License-Identifier: Apache-2.0
"""What a review of the whole waterfall found in the terms and the Python engine."""

from __future__ import annotations

from regalia.domain.compile import compile_terms
from regalia.domain.state import State
from regalia.domain.terms import terms_from
from regalia.domain.terms.problems import TermsError
from tests.differential.solidity_engine import SolidityEngine
from tests.domain.small_deals import run
from tests.domain.term_sheets import sheet


def other_shortfall() -> dict[str, object]:
    """After an event of default, expenses that were carried are presented again: one id, two ways."""
    data = sheet("turbo_note")
    data["acceleration"].insert(0, {**data["steps"][0], "shortfall": "presented-again"})
    return data


def test_acceleration__same_expense_with_another_shortfall__refused_or_taken_by_the_contracts_too() -> None:
    try:
        program = compile_terms(terms_from(other_shortfall()))
    except TermsError as error:
        assert [problem.path for problem in error.problems] == ["acceleration[0].shortfall"]
        return
    SolidityEngine().check(program.pack(), len(program.payees))


def test_acceleration__same_expense_with_another_shortfall__what_was_carried_is_paid_once() -> None:
    try:
        program = compile_terms(terms_from(other_shortfall()))
    except TermsError:
        return
    opening = State.opening(program)
    carried = (900, *opening.carried[1:])
    state = State(**{**vars(opening), "carried": carried, "defaulted": True})
    paid = 0
    for period in range(program.schedule.opening, program.schedule.opening + 3):
        outcome = run(program, state, available=10**12, invoices=(0,) * len(program.invoiced_steps), period=period)
        assert outcome.accelerated
        state, paid = outcome.state, paid + outcome.records[0].paid
    assert paid == 3 * program.acceleration[0].amount + 900
