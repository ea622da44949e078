# SPDX-License-Identifier: Apache-2.0
"""A deal ends, and then a bond is forfeited: its escrow takes nothing any more, so it is owed to the originator. Checked from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from regalia.chain.devnet import devnet
from regalia.chain.events import Event
from regalia.domain.terms import Terms
from regalia.ledger.reading import read_events
from regalia.ledger.verify import verify
from regalia.servicing import disputes, endings
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.status import status_of
from tests.ledger.life import DAY, DECEMBER_2023
from tests.ledger.oracle_life import EVIDENCE, REASON
from tests.ledger.oracle_stage import ACCOUNTS, BOND, WINDOW, OracleStage, terms
from tests.ledger.tampering import STRANGER, altered, becomes, edited, found_by_all, found_by_replay, plus

pytestmark = pytest.mark.devnet
LAST = 5
"""The payment date a year after the legal final one, the first."""


def short_terms() -> Terms:
    def edit(data: dict[str, Any]) -> None:
        data["calendar"]["legal_final"] = "2024-03-20"

    return edited(terms(), edit)


@pytest.fixture(scope="module")
def ended() -> Iterator[OracleStage]:
    """A good report is disputed, the deal concluded, and the dispute lost only then."""
    with devnet(timestamp=DECEMBER_2023, accounts=ACCOUNTS) as chain:
        stage = OracleStage.begin(chain, short_terms())
        for period in range(1, LAST + 1):
            report = stage.hand_in(stage.made(period, 0, invoiced=0))
            stage.wait(WINDOW)
            stage.execute(report)
        stage.wait(30 * DAY)
        stage.hand_in(stage.made(LAST + 1, 0, invoiced=0))
        stage.act("dispute", 0, EVIDENCE, by=stage["attacker"])
        deal = DealContracts(chain.web3, stage.life.record)
        endings.conclude(deal, stage.life.anybody)
        stage.act("decide", 0, False, REASON, by=stage["trustee"])
        stage.wait(3 * DAY + 60)
        stage.act("settle", 0, by=stage.life.anybody)
        waits = status_of(deal)["forfeited bonds"]
        assert waits == "1,000.00, to be given to the originator, as the deal is over"
        disputes.pay_forfeited(deal, stage.life.anybody)
        assert status_of(deal)["forfeited bonds"] is None
        yield stage


@pytest.fixture(scope="module")
def ended_events(ended: OracleStage) -> tuple[Event, ...]:
    return tuple(read_events(ended.life.chain.web3, ended.life.record))


def test_verify__bond_forfeited_after_the_end__owed_to_the_originator_and_nothing_differs(
    ended: OracleStage, ended_events: tuple[Event, ...]
) -> None:
    found = verify(ended.life.chain.web3, ended.life.record, ended.life.terms)
    assert found.differences == ()
    assert found.ledger is not None and found.ledger.stream.forfeited == 0
    (owed,) = [event.args for event in ended_events if event.name == "ForfeitOwed"]
    assert (owed["to"], owed["amount"]) == (ended.life.originator, BOND)
    cash, before = ended.life.cash, ended.life.cash.functions.balanceOf(ended.life.originator).call()
    ended.life.send(ended.oracle.functions.withdrawBonds(cash.address), ended.life.originator)
    assert cash.functions.balanceOf(ended.life.originator).call() == before + BOND


@pytest.mark.parametrize(
    ("argument", "change", "named"),
    [
        ("to", becomes(STRANGER), "ForfeitOwed: owed to: expected"),
        ("amount", plus(1), "ForfeitOwed: forfeited bonds: expected 1,000.00 USD"),
        ("amount", becomes(0), "ForfeitOwed: forfeited bonds: expected 1,000.00 USD"),
    ],
)
def test_replay__forfeit_owed_otherwise__found(
    ended: OracleStage, ended_events: tuple[Event, ...], argument: str, change: Any, named: str
) -> None:
    found = found_by_replay(ended.life, altered(ended_events, "ForfeitOwed", 0, argument, change))
    assert named in "\n".join(map(str, found))


def test_replay__forfeit_owed_twice_or_never__found(ended: OracleStage, ended_events: tuple[Event, ...]) -> None:
    told = next(event for event in ended_events if event.name == "ForfeitOwed")
    twice = [*ended_events, replace(told, log_index=told.log_index + 1)]
    assert "ForfeitOwed: forfeited bonds: expected 0.00 USD" in "\n".join(map(str, found_by_replay(ended.life, twice)))
    without = [event for event in ended_events if event is not told]
    assert "RoyaltyOracle.forfeitedOf()" in "\n".join(map(str, found_by_all(ended.life, without)))


def test_replay__forfeit_owed_by_a_deal_that_is_not_over__found(
    ended: OracleStage, ended_events: tuple[Event, ...]
) -> None:
    end = next(event for event in ended_events if event.name == "DealConcluded")
    without = [event for event in ended_events if event.transaction_hash != end.transaction_hash]
    found = "\n".join(map(str, found_by_replay(ended.life, without)))
    assert "ForfeitOwed: deal: expected over, found not over" in found
