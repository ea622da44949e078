# SPDX-License-Identifier: Apache-2.0
"""Restatements: the oracle and its twin over random histories, every answer compared after every act."""

from __future__ import annotations

from collections import Counter
from random import Random

from regalia.domain.restating import DELTA_LIMIT, MOST_WAITING, NEVER
from tests.differential.restating_oracle import WINDOW, Pair
from tests.oracle.stage import Stage
from tests.support.roles import actor

HISTORIES = 250
ACTS = 14


def test_restatements__random_histories__contract_and_twin_equal_in_every_answer() -> None:
    stage, rng, seen = Stage(), Random(11), Counter[str]()
    for history in range(HISTORIES):
        pair = Pair(stage, actor(f"deal {history}"))
        pair.date(rng.randrange(10_000), 0)
        for _ in range(ACTS):
            seen[act(rng, pair)] += 1
    print(seen)
    assert set(seen) == {
        *(f"restated: {how}" for how in ("accepted", "number", "period", "delta")),
        *("disputed", "struck", "stands", "time passed"),
        *(f"date: {how}" for how in ("nothing taken", "taken in", "something left", "stopped by one not final")),
    }


def act(rng: Random, pair: Pair) -> str:
    what = rng.choices(("restate", "date", "dispute", "settle", "time"), (8, 3, 3, 2, 1))[0]
    disputable = [n for n in range(pair.twin.taken + 1, len(pair.twin.all) + 1) if pair.now < pair.twin.at(n).final_at]
    fresh = [n for n in disputable if n not in pair.opened]
    if what == "dispute" and fresh:
        pair.dispute(rng.choice(fresh))
        return "disputed"
    if what == "settle" and pair.opened:
        struck = rng.random() < 0.5
        pair.settle(rng.choice(sorted(pair.opened)), struck)
        return "struck" if struck else "stands"
    if what == "date":
        return date(rng, pair)
    if what == "restate":
        return restate(rng, pair)
    pair.pass_time(rng.choice((1, WINDOW - 1, WINDOW)))
    return "time passed"


def restate(rng: Random, pair: Pair) -> str:
    number = len(pair.twin.all) + 1
    if pair.twin.waiting >= MOST_WAITING:
        return f"restated: {pair.restate(number, 1, 0, 0)}"
    strange = rng.random()
    if strange < 0.04:
        number = rng.choice((0, number - 1, number + 1))
    period = rng.choice((0, pair.executed + 1)) if 0.04 <= strange < 0.08 else rng.randint(1, pair.executed)
    limit = rng.choice((3, 10_000, 10_000, DELTA_LIMIT))
    received, other = rng.randrange(-limit + 1, limit), rng.randrange(-limit + 1, limit)
    if 0.08 <= strange < 0.12:
        received, other = rng.choice(((DELTA_LIMIT, 0), (-DELTA_LIMIT, 0), (0, DELTA_LIMIT), (0, -DELTA_LIMIT)))
    return f"restated: {pair.restate(number, period, received, other)}"


def date(rng: Random, pair: Pair) -> str:
    done = pair.date(rng.choice((0, 5_000, 2**95)), rng.choice((0, 100)))
    if done.left:
        return "date: something left"
    if pair.opened:
        assert pair.twin.at(min(pair.opened)).final_at == NEVER
        return "date: stopped by one not final"
    return "date: taken in" if done.first else "date: nothing taken"


def test_restatements__the_most_negative_ever__saturates_alike() -> None:
    pair = Pair(Stage(), actor("a deal that loses everything"))
    pair.date(0, 0)
    for number in range(1, 41):
        pair.restate(number, 1, 1 - DELTA_LIMIT, 1 - DELTA_LIMIT)
        pair.date(0, 0)
    assert pair.twin.at(40).received == -((2**96 - 1) // 2)


def test_restatements__more_than_there_can_ever_be__saturates_alike() -> None:
    pair = Pair(Stage(), actor("a deal with all the money there is"))
    pair.date(0, 0)
    for number in range(1, 9):
        pair.restate(number, 1, DELTA_LIMIT - 1, 0)
    pair.pass_time(WINDOW)
    assert pair.date(2**96 - 1, 0).received == 2**96 - 1
