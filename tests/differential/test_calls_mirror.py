# SPDX-License-Identifier: Apache-2.0
"""What the holder of a call pays: both engines price it alike, or both refuse."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from regalia.domain.calls import CallRefusedError, price_of_call
from regalia.domain.program import Program
from regalia.domain.program_words import CallKind
from regalia.domain.state import State
from tests.differential import cases
from tests.differential.amounts import some
from tests.differential.programs import program
from tests.differential.solidity_engine import SolidityEngine

EPOCH = date(1970, 1, 1)
PRICES = 20_000


def test_price__generated_calls__engines_equal_and_refuse_alike() -> None:
    solidity, rng, seen = SolidityEngine(), Random(7), Counter[str]()
    while seen.total() < PRICES:
        made = program(rng)
        for index in range(len(made.calls) + 1):
            seen[price_both(solidity, rng, made, index)] += 1
    print(seen)
    outcomes = {"no call", *(f"{kind.name} {how}" for kind in CallKind for how in ("priced", "refused"))}
    assert set(seen) == outcomes


def price_both(solidity: SolidityEngine, rng: Random, made: Program, index: int) -> str:
    """What came of it."""
    period = made.schedule.opening + rng.choice([0, 0, 1, 5])
    start, end = made.schedule.accrual(period)
    day = rng.choice([start, end, end - timedelta(days=1), start + (end - start) / 2, start - timedelta(days=3)])
    since = made.calls[index].since if index < len(made.calls) else None
    if since and some(rng, 0.4):
        day = since - timedelta(days=rng.choice([0, 1]))
    state = outstanding(rng, made)
    arguments = made, index, state.balance, state.arrears, period, (day - EPOCH).days
    kind = made.calls[index].kind.name if index < len(made.calls) else ""
    try:
        expected = price_of_call(made, state, index, period, day)
    except CallRefusedError:
        with pytest.raises(RuntimeError, match="Revert"):
            solidity.call_price(*arguments)
        return f"{kind} refused" if kind else "no call"
    assert solidity.call_price(*arguments) == expected, (made, state, index, period, day)
    return f"{kind} priced"


def outstanding(rng: Random, made: Program) -> State:
    """Half of the time little enough for a clean-up call: exactly as much as it allows, or a unit more."""
    state = cases.state(rng, made)
    if some(rng, 0.5):
        original = sum(t.original_balance for t in made.tranches)
        remaining = made.calls[0].remaining if made.calls else 0
        first = original * remaining // 10**6 + rng.choice([0, 0, 1])
        state = replace(state, balance=(first, *[0] * (len(made.tranches) - 1)))
    return state
