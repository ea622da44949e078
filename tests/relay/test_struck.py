# SPDX-License-Identifier: Apache-2.0
"""Reports that a dispute takes off the chain again: the journal shows it, and the period is reported anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.chain.transact import send
from tests.relay.acts import EVIDENCE, strike, void
from tests.relay.office import Office
from tests.relay.stage import DEPTH, RELAYER, WINDOW, Stage

pytestmark = pytest.mark.devnet


def test_struck__after_it_was_final__shown_and_the_new_report_of_the_period_goes_through(
    stage: Stage, journal_path: Path
) -> None:
    deal = stage.disputable
    office = Office(stage, journal_path, stage.signed(1, deal))
    office.finish()
    assert office.states() == ["final"] and office.relay.status.report.last_final == {deal: 1}
    transaction = strike(stage)
    office.finish()
    (work,) = office.works()
    assert (work.state, work.reason) == ("struck", f"struck in transaction {transaction}")
    assert office.relay.status.report.last_final == {} and office.relay.status.is_well
    office.close()
    later = Office(stage, journal_path, stage.signed(1, deal), stage.signed(1, deal, epoch=2, received=5))
    later.finish()
    assert (later.states(), stage.accepted(deal)) == (["struck", "final"], {1: 2})
    assert stage.functions.latest(deal).call()[1] and stage.count(RELAYER.address) == 2


def test_struck__signed_anew_with_the_same_content__new_work(stage: Stage, journal_path: Path) -> None:
    """The trustee found it to be right after all: only the epoch differs."""
    deal = stage.disputable
    office = Office(stage, journal_path, stage.signed(1, deal), stage.signed(1, deal, epoch=2))
    office.finish()
    strike(stage)
    office.finish()
    office.finish()
    assert (office.states(), stage.accepted(deal)) == (["struck", "final"], {1: 2})


def test_struck__while_nobody_looked__the_new_journal_knows_which_one_stands(stage: Stage, journal_path: Path) -> None:
    deal = stage.disputable
    first, second = stage.signed(1, deal), stage.signed(1, deal, epoch=2)
    stage.submit(first, stage.market.outsider)
    strike(stage)
    stage.submit(second, stage.market.outsider)
    office = Office(stage, journal_path, first, second)
    office.finish()
    assert office.states() == ["struck", "superseded"] and stage.count(RELAYER.address) == 0
    assert [work.place is not None and work.place.block for work in office.works()] == [
        log["blockNumber"] for log in stage.logs("ReportAccepted", deal)
    ]


def test_struck__only_just__not_shown_before_the_depth_and_not_after_a_reorganisation(
    stage: Stage, journal_path: Path
) -> None:
    deal = stage.disputable
    office = Office(stage, journal_path, stage.signed(1, deal))
    office.finish()
    strike(stage)
    office.tick(DEPTH, mine=True)
    assert office.states() == ["final"]
    stage.reorganise(DEPTH + 1)
    office.finish()
    assert office.states() == ["final"] and office.works()[0].reason is None


def test_disputed__and_found_to_be_right__final_as_before(stage: Stage, journal_path: Path) -> None:
    deal = stage.disputable
    office = Office(stage, journal_path, stage.signed(1, deal), stage.signed(2, deal))
    office.finish()
    send(stage.web3, stage.functions.dispute(deal, 0, EVIDENCE), stage.trustee)
    office.finish()
    assert office.states() == ["final", "signed"] and stage.count(RELAYER.address) == 1


def test_struck__and_the_chain_is_rewritten_deeper_than_anybody_looks__final_again(
    fresh_stage: Stage, journal_path: Path
) -> None:
    stage = fresh_stage
    deal = stage.disputable
    office = Office(stage, journal_path, stage.signed(1, deal))
    office.finish()
    before = stage.web3.eth.block_number
    strike(stage)
    office.finish()
    assert office.states() == ["struck"]
    stage.reorganise(stage.web3.eth.block_number - before)
    assert stage.functions.latest(deal).call()[:2] == [1, True]
    office.tick()
    assert "deep-reorganisation" in office.relay.status.report.alarms
    office.finish()
    assert office.states() == ["final"] and stage.accepted(deal) == {1: 1}


def test_void__before_a_strike__the_struck_one_is_of_the_epoch_before(stage: Stage, journal_path: Path) -> None:
    deal = stage.disputable
    office = Office(stage, journal_path, stage.signed(1, deal))
    office.finish()
    void(stage, deal)
    stage.rpc("evm_setNextBlockTimestamp", stage.web3.eth.get_block("latest")["timestamp"] + WINDOW // 2)
    strike(stage)
    office.finish()
    assert office.states() == ["struck"]
    office.close()
    later = Office(stage, journal_path, stage.signed(1, deal, epoch=2), stage.signed(1, deal, epoch=3))
    later.finish()
    assert (later.states(), stage.accepted(deal)) == (["struck", "refused", "final"], {1: 2})


def test_struck__after_a_void_that_a_reorganisation_took__what_was_signed_for_the_next_epoch_goes_through(
    stage: Stage, journal_path: Path
) -> None:
    """It was never void: another report in its place is no reason to refuse it while that one may be struck."""
    deal = stage.disputable
    stage.chain.mine(2)
    void(stage, deal)
    stage.reorganise(1)
    office = Office(stage, journal_path, stage.signed(1, deal), stage.signed(1, deal, epoch=2, received=5))
    office.finish()
    office.finish()
    assert office.states() == ["final", "signed"]
    strike(stage)
    office.finish()
    office.finish()
    assert office.states() == ["struck", "final"] and stage.accepted(deal) == {1: 2}
