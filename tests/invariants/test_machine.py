# SPDX-License-Identifier: Apache-2.0
"""Random histories of a deal; ``REGALIA_HISTORIES`` sets how many (default 80)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.invariants.live_deal import DONE
from tests.invariants.machine import DealMachine

HISTORIES = int(os.environ.get("REGALIA_HISTORIES", "80"))
MOST_TURNS = 7
MUST_HAPPEN = {
    "refused: act without its role",
    "admit",
    "ask too much",
    "attack",
    "block",
    "call",
    "claim",
    "claim twice",
    "collect",
    "collect with income",
    "claim MockBlockingToken_Blocked",
    "claim RoyaltyEscrow_HolderFrozen",
    "claim RoyaltyEscrow_HolderHalted",
    "claim RoyaltyEscrow_NothingOwed",
    "donate",
    "force",
    "force with income",
    "freeze more units",
    "freeze units",
    "freeze wallet",
    "halt deal",
    "halt holder",
    "halt tranche",
    "pause",
    "pay royalty",
    "payment date",
    "payment date in arrears",
    "recover",
    "redeem",
    "redemption",
    "refund",
    "refused: call of a halted deal",
    "refused: call on a payment date",
    "refused: collect",
    "refused: force",
    "refused: force with income",
    "refused: freeze more units",
    "refused: nothing to call",
    "refused: payment date of a halted deal",
    "refused: recover",
    "refused: redeem",
    "refused: refund",
    "refused: take up",
    "release wallet",
    "remove",
    "resume deal",
    "resume holder",
    "resume tranche",
    "take up",
    "tax of everything",
    "tax withheld",
    "thaw units",
    "transfer",
    "transfer of nothing",
    "transfer on allowance",
    "unpause",
    "wait",
    "withdraw",
    "withdraw tax",
} | {f"transfer refused by question {code}" for code in (2, 3, 4, 11, 18)}
"""Every act was done, and every refusal that has a name of its own was met."""


def test_deal__any_history__every_law_holds_after_every_act() -> None:
    DONE.clear()
    # which histories are tried depends on the modules the process has loaded: where a rare act did not happen, more are
    for turn in range(1, MOST_TURNS + 1):
        run_state_machine_as_test(
            type(f"DealMachine{turn}", (DealMachine,), {}),  # of another name, which makes others of them
            settings=settings(
                max_examples=HISTORIES,
                stateful_step_count=30,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        print(f"\n{turn * HISTORIES} histories:", ", ".join(f"{what} {count}" for what, count in sorted(DONE.items())))
        missing = sorted(MUST_HAPPEN - {what for what, count in DONE.items() if count})
        if not missing:
            break
    assert not missing
