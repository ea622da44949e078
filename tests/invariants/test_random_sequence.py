# SPDX-License-Identifier: Apache-2.0
"""At least 200,000 random transactions; ``REGALIA_SEED`` sets another seed, ``REGALIA_CALLS`` another number."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

from tests.invariants.acts import NEVER
from tests.invariants.life import ACTS, Life
from tests.invariants.refusal import Refusal

SEED = int(os.environ.get("REGALIA_SEED", "20240120"))
CALLS = int(os.environ.get("REGALIA_CALLS", "200000"))
ACTS_IN_A_LIFE = 2_000


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
