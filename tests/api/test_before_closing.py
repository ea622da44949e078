# SPDX-License-Identifier: Apache-2.0
"""A deal that is not closed yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from regalia import Deal
from regalia.chain.devnet import devnet
from regalia.demo.issuing import Stage, issue_in_time, offered_at, set_stage
from regalia.demo.running import RunningDeal
from regalia.demo.sample import SCENARIO
from regalia.demo.selling import close, sell
from regalia.demo.story import Story
from regalia.domain.terms import load_terms

pytestmark = pytest.mark.devnet
QUIET = Story(quiet=True)
TERMS = Path(__file__).parents[2] / "deals" / "mills-notes.yaml"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with devnet(timestamp=offered_at(load_terms(TERMS)) - 3_600, accounts=60) as chain:
        yield set_stage(chain, tmp_path, QUIET)


@pytest.fixture
def offered(stage: Stage) -> RunningDeal:
    """Every unit is bid for; the window is open."""
    deal = issue_in_time(stage, SCENARIO, QUIET)
    sell(stage, deal, QUIET)
    return deal


def test_deal__before_closing__has_bids_and_nothing_else(stage: Stage, offered: RunningDeal) -> None:
    bidder = offered.investor("senior_investor_1")
    with Deal.open(offered.record_path, stage.chain.url, terms=TERMS) as deal:
        assert (deal.status, deal.next_payment_date) == ("offered", None)
        assert [t.units for t in deal.tranches] == [8_000, 2_500, 1_000]
        assert [len(table) for table in (deal.payment_dates(), deal.holders(), deal.trades(), deal.receipts())] == [
            0
        ] * 4
        assert str(deal.payment_dates().dtypes["time"]) == "datetime64[ns, UTC]"
        assert list(deal.history(bidder)["entry"]) == ["subscription", "subscription"]
        assert deal.yield_of(bidder).why == "units of senior were bid for and none is collected yet"
        assert deal.verify().ok
        close(stage, offered, QUIET)
        assert deal.refresh().status == "live"
        assert deal.yield_of(bidder).why != "units of senior were bid for and none is collected yet"
