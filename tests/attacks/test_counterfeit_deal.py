# SPDX-License-Identifier: Apache-2.0
"""A contract that passes itself off as a deal with the tranches of a real one: halts given to it must not touch the real deal's."""

from __future__ import annotations

from regalia.domain.transfer_questions import Question
from tests.support.answering import answering
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import halt, resume
from tests.support.roles import actor
from tests.support.rules import transfer_refused
from tests.support.sample import DAY

SENIOR, MEZZANINE, COUNTERFEIT = actor("senior_investor"), actor("mezzanine_investor"), actor("counterfeit deal")


def test_resume_holder__of_a_counterfeit_deal__the_real_deal_s_halt_stays(
    live: DealContracts, platform: Platform
) -> None:
    escrow, token = (int(contract.address, 16) for contract in (live.escrow, live.tokens[0]))
    parties = (escrow, 0, 0, 0, 160, 0)
    answers = {"parties()": parties, "tranches()": (1,), "trancheAt(uint256)": (token, 1_000)}
    platform.chain.place(COUNTERFEIT, answering(answers))
    until = platform.chain.now + DAY
    halt(platform, "haltHolder", live.deal.address, SENIOR, until=until)
    halt(platform, "haltHolder", COUNTERFEIT, SENIOR, until=until)
    resume(platform, "resumeHolder", COUNTERFEIT, SENIOR)
    assert platform.supervisor.read("holderHaltedUntil", live.deal.address, SENIOR) == until
    with transfer_refused(Question.SENDER_NOT_HALTED, SENIOR, MEZZANINE, 1):
        live.tokens[0].send("transfer", MEZZANINE, 1, by=SENIOR)
