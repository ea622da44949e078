# SPDX-License-Identifier: Apache-2.0
"""Random histories of a deal; ``REGALIA_HISTORIES`` sets how many (default 60)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.invariants.machine import DONE, DealMachine

HISTORIES = int(os.environ.get("REGALIA_HISTORIES", "60"))
MUST_HAPPEN = {
    "admit",
    "ask too much",
    "attack",
    "claim",
    "claim twice",
    "donate",
    "pay royalty",
    "payment date",
    "payment date in arrears",
    "refused to the ineligible",
    "remove",
    "transfer",
    "transfer of nothing",
    "transfer on allowance",
    "transfer to oneself",
    "wait",
    "withdraw",
}


def test_deal__any_history__every_law_holds_after_every_act() -> None:
    DONE.clear()
    run_state_machine_as_test(
        DealMachine,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"\n{HISTORIES} histories:", ", ".join(f"{what} {count}" for what, count in sorted(DONE.items())))
    assert MUST_HAPPEN - {what for what, count in DONE.items() if count} == set()
