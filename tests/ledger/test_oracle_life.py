# SPDX-License-Identifier: Apache-2.0
"""Disputes, restatements, missing reports and other attestors, checked from outside; and what the replay leaves behind of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regalia.chain.events import Event
from regalia.domain.restating import NEVER, Collections
from regalia.ledger.model import DealLedger
from regalia.ledger.stream_book import Stage
from regalia.ledger.verify import verify
from tests.ledger.life import DAY, USD
from tests.ledger.oracle_life import EVIDENCE, LEFT, REASON
from tests.ledger.oracle_stage import BOND, WINDOW, OracleStage
from tests.ledger.tampering import found_by_all, replayed
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def ledger(attested: OracleStage, attested_events: tuple[Event, ...]) -> DealLedger:
    return replayed(attested.life, attested_events).ledger


def test_verify__everything_that_can_go_wrong_with_receipts__nothing_differs(attested: OracleStage) -> None:
    found = verify(attested.life.chain.web3, attested.life.record, attested.life.terms)
    assert found.differences == ()
    assert found.periods == 8
    assert found.counts["reports"] > 300


def test_views__of_the_whole_stream__the_contracts_answer_as_the_books_say(
    attested: OracleStage, attested_events: tuple[Event, ...]
) -> None:
    assert found_by_all(attested.life, attested_events) == []


def test_dates__collections__reports_with_what_was_restated(ledger: DealLedger) -> None:
    restated = {d.payment.report.period: d.payment.collections for d in ledger.dates if d.payment.collections}
    assert {period: found for period, found in restated.items() if found.first} == {
        6: Collections((200_000 + 260_759) * USD, (200_000 + 260_759 + 90) * USD, 1, 1),
        7: Collections(0, (100_000 - 400_000 - 30_000 + 1_000) * USD, 2, 4, LEFT),
        8: Collections((500_000 - 330_000) * USD, 500_000 * USD, 4, 4),
    }
    assert [d.payment.received // USD for d in ledger.dates] == [
        *(288_427, 248_922, 512_648, 241_778, 0, 460_759, 0, 170_000)
    ]


def test_dates__no_report_in_time__an_empty_one_and_the_days_since_a_report_go_on(ledger: DealLedger) -> None:
    assert [d.payment.report.period for d in ledger.dates if d.missing] == [5]
    assert ledger.dates[4].signers == ()
    # the late report of 4 is one, the empty one of 5, three days after it was declared, is none: to the report of 6 a window more
    ages = [d.payment.facts.report_age for d in ledger.dates]
    assert (ages[3], ages[4]) == (141, 91)
    assert ages[5] == 92
    assert [d.payment.state.active[0] for d in ledger.dates] == [*[False] * 3, True, *[False] * 3, True]


def test_dates__of_what_was_attested__never_more_than_that_is_distributed(ledger: DealLedger) -> None:
    claimed = sum(d.payment.collections.claimed for d in ledger.dates if d.payment.collections)
    assert ledger.deal.attested == claimed
    assert ledger.dates[6].payment.flow.available == 0


def test_signers__of_each_date__of_the_epoch_in_which_the_report_was_accepted(
    ledger: DealLedger, attested: OracleStage
) -> None:
    old, new = [key.address for key in attested.life.keys], [key.address for key in attested.newcomers]
    assert set(ledger.dates[2].signers) <= set(old)
    assert set(ledger.dates[3].signers) <= {old[1], *new}
    assert ledger.stream.signers.epoch == 5
    (shown,) = ledger.stream.double_signings
    assert (shown.signer, shown.period) == (old[0], 4)
    assert old[0] not in ledger.stream.signers.signers
    assert ledger.stream.proposed is not None
    assert set(ledger.stream.proposed.signers.signers) == set(old)


def test_disputes__ended__with_outcome_and_bonds(ledger: DealLedger, attested: OracleStage) -> None:
    told = [(d.number, d.period, d.by, d.bond, d.appellant, d.struck) for d in ledger.stream.past]
    investor, attacker, licensee = (attested[role] for role in ("investor", "attacker", "licensee"))
    assert told == [
        (0, 1, investor, BOND, None, True),
        (0, 2, attacker, BOND, licensee, False),
        (4, 7, investor, BOND, None, True),
    ]
    paid_in = [receipt for receipt in ledger.receipts if receipt.payer == ledger.record.oracle.address]
    assert [receipt.amount for receipt in paid_in] == [2 * BOND]
    assert ledger.stream.forfeited == 0


def test_disputes__open__the_report_and_a_restatement_wait(ledger: DealLedger, attested: OracleStage) -> None:
    stream = ledger.stream
    assert stream.pending is not None
    assert (stream.pending.report.period, stream.pending.final_at) == (9, NEVER)
    assert {number: stream.stage(number, attested.now) for number in (0, 5, 6)} == {
        0: Stage.APPEALABLE,
        5: Stage.DUE,  # neither trustee nor supervisor decided, and nobody settled it yet
        6: Stage.NONE,
    }
    assert (stream.restatements.waiting, stream.restatements.at(5).final_at) == (2, NEVER)


def settled_as_decided(stage: OracleStage) -> None:
    stage.wait(3 * DAY + 60)
    stage.act("settle", 0, by=stage.life.anybody)


def appeal_won(stage: OracleStage) -> None:
    stage.act("appeal", 0, EVIDENCE, by=stage["licensee"])
    stage.act("decide", 0, False, REASON, by=stage["supervisor"])


def nobody_decides_the_appeal(stage: OracleStage) -> None:
    stage.act("appeal", 0, EVIDENCE, by=stage["licensee"])
    stage.wait(14 * DAY + 60)
    stage.act("settle", 0, by=stage.life.anybody)


def nobody_decides_at_all(stage: OracleStage) -> None:
    """The supervisor can't, as he disputed it; the trustee let his time pass."""
    stage.wait(21 * DAY + 60)
    stage.act("settle", 5, by=stage.life.anybody)


