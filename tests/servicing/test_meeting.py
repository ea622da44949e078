# SPDX-License-Identifier: Apache-2.0
"""A meeting of noteholders from convening to carrying out, on a local chain."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.chain.errors import ContractRevertedError
from regalia.chain.resolution_stage import ResolutionStage
from regalia.domain.meeting.resolutions import (
    Amend,
    DeclareDefault,
    OpenCall,
    ReplacePayee,
    ReplaceSigners,
    Resolution,
    Waive,
)
from regalia.domain.meeting.tally import Ballot
from regalia.servicing import meeting, powers, signers, supervision
from regalia.servicing.resolution_calls import ResolutionValueError, encoded
from regalia.servicing.resolutions import NoResolutionError, find, resolutions_of, rules_of, state_of, votes_of
from tests.servicing.meeting_notes import DAY, DELAY, FEE, NOTICE, OPEN_FOR, SERVICER, VOTING, convene, passed, voting
from tests.servicing.notes import ORDER, Notes
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet


def events(met: Notes, name: str) -> list[Any]:
    return list(met.deal.deal.events[name]().get_logs(from_block=0))


def test_rules__of_the_deal_file__tranches_with_a_vote_in_order(met: Notes) -> None:
    found = [(tranche, rule.quorum, rule.majority) for tranche, rule in rules_of(met.deal).items()]
    assert found == [("senior", 5_000, 7_500), ("mezzanine", 2_500, 5_000)]


def test_convene__by_a_holder_of_enough__told_again_from_its_events(met: Notes) -> None:
    convened = convene(met, FEE)
    assert resolutions_of(met.deal) == [convened]
    assert (convened.act, convened.description, convened.by) == (FEE, "The fee of the servicer", met["senior_investor"])
    assert (convened.record_date, convened.ends) == (met.now + NOTICE, met.now + NOTICE + VOTING)
    state = state_of(met.deal, convened)
    assert (state.stage, state.classes, state.passes) == (ResolutionStage.PENDING, (), False)
    assert (state.due, state.lapses) == (convened.ends + DELAY, convened.ends + DELAY + OPEN_FOR)


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (Amend(1, 12_000), "NoteholderMeeting_NotAmendable"),
        (Amend(0, 20_001), "NoteholderMeeting_OutOfBounds"),
        (Amend(0, 10_000), "NoteholderMeeting_NothingChanges"),
        (ReplacePayee(0, "0x" + "11" * 20), "NoteholderMeeting_NotReplaceable"),
        (DeclareDefault(), "NoteholderMeeting_NoAcceleration"),
        (Waive(255), "NoteholderMeeting_NothingToWaive"),
        (OpenCall(0), "NoteholderMeeting_NoCall"),
    ],
)
def test_convene__on_what_could_not_be_carried_out__refused_with_a_hint(met: Notes, act: Resolution, name: str) -> None:
    with pytest.raises(ContractRevertedError) as refusal:
        convene(met, act)
    assert refusal.value.name == name and refusal.value.hint
    assert resolutions_of(met.deal) == []


@pytest.mark.parametrize("role", ["junior_investor", "outsider"])
def test_convene__without_a_share_of_a_class_with_a_vote__refused(met: Notes, role: str) -> None:
    with pytest.raises(ContractRevertedError, match=r"HoldsTooLittle\(needed=2500, held=0\)"):
        meeting.convene(met.deal, FEE, "", met[role])


@pytest.mark.parametrize(
    "act", [Amend(-1, 0), Amend(0, 2**256), ReplacePayee(SERVICER, "0x12"), ReplaceSigners(256, (), ())]
)
def test_encoded__value_that_no_contract_takes__named_before_anything_is_sent(met: Notes, act: Resolution) -> None:
    with pytest.raises(ResolutionValueError, match="has a value that no contract can take"):
        encoded(met.deal, act)


def test_withdraw__before_the_record_date__cancelled_and_after_it_refused(met: Notes) -> None:
    convened, late = convene(met, FEE), convene(met, FEE, "again")
    meeting.withdraw(met.deal, convened, met["senior_investor"])
    assert state_of(met.deal, convened).stage is ResolutionStage.CANCELLED
    met.chain.warp(late.record_date + 1)
    with pytest.raises(ContractRevertedError, match="GovernorUnableToCancel"):
        meeting.withdraw(met.deal, late, met["senior_investor"])


def test_vote__by_class__units_quorum_and_majority_of_each(met: Notes) -> None:
    convened = voting(met, FEE)
    meeting.vote(met.deal, convened, Ballot.FOR, met["senior_investor"], "fair for the work")
    meeting.vote(met.deal, convened, Ballot.AGAINST, met["second_senior_investor"])
    state = state_of(met.deal, convened)
    senior, mezzanine = state.classes
    assert (state.stage, state.passes) == (ResolutionStage.ACTIVE, False)
    assert (senior.tranche, senior.count.cast, senior.count.could_vote) == ("senior", [4_000, 4_000, 0], 8_000)
    assert (senior.quorate, senior.carries) == (True, False)
    assert (mezzanine.count.cast, mezzanine.quorate, mezzanine.carries) == ([0, 0, 0], False, False)


def test_vote__too_early_or_twice__refused_with_the_stage_in_a_word(met: Notes) -> None:
    convened = convene(met, FEE)
    with pytest.raises(ContractRevertedError, match=r"UnexpectedProposalState\(.*current=pending"):
        meeting.vote(met.deal, convened, Ballot.FOR, met["senior_investor"])
    met.chain.warp(convened.record_date + 1)
    meeting.vote(met.deal, convened, Ballot.ABSTAIN, met["senior_investor"])
    with pytest.raises(ContractRevertedError, match="AlreadyCastVote") as refusal:
        meeting.vote(met.deal, convened, Ballot.FOR, met["senior_investor"])
    assert "can't be changed" in refusal.value.hint


def test_votes_of__held_at_the_record_date__not_those_bought_later(met: Notes) -> None:
    convened = convene(met, FEE)
    assert votes_of(met.deal, convened, met["senior_investor"]) == {"senior": 0, "mezzanine": 0}
    met.chain.warp(convened.record_date + 1)
    met.transfer("senior", "senior_investor", "second_senior_investor", 1_000)
    assert votes_of(met.deal, convened, met["senior_investor"]) == {"senior": 4_000, "mezzanine": 0}
    assert votes_of(met.deal, convened, met["second_senior_investor"]) == {"senior": 4_000, "mezzanine": 0}


def test_carry_out__passed_and_in_time__the_payee_is_another(met: Notes) -> None:
    convened = passed(met, ReplacePayee(SERVICER, met["new_wallet"]))
    assert state_of(met.deal, convened).stage is ResolutionStage.QUEUED
    meeting.carry_out(met.deal, convened, met["outsider"])
    assert state_of(met.deal, convened).stage is ResolutionStage.EXECUTED
    *_, payees = met.deal.deal.functions.parties().call()
    assert payees[SERVICER] == met["new_wallet"]


def test_carry_out__amendment__wiring_announced_with_the_other_program(met: Notes) -> None:
    before = met.deal.deal.functions.program().call()
    meeting.carry_out(met.deal, passed(met, FEE), met["outsider"])
    after = met.deal.deal.functions.program().call()
    assert before != after and after in events(met, "DealWired")[-1]["args"]["wiring"]


def test_carry_out__attestors__proposed_at_the_oracle(met: Notes) -> None:
    fresh = sorted((met["new_wallet"], met["buyer"]), key=lambda wallet: int(wallet, 16))
    meeting.carry_out(met.deal, passed(met, ReplaceSigners(2, tuple(fresh), (1, 1))), met["outsider"])
    proposed = signers.proposed(met.deal)
    assert proposed is not None and proposed.signers.weights == dict.fromkeys(fresh, 1)


def test_carry_out__too_early_or_too_late__refused(met: Notes) -> None:
    convened = passed(met, FEE)
    with undone(met.chain):
        met.chain.warp(convened.ends + DELAY + OPEN_FOR + 1)
        assert state_of(met.deal, convened).stage is ResolutionStage.EXPIRED
        with pytest.raises(ContractRevertedError, match="current=expired"):
            meeting.carry_out(met.deal, convened, met["outsider"])
    again = voting(met, ReplacePayee(SERVICER, met["new_wallet"]))
    for role in ("senior_investor", "second_senior_investor", "mezzanine_investor"):
        meeting.vote(met.deal, again, Ballot.FOR, met[role])
    met.chain.warp(again.ends + 1)
    with pytest.raises(ContractRevertedError, match=f"TooEarly.from={again.ends + DELAY}"):
        meeting.carry_out(met.deal, again, met["outsider"])


def test_carry_out__defeated__refused(met: Notes) -> None:
    convened = voting(met, FEE)
    meeting.vote(met.deal, convened, Ballot.FOR, met["senior_investor"])
    met.chain.warp(convened.ends + DELAY)
    assert state_of(met.deal, convened).stage is ResolutionStage.DEFEATED
    with pytest.raises(ContractRevertedError, match="current=defeated"):
        meeting.carry_out(met.deal, convened, met["outsider"])


def test_halt_resolution__until_a_second__not_before_it_is_over_or_lifted(met: Notes) -> None:
    convened = passed(met, FEE)
    until = met.now + 9 * DAY
    meeting.halt_resolution(met.deal, convened, until, ORDER, "under inquiry", met["supervisor"])
    state = state_of(met.deal, convened)
    assert (state.halted_until, state.due, state.lapses) == (until, until + 1, until + 1 + OPEN_FOR)
    with pytest.raises(ContractRevertedError, match="NoteholderMeeting_TooEarly"):
        meeting.carry_out(met.deal, convened, met["outsider"])
    meeting.resume_resolution(met.deal, convened, ORDER, met["chief-supervisor"])
    assert state_of(met.deal, convened).halted_until == 0
    meeting.carry_out(met.deal, convened, met["outsider"])


def test_halt_resolution__by_anybody__refused(met: Notes) -> None:
    convened = convene(met, FEE)
    with pytest.raises(ContractRevertedError, match="NoteholderMeeting_OnlySupervisor"):
        meeting.halt_resolution(met.deal, convened, met.now + DAY, ORDER, "mine", met["senior_investor"])


def test_carry_out__deal_halted__waits(met: Notes) -> None:
    convened = passed(met, FEE)
    supervision.halt_deal(met.deal, met.now + DAY, ORDER, "inquiry", met["supervisor"])
    with pytest.raises(ContractRevertedError, match="NoteholderMeeting_DealHalted") as refusal:
        meeting.carry_out(met.deal, convened, met["outsider"])
    assert refusal.value.hint


def test_excuse__frozen_units__don_t_count_for_the_quorum(met: Notes) -> None:
    powers.freeze(met.deal, "senior", met["second_senior_investor"], 3_000, ORDER, met["freezer"])
    convened = voting(met, FEE)
    meeting.excuse(met.deal, convened, met["second_senior_investor"], met["outsider"])
    assert state_of(met.deal, convened).classes[0].count.could_vote == 5_000
    with pytest.raises(ContractRevertedError, match="NothingToExcuse"):
        meeting.excuse(met.deal, convened, met["senior_investor"], met["outsider"])


def test_find__resolution_of_another_deal__not_one_of_this(met: Notes) -> None:
    convened = convene(met, FEE)
    other = met.deal.record.deal.model_copy(update={"address": met["buyer"]})
    elsewhere = type(met.deal)(met.deal.web3, met.deal.record.model_copy(update={"deal": other}))
    assert resolutions_of(elsewhere) == []
    with pytest.raises(NoResolutionError, match=f"resolution: {convened.number} is not one of mills-notes"):
        find(elsewhere, convened.number)
