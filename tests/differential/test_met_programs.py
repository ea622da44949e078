# SPDX-License-Identifier: Apache-2.0
"""What a meeting makes of a program is one that the contracts take, run and price as Python does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from regalia.domain.calls import price_of_call
from regalia.domain.meeting.resolutions import Amend, DeclareDefault, MetDeal, OpenCall, Waive
from regalia.domain.program import Program
from regalia.domain.state import Inputs
from regalia.domain.waterfall import run_steps
from tests.differential.solidity_engine import SolidityEngine
from tests.domain.meeting.meetings import VOTING, WITH_A_MEETING, met

EVERY_DEAL = pytest.mark.parametrize("path", WITH_A_MEETING, ids=lambda path: path.stem)
EPOCH = date(1970, 1, 1)


@pytest.fixture(scope="module")
def solidity() -> SolidityEngine:
    return SolidityEngine()


def inputs(program: Program, received: int) -> Inputs:
    invoices, facts = (0,) * len(program.invoiced_steps), (10**9,) * len(program.facts)
    return Inputs(program.schedule.opening, received, received, None, invoices, facts)


@EVERY_DEAL
def test_amend__each_field_at_each_bound__taken_and_run_alike(solidity: SolidityEngine, path: Path) -> None:
    deal = met(path)
    for i, field in enumerate(deal.rules.amendable):
        for value in (field.lowest, field.highest):
            amended = Amend(i, value).carried_out(deal).program
            assert amended.pack() == field.written(deal.program.pack(), value)
            solidity.check(amended.pack(), len(deal.payees))
            given = inputs(amended, 10**10)
            assert solidity.run(amended, deal.state, given) == run_steps(amended, deal.state, given)


@EVERY_DEAL
@pytest.mark.parametrize("highest", [False, True], ids=["all at from", "all at to"])
def test_amend__all_fields_at_once__taken(solidity: SolidityEngine, path: Path, highest: bool) -> None:
    deal = met(path)
    for i, field in enumerate(deal.rules.amendable):
        deal = Amend(i, field.highest if highest else field.lowest).carried_out(deal)
    solidity.check(deal.program.pack(), len(deal.payees))


@EVERY_DEAL
def test_open_call__each_call__taken_and_priced_alike(solidity: SolidityEngine, path: Path) -> None:
    deal = met(path)
    period = deal.program.schedule.opening
    start, _ = deal.program.schedule.accrual(period)
    grown = replace(deal.state, balance=tuple(balance * 2 for balance in deal.state.balance))
    for call in range(len(deal.program.calls)):
        opened = OpenCall(call).carried_out(deal).program
        solidity.check(opened.pack(), len(deal.payees))
        for state in (deal.state, grown):
            prices = solidity.call_price(opened, call, state.balance, state.arrears, period, (start - EPOCH).days)
            assert prices == price_of_call(opened, state, call, period, start) and sum(prices) > 0


def test_default_declared_and_waived__run_alike(solidity: SolidityEngine) -> None:
    deal = met(VOTING)
    given = inputs(deal.program, 10**8)
    declared = DeclareDefault().carried_out(deal)
    waived = Waive(255).carried_out(declared)
    for standing, accelerated in ((deal, False), (declared, True), (waived, False)):
        outcome = alike(solidity, standing, given)
        assert outcome is accelerated


def alike(solidity: SolidityEngine, deal: MetDeal, given: Inputs) -> bool:
    """Run by both engines; whether the acceleration list ran."""
    outcome = run_steps(deal.program, deal.state, given)
    assert solidity.run(deal.program, deal.state, given) == outcome
    return outcome.accelerated