def disputed_until_only_the_supervisor_may(stage: OracleStage) -> None:
    settled_as_decided(stage)
    for _ in range(2):
        stage.hand_in(stage.made(9, 1))
        stage.act("dispute", 0, EVIDENCE, by=stage["attacker"])
        stage.act("decide", 0, True, REASON, by=stage["trustee"])
        settled_as_decided(stage)
    stage.hand_in(stage.made(9, 1))
    stage.act("dispute", 0, EVIDENCE, by=stage["supervisor"])


def left_and_bonds_wait(stage: OracleStage) -> None:
    """Forfeited, and not yet in collection; what is left of a negative restatement waits beside others."""
    appeal_won(stage)
    stage.wait(21 * DAY + 60)
    stage.act("settle", 5, by=stage.life.anybody)
    stage.restate(7, 6, -900_000, 0, b"6, other income".ljust(32, b"\0"), "6, hardly anything")
    stage.wait(WINDOW)
    stage.execute(stage.made(9, 1))


@pytest.mark.parametrize(
    ("goes_on", "struck", "forfeited"),
    [
        (settled_as_decided, [True], 0),
        (appeal_won, [False], BOND),
        (nobody_decides_the_appeal, [True], 0),
        (nobody_decides_at_all, [False], 0),
        (disputed_until_only_the_supervisor_may, [True] * 3, 0),
        (left_and_bonds_wait, [False, False], BOND),
    ],
)
def test_verify__however_it_goes_on__nothing_differs(
    attested: OracleStage, goes_on: Callable[[OracleStage], None], struck: list[bool], forfeited: int
) -> None:
    with undone(attested.life.chain):
        goes_on(attested)
        found = verify(attested.life.chain.web3, attested.life.record, attested.life.terms)
        assert found.differences == ()
        assert found.ledger is not None
        assert [dispute.struck for dispute in found.ledger.stream.past[3:]] == struck
        assert found.ledger.stream.forfeited == forfeited
