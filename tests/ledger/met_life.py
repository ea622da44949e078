# SPDX-License-Identifier: Apache-2.0
"""A deal whose holders resolve all that can be resolved, each time before a payment date.

| date | royalties | what was resolved before it |
|---|---|---|
| 1 | 60,000 | nothing; coverage is low |
| 2 | 60,000 | coverage waived, its threshold lowered, another trustee; a resolution taken back and one voted down |
| 3 | 60,000 | the trustee's fee raised, after a halt of the resolution that was lifted; an event of default |
| 4 | 60,000 | the default waived, other attestors proposed; units frozen and a holder halted while votes are cast |
| 5 | 60,000 | Class A can be called early, and is |
"""

from __future__ import annotations

from regalia.chain.devnet import Devnet
from regalia.domain.compile import compile_terms
from regalia.domain.meeting.resolutions import (
    MISSED_INTEREST,
    Amend,
    DeclareDefault,
    OpenCall,
    ReplacePayee,
    ReplaceSigners,
    Waive,
)
from regalia.servicing import endings, meeting, powers, supervision
from tests.ledger.life import DAY, USD
from tests.ledger.met_stage import (
    ABSTAIN,
    AGAINST,
    COVERAGE,
    DELAY,
    FEE,
    FOR,
    NOTICE,
    THRESHOLD,
    TRUSTEE,
    VOTING,
    MetStage,
    order,
)
from tests.ledger.whole_life import CALL_A


def met_life(chain: Devnet) -> MetStage:
    stage = MetStage.begin(chain)
    stage.quarter(1, 60_000)
    waived_and_replaced(stage)
    stage.quarter(2, 60_000)
    declared(stage)
    stage.quarter(3, 60_000)
    forgiven(stage)
    stage.quarter(4, 60_000)
    called(stage)
    stage.quarter(5, 60_000)
    open_still(stage)
    return stage


def waived_and_replaced(stage: MetStage) -> None:
    trustee = compile_terms(stage.life.terms).payees.index(TRUSTEE)
    stage.resolve(Waive(COVERAGE), "coverage is fine")
    stage.resolve(Amend(THRESHOLD, 1_500_000), "lower")
    stage.resolve(ReplacePayee(trustee, stage["successor"]), "another trustee")
    back = stage.convene(Amend(THRESHOLD, 2_500_000), "not meant", by=3)
    meeting.withdraw(stage.deal, back, stage.life.investors[3])
    down = stage.convene(DeclareDefault(), "too early")
    stage.wait(NOTICE + 1)
    stage.vote(down, (0, FOR), (1, AGAINST), (3, FOR), (4, ABSTAIN), reason="let us wait")
    stage.wait(VOTING + DELAY + 1)


def declared(stage: MetStage) -> None:
    """The halt is lifted when the delay is over, so the time of the resolution begins then."""
    fee = stage.convene(Amend(FEE, 1_200 * USD), "work has grown")
    until = stage.world.now + 30 * DAY
    meeting.halt_resolution(stage.deal, fee, until, order("authority 1"), "complaint", stage["supervisor"])
    stage.wait(NOTICE + 1)
    stage.vote(fee, (0, FOR), (1, FOR), (2, AGAINST), (3, FOR))
    stage.wait(VOTING + DELAY + 1)
    meeting.resume_resolution(stage.deal, fee, order("authority 2"), stage["supervisor"])
    stage.wait(DAY)
    stage.carry_out(fee)
    stage.resolve(DeclareDefault(), "the studio left")


def forgiven(stage: MetStage) -> None:
    """200 units of the first investor are frozen, the wallet of the third is, and the fifth is halted: these count for no quorum."""
    deal, investors, freezer = stage.deal, stage.life.investors, stage["freezer"]
    waiver = stage.convene(Waive(MISSED_INTEREST), "the studio is back")
    signers = tuple(key.address for key in stage.life.keys)
    others = stage.convene(ReplaceSigners(1, signers, (1,) * len(signers)), "one is enough", by=1)
    stage.wait(NOTICE + 1)
    powers.freeze(deal, "senior", investors[0], 200, order("court 1"), freezer)
    powers.freeze_wallet(deal, "senior", investors[2], order("court 2"), freezer)
    until = stage.world.now + 80 * DAY
    supervision.halt_holder(deal, investors[4], until, order("authority 3"), "inquiry", stage["supervisor"])
    for holder in (investors[2], investors[4]):
        meeting.excuse(deal, waiver, holder, stage.life.anybody)
    for convened in (waiver, others):
        stage.vote(convened, (0, FOR), (1, FOR), (3, FOR))
    stage.wait(VOTING + DELAY + 1)
    stage.carry_out(waiver)
    stage.carry_out(others)
    powers.release_wallet(deal, "senior", investors[2], order("court 3"), freezer)


def called(stage: MetStage) -> None:
    """Without the resolution the call opens in January."""
    stage.resolve(OpenCall(CALL_A), "the studio offers 101%")
    endings.exercise_call(stage.deal, CALL_A, 2_000_000 * USD, stage.world.party("studio"))


def open_still(stage: MetStage) -> None:
    """One is in its notice and one is being voted on when the stranger looks."""
    voted = stage.convene(Amend(FEE, 700 * USD), "less work", by=3)
    stage.wait(NOTICE + 1)
    stage.vote(voted, (3, FOR))
    stage.convene(Amend(FEE, 600 * USD), "even less", by=3)
