# SPDX-License-Identifier: Apache-2.0
"""A report that comes after somebody declared it missing: it takes the empty one's place in time, or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.proposal import Proposal
from regalia.oracle.receipt_tree import NO_RECEIPTS
from regalia.relay.exchange_source import ExchangeSource
from tests.relay.acts import pass_time
from tests.relay.late_deal import GRACE, LateDeal, open_late_deal
from tests.relay.office import Office
from tests.relay.stage import RELAYER, Stage

pytestmark = pytest.mark.devnet


@pytest.fixture
def deal(stage: Stage) -> LateDeal:
    """Its first report was declared missing."""
    late = open_late_deal(stage)
    late.declare_missing()
    return late


def test_late_report__in_time__takes_the_empty_ones_place(stage: Stage, deal: LateDeal, journal_path: Path) -> None:
    office = Office(stage, journal_path, deal.signed(), deals=(deal.address,))
    office.finish()
    assert (office.states(), stage.accepted(deal.address)) == (["final"], {1: 1})
    assert not stage.functions.isMissing(deal.address).call()
    deal.execute(deal.report())
    office.finish()
    assert office.states() == ["final"] and stage.count(RELAYER.address) == 1


def test_late_report__sent_when_it_is_declared_missing__once_on_chain(stage: Stage, journal_path: Path) -> None:
    """The declaration comes first in the block."""
    late = open_late_deal(stage)
    office = Office(stage, journal_path, late.signed(), deals=(late.address,))
    stage.chain.warp(late.missing_at)
    stage.hold()
    office.tick()
    assert office.states() == ["sent"]
    fees = {"from": stage.market.outsider, "gas": 10**6, "maxFeePerGas": 10**13, "maxPriorityFeePerGas": 10**12}
    stage.functions.declareMissing(late.address).transact(fees)
    stage.chain.mine()
    assert len(stage.logs("ReportMissing", late.address)) == 1
    office.finish()
    assert (office.states(), stage.accepted(late.address)) == (["final"], {1: 1})


def test_late_report__after_the_grace__held_and_refused_once_the_date_was_paid(
    stage: Stage, deal: LateDeal, journal_path: Path
) -> None:
    pass_time(stage, GRACE)
    office = Office(stage, journal_path, deal.signed(), deals=(deal.address,))
    office.finish()
    assert office.states() == ["signed"] and "PreviousNotExecuted" in next(
        iter(office.relay.status.report.held.values())
    )
    deal.execute(deal.nothing)
    office.finish()
    assert office.states() == ["refused"] and "PeriodOutOfOrder" in str(office.works()[0].reason)
    assert stage.count(RELAYER.address) == 0


def test_unsigned__of_a_missing_report__waited_for_until_that_is_final(
    stage: Stage, deal: LateDeal, tmp_path: Path
) -> None:
    exchange = FolderExchange(tmp_path / "exchange")
    exchange.publish(
        Proposal(deal.nothing.model_copy(update={"evidence_root": NO_RECEIPTS}), bytes(32), (), stage.domain)
    )
    source = ExchangeSource(exchange, stage.web3, stage.domain, (deal.address,))
    assert list(source.ready()) == []
    assert [waits.number for waits in source.unsigned] == [1]
    pass_time(stage, GRACE)
    assert list(source.ready()) == []
    assert source.unsigned == ()
