# SPDX-License-Identifier: Apache-2.0
"""At least 200,000 random transactions; ``REGALIA_SEED`` sets another seed, ``REGALIA_CALLS`` another number.

With far fewer calls some act or refusal may not come up, and the test says so.
"""

from __future__ import annotations

import os
from collections import Counter
from random import Random

from regalia.domain.transfer_questions import Question
from tests.invariants.acts import NEVER, OFFICER_ACTS
from tests.invariants.life import ACTS, Life
from tests.invariants.refusal import Refusal, of_ladder
from tests.invariants.registry_twin import NO_ROLE
from tests.invariants.twin import AT_ISSUANCE, OF_RECEIVER

SEED = int(os.environ.get("REGALIA_SEED", "20240120"))
CALLS = int(os.environ.get("REGALIA_CALLS", "200000"))
ACTS_IN_A_LIFE = 2_000
TRANSFERS = {"transfer", "transfer_on_allowance", "batch_transfer"}
ORDERED_MOVES = {"force", "batch_force"}


def test_books__two_hundred_thousand_calls__every_law_holds() -> None:
    done: Counter[str] = Counter()
    refused: Counter[tuple[str, Refusal]] = Counter()
    rng, calls, lives = Random(SEED), 0, 0
    try:
        while calls < CALLS:
            life = Life(rng, done, refused)
            life.live(ACTS_IN_A_LIFE, check_every=20)
            calls, lives = calls + life.deal.calls, lives + 1
    finally:
        print(f"\nseed {SEED}: {calls} calls in {lives} finished lives")
        print("done:", ", ".join(f"{name} {count}" for name, count in sorted(done.items())))
        print("refused:", ", ".join(f"{name} {why.name} {why.code} {n}" for (name, why), n in sorted(refused.items())))
    assert set(ACTS) - set(done) == NEVER
    assert {name for name, why in refused if why == NO_ROLE} == OFFICER_ACTS | {"break_in"}
    # all but whether the deal has closed: a life begins with that; the stage draws a rule for each that asks for one
    assert questions(refused, TRANSFERS) == set(Question) - {Question.TRADABLE}
    assert questions(refused, ORDERED_MOVES) == set(OF_RECEIVER)
    assert questions(refused, {"recover"}) == {Question.SENDER_NOT_HALTED, Question.RECEIVER_ELIGIBLE}
    assert questions(refused, {"collect"}) == set(AT_ISSUANCE)
    assert {name for name, why in refused if why.code} == TRANSFERS | ORDERED_MOVES | {"recover", "collect"}


def questions(refused: Counter[tuple[str, Refusal]], acts: set[str]) -> set[Question]:
    """Those of the ladder that refused one of these acts."""
    return {each for each in Question if any((name, of_ladder(each)) in refused for name in acts)}
