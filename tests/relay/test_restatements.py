# SPDX-License-Identifier: Apache-2.0
"""Restatements: the same guarantees as reports have, and an order of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.relay.nonces import Ledger
from tests.relay.acts import strike, void
from tests.relay.office import CrashError, Office, crash_at
from tests.relay.stage import RELAYER, WINDOW, Stage, open_stream
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet

SECOND = key_of("second relayer")


def held(office: Office) -> list[str]:
    return list(office.relay.status.report.held.values())


def test_restatement__signed__on_chain_once_and_final(stage: Stage, journal_path: Path) -> None:
    stage.execute()
    office = Office(stage, journal_path, stage.restated())
    office.finish()
    assert (office.states(), stage.accepted_restatements()) == (["final"], {1: 1})
    assert office.works()[0].report == stage.restatement()
    assert office.relay.status.report.restatements == {"final": 1} and not office.relay.status.report.works


def test_restatements__of_one_deal__in_their_order_each_once(stage: Stage, journal_path: Path) -> None:
    stage.execute()
    given = [stage.restated(number) for number in (3, 1, 2)]
    office = Office(stage, journal_path, *given, stage.signed(2))
    office.finish()
    office.finish()
    assert (stage.accepted_restatements(), stage.accepted()) == ({1: 1, 2: 1, 3: 1}, {1: 1, 2: 1})
    assert office.states() == ["final"] * 4
    blocks = [work.place.block for work in office.works() if work.kind == "restatement" and work.place]
    assert blocks == sorted(blocks) and stage.count(RELAYER.address) == 4


def test_restatement__before_the_one_before_it__waits(stage: Stage, journal_path: Path) -> None:
    stage.execute()
    office = Office(stage, journal_path, stage.restated(2))
    office.finish()
    assert (office.states(), held(office)) == (["signed"], ["restatement 1 is not accepted yet"])
    stage.submit(stage.restated(1))
    office.finish()
    assert office.states() == ["final"]


def test_restatement__of_a_period_not_executed__waits(stage: Stage, journal_path: Path) -> None:
    office = Office(stage, journal_path, stage.restated())
    office.finish()
    assert office.states() == ["signed"] and "NotExecuted" in held(office)[0]
    stage.execute()
    office.finish()
    assert (office.states(), stage.accepted_restatements()) == (["final"], {1: 1})


def test_restatement__when_eight_wait__waits_for_the_next_payment_date(stage: Stage, journal_path: Path) -> None:
    stage.execute()
    for number in range(1, 9):
        stage.submit(stage.restated(number))
    office = Office(stage, journal_path, stage.restated(9))
    office.finish()
    assert office.states() == ["signed"] and "TooManyWaiting" in held(office)[0]
    stage.execute(2)
    office.finish()
    assert office.states() == ["final"]


def test_restatement__of_a_period_before_the_deals_first__refused(stage: Stage, journal_path: Path) -> None:
    deal = stage.market.outsider
    open_stream(stage, deal, window=0, first=5)
    stage.execute(5, deal)
    office = Office(stage, journal_path, stage.restated(1, deal, period=4), deals=(deal,))
    office.tick()
    assert office.states() == ["signed"] and "NotExecuted" in held(office)[0]
    office.finish()
    assert office.states() == ["refused"] and stage.count(RELAYER.address) == 0


def test_restatement__another_of_its_number_accepted__refused_with_the_transaction(
    stage: Stage, journal_path: Path
) -> None:
    stage.execute()
    other = stage.submit(stage.restated(received=77), stage.market.outsider)
    office = Office(stage, journal_path, stage.restated())
    office.tick()
    assert office.states() == ["signed"] and "another restatement of the number" in held(office)[0]
    office.finish()
    assert office.states() == ["refused"] and other["transactionHash"].to_0x_hex() in str(office.works()[0].reason)
    assert stage.count(RELAYER.address) == 0


def test_restatement__handed_in_by_somebody_else__superseded(stage: Stage, journal_path: Path) -> None:
    stage.execute()
    signed = stage.restated()
    stage.submit(signed, stage.market.outsider)
    office = Office(stage, journal_path, signed)
    office.finish()
    assert (office.states(), stage.count(RELAYER.address)) == (["superseded"], 0)


def test_restatement__of_an_earlier_epoch__refused_and_signed_anew(stage: Stage, journal_path: Path) -> None:
    """The number is free: what counts is which epoch the signatures are of, though all else is the same."""
    stage.execute()
    office = Office(stage, journal_path, stage.restated(), stage.restated(epoch=2))
    transaction = void(stage)
    office.finish()
    assert office.states() == ["refused", "final"] and stage.accepted_restatements() == {1: 1}
    assert str(office.works()[0].reason).startswith("epoch 1 ended when its signatures were made void")
    assert transaction in str(office.works()[0].reason)


def test_restatement__struck_after_it_was_final__shown_and_the_next_goes_through(
    stage: Stage, journal_path: Path
) -> None:
    deal = stage.disputable
    stage.submit(stage.signed(1, deal))
    stage.chain.warp(stage.web3.eth.get_block("latest")["timestamp"] + WINDOW)
    stage.consume(stage.report(1, deal))
    office = Office(stage, journal_path, stage.restated(1, deal))
    office.finish()
    assert office.states() == ["final"]
    transaction = strike(stage, 1)
    office.finish()
    (work,) = office.works()
    assert (work.state, work.reason) == ("struck", f"struck in transaction {transaction}")
    office.close()
    later = Office(stage, journal_path, stage.restated(1, deal), stage.restated(2, deal))
    later.finish()
    assert (later.states(), stage.accepted_restatements(deal)) == (["struck", "final"], {1: 1, 2: 1})


def test_restatement__struck_before_the_relay_looked__ends_as_struck(stage: Stage, journal_path: Path) -> None:
    """A journal that is new, of a relay that was away."""
    deal = stage.disputable
    stage.submit(stage.signed(1, deal))
    stage.chain.warp(stage.web3.eth.get_block("latest")["timestamp"] + WINDOW)
    stage.consume(stage.report(1, deal))
    stage.submit(stage.restated(1, deal))
    strike(stage, 1)
    office = Office(stage, journal_path, stage.restated(1, deal))
    office.finish()
    assert (office.states(), stage.count(RELAYER.address)) == (["struck"], 0)


def test_reorganisation__takes_restatements__the_same_bytes_are_sent_again_in_order(
    stage: Stage, journal_path: Path
) -> None:
    stage.execute()
    stage.chain.mine(2)
    office = Office(stage, journal_path, stage.restated(1), stage.restated(2))
    office.until("mined", "mined")
    before = [attempt.raw for attempt in Ledger(office.journal).all()]
    stage.reorganise(2)
    assert stage.accepted_restatements() == {}
    office.finish()
    office.finish()
    assert (office.states(), stage.accepted_restatements()) == (["final", "final"], {1: 1, 2: 1})
    assert [attempt.raw for attempt in Ledger(office.journal).all()] == before


@pytest.mark.parametrize("name", ["after-taken", "after-intent", "after-send", "before-told", "after-told"])
def test_crash__at_a_step__one_restatement_on_chain(stage: Stage, journal_path: Path, name: str) -> None:
    stage.execute()
    stage.chain.mine(8)
    office = Office(stage, journal_path, stage.restated(), checkpoint=crash_at(name))
    with pytest.raises(CrashError):
        office.tick(3)
    office.close()
    again = Office(stage, journal_path, stage.restated())
    again.finish()
    assert (again.states(), stage.accepted_restatements(), stage.count(RELAYER.address)) == (["final"], {1: 1}, 1)


def test_two_relays__one_restatement__once_on_chain(stage: Stage, tmp_path: Path) -> None:
    stage.execute()
    stage.fund(SECOND)
    first = Office(stage, tmp_path / "first.sqlite", stage.restated())
    second = Office(stage, tmp_path / "second.sqlite", stage.restated(), key=SECOND)
    stage.hold()
    first.tick()
    second.tick()
    stage.chain.mine()
    for _ in range(2):
        first.finish()
        second.finish()
    assert sorted(first.states() + second.states()) == ["final", "superseded"]
    assert stage.accepted_restatements() == {1: 1}
