# SPDX-License-Identifier: Apache-2.0
"""Long random lives of a deal at its oracle. The twin foretells every act (accepted, or refused by which name), every bond and every cent.

``REGALIA_STEPS`` sets how many steps each life has, ``REGALIA_SEED`` where the lives begin.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable

from tests.oracle.oracle_acts import LifeActs

LIVES, STEPS = 4, int(os.environ.get("REGALIA_STEPS", "1500"))
SEED = int(os.environ.get("REGALIA_SEED", "1"))

ACTS: dict[Callable[[LifeActs], None], int] = {
    LifeActs.go_on: 50, LifeActs.submit: 2, LifeActs.execute: 2, LifeActs.declare_missing: 2, LifeActs.restate: 6,
    LifeActs.dispute: 3, LifeActs.decide: 1, LifeActs.appeal: 1, LifeActs.settle: 1, LifeActs.withdraw: 5,
    LifeActs.pay_forfeited: 3, LifeActs.pay_royalty: 4, LifeActs.propose: 4, LifeActs.withdraw_proposal: 1, LifeActs.enact: 4,
    LifeActs.void: 1, LifeActs.show: 2, LifeActs.wait: 2, LifeActs.restate_much: 1,
}  # fmt: skip
FUNCTIONS = {
    "submit", "execute", "declareMissing", "restate", "dispute", "decide", "appeal", "settle", "withdrawBonds", "payForfeited",
    "proposeSigners", "withdrawProposal", "enactSigners", "voidSignatures", "showDoubleSigning",
}  # fmt: skip
REFUSALS = {
    "AccessControlUnauthorizedAccount", "Deal_BeforeScheduledDate", "Deal_PeriodOutOfOrder", "OracleDisputes_NothingOwed",
    "OracleDisputes_NothingToDispute", "OracleDisputes_OwnCause", "OracleDisputes_StruckTooOften", "OracleDisputes_WindowOver",
    "OracleDisputes_WrongStage", "OracleRestatements_NotExecuted", "OracleRestatements_OutOfOrder",
    "OracleRestatements_TooManyWaiting", "OracleSigners_NoProposal", "OracleSigners_NotOneOffice", "OracleSigners_OtherPlace",
    "OracleSigners_SameReport", "OracleSigners_TooEarly", "OracleSigners_TooLate",
    "RoyaltyOracle_BadThreshold", "RoyaltyOracle_NoReportPending",
    "RoyaltyOracle_NoWeight", "RoyaltyOracle_NotMissingYet", "RoyaltyOracle_PeriodOutOfOrder",
    "RoyaltyOracle_PreviousNotExecuted", "RoyaltyOracle_ReportDisputed", "RoyaltyOracle_ReportMismatch",
    "RoyaltyOracle_ReportNotFinal", "RoyaltyOracle_SignersNotRising", "RoyaltyOracle_TooFewSignatures",
    "RoyaltyOracle_UnknownSigner", "RoyaltyOracle_WrongEpoch",
}  # fmt: skip


def test_walk__random_lives__all_came_to_what_was_foretold_and_everything_happened() -> None:
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for seed in range(SEED, SEED + LIVES):
        life = LifeActs(seed)
        for act in life.rng.choices(list(ACTS), list(ACTS.values()), k=STEPS):
            act(life)
        done, refused = done + life.done, refused + life.refused
    assert set(done) == FUNCTIONS
    assert set(refused) >= REFUSALS
