# SPDX-License-Identifier: Apache-2.0
"""A seasoned deal, whose earlier periods another one paid: a restatement of one of those, as a lying node might tell it, is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regalia.chain.devnet import devnet
from regalia.ledger.reading import read_events
from regalia.servicing import restating
from tests.ledger.life import DECEMBER_2023
from tests.ledger.tampering import altered, becomes, found_by_all, found_by_replay
from tests.oracle.panel import PERIOD
from tests.servicing.reporting import WINDOW, Reporting, open_reporting

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def restated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reporting]:
    """The first period of the deal was executed, and is restated."""
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        reporting = open_reporting(chain, tmp_path_factory.mktemp("terms"))
        report = reporting.accept()
        chain.warp(max(reporting.now + WINDOW, reporting.deal.deal.functions.scheduledAt(PERIOD).call()))
        reporting.execute(report)
        restatement = reporting.restatement()
        restating.restate(reporting.deal, restatement, reporting.signatures(restatement), reporting["outsider"])
        yield reporting


@pytest.mark.parametrize("period", [0, 1, PERIOD - 1])
def test_replay__restatement_of_a_period_before_the_first__one_the_oracle_does_not_take(
    restated: Reporting, period: int
) -> None:
    assert PERIOD > 1
    events = read_events(restated.chain.web3, restated.life.record)
    assert found_by_all(restated.life, list(events)) == []
    found = found_by_replay(restated.life, altered(events, "RestatementAccepted", 0, "period", becomes(period)))
    rule = f"only periods from {PERIOD} up to {PERIOD} have been executed"
    assert any("restatement: expected one the oracle takes" in text and rule in text for text in map(str, found))
