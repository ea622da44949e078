# SPDX-License-Identifier: Apache-2.0
"""The failures of other people's relays, one a test: a report is never lost and never on chain twice."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from web3 import Web3

from regalia.relay.errors import JournalLockedError, WrongJournalError
from regalia.relay.fees import GWEI, FeePolicy
from regalia.relay.journal import Journal
from regalia.relay.log import Log
from regalia.relay.nodes import AgreedChain, Identity
from regalia.relay.nonces import Ledger
from tests.relay.faulty import LIES, Lagging, liar
from tests.relay.office import CrashError, Office, crash_at
from tests.relay.stage import DEPTH, RELAYER, Stage
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet

HIGHEST = 2**96 - 1


def test_f1_reorganisation__takes_a_mined_report__the_same_bytes_are_sent_again_and_booked_once(
    stage: Stage, journal_path: Path
) -> None:
    office = Office(stage, journal_path, stage.signed())
    office.tick(2, mine=True)
    assert office.states() == ["mined"]
    before = Ledger(office.journal).all()
    stage.reorganise(3)
    assert stage.accepted() == {}
    stage.hold()
    office.tick()
    assert office.states() == ["sent"]
    assert [attempt.raw for attempt in Ledger(office.journal).all()] == [attempt.raw for attempt in before]
    office.finish()
    assert (office.states(), stage.accepted(), stage.count(RELAYER.address)) == (["final"], {1: 1}, 1)
    assert office.relay.status.report.reorganisations == 1


def test_f1_reorganisation__takes_somebody_elses__ours_to_send(stage: Stage, journal_path: Path) -> None:
    signed = stage.signed()
    stage.submit(signed)
    office = Office(stage, journal_path, signed)
    office.tick()
    assert office.states() == ["mined"] and not Ledger(office.journal).all()
    stage.chain.mine()
    stage.reorganise(2)
    office.finish()
    assert (office.states(), stage.accepted(), stage.count(RELAYER.address)) == (["final"], {1: 1}, 1)


def test_f1_reorganisation__deeper_than_the_depth__alarm_and_sent_again(fresh_stage: Stage, journal_path: Path) -> None:
    stage = fresh_stage
    stage.chain.mine(3 * DEPTH)
    office = Office(stage, journal_path, stage.signed())
    office.finish()
    assert office.states() == ["final"]
    stage.reorganise(stage.web3.eth.block_number - office.works()[0].place.block + 1)  # type: ignore[union-attr]
    assert stage.accepted() == {}
    office.tick()
    assert "deep-reorganisation" in office.relay.status.report.alarms and not office.relay.status.is_well
    office.finish()
    assert (office.states(), stage.accepted()) == (["final"], {1: 1})
    assert office.relay.status.is_well


@pytest.mark.parametrize("behind", [1, 3])
def test_f2_node_a_little_behind__what_it_has_not_is_not_taken_for_gone(
    stage: Stage, journal_path: Path, behind: int
) -> None:
    late = Web3(Lagging(stage.chain.url, behind))
    office = Office(stage, journal_path, stage.signed(), nodes=(stage.web3, late))
    stage.chain.mine(4)
    office.tick(behind + 2, mine=True)
    assert office.states() == ["mined"] and office.relay.status.report.lag == behind
    office.finish()
    assert (office.states(), stage.accepted(), office.told().count("lost")) == (["final"], {1: 1}, 0)


def test_f2_node_far_behind__waited_for_and_nothing_sent(stage: Stage, journal_path: Path) -> None:
    stage.chain.mine(8)
    nodes = (Web3(Lagging(stage.chain.url, 7)), stage.web3)
    office = Office(stage, journal_path, stage.signed(), nodes=nodes)
    office.tick(3)
    assert "lags 7 blocks" in office.relay.status.report.waiting
    assert stage.count(RELAYER.address) == 0 and not office.relay.status.report.alarms


@pytest.mark.parametrize("what", sorted(LIES))
def test_f3_second_node_lies__nothing_sent_and_alarm(stage: Stage, journal_path: Path, what: str) -> None:
    """A lie about receipts is told once there are some."""
    office = Office(stage, journal_path, stage.signed(), nodes=(stage.web3, Web3(liar(stage.chain.url, what))))
    office.tick(3, mine=True)
    report = office.relay.status.report
    assert list(report.alarms) == ["nodes-disagree"] and report.disagreements and not office.relay.status.is_well
    assert office.states() != ["mined"] and stage.count(RELAYER.address) == (1 if what == "receipt" else 0)
    office.close()
    honest = Office(stage, journal_path, stage.signed())
    honest.finish()
    assert (honest.states(), stage.accepted()) == (["final"], {1: 1})


def test_f4_nonce__lost_below_another__refilled_with_the_same_bytes(stage: Stage, journal_path: Path) -> None:
    stage.hold()
    office = Office(stage, journal_path, stage.signed(), stage.signed(1, stage.deals[1]))
    office.tick()
    first, second = Ledger(office.journal).all()
    assert (first.nonce, second.nonce) == (0, 1)
    stage.rpc("anvil_dropTransaction", first.hash)
    stage.chain.mine()
    assert stage.count(RELAYER.address) == 0  # what is above the gap waits
    office.finish()
    assert office.states() == ["final", "final"] and stage.count(RELAYER.address) == 2
    assert [attempt.hash for attempt in Ledger(office.journal).all()] == [first.hash, second.hash]


def test_f4_nonce__used_by_another_transaction_of_the_key__report_goes_with_a_new_one(
    stage: Stage, journal_path: Path
) -> None:
    stage.hold()
    office = Office(stage, journal_path, stage.signed())
    office.tick()
    stage.rpc("anvil_dropTransaction", Ledger(office.journal).all()[0].hash)
    stage.foreign(nonce=0)
    office.finish()
    office.finish()
    assert "foreign" in office.told()
    assert (office.states(), stage.accepted(), stage.count(RELAYER.address)) == (["final"], {1: 1}, 2)


def test_f4_nonce__of_a_report_that_became_hopeless__closed_by_a_transaction_that_does_nothing(
    stage: Stage, journal_path: Path
) -> None:
    stage.hold()
    office = Office(stage, journal_path, stage.signed(), stage.signed(1, stage.deals[1]))
    office.tick()
    lost = Ledger(office.journal).all()[0]
    stage.rpc("anvil_dropTransaction", lost.hash)
    other = stage.sign(stage.report(1, office.works()[0].deal, received=5))
    stage.rpc("evm_setAutomine", True)
    stage.submit(other, stage.market.outsider)
    office.finish()
    office.finish()
    assert office.states() == ["refused", "final"]
    assert "another report of the period was accepted" in str(office.works()[0].reason)
    assert {attempt.nonce: attempt.work for attempt in Ledger(office.journal).all() if attempt.place} == {0: None, 1: 2}
    assert stage.rpc("txpool_status") == {"pending": "0x0", "queued": "0x0"}


def test_f5_stuck__base_fee_jumps__replaced_under_the_same_nonce(stage: Stage, journal_path: Path) -> None:
    stage.hold()
    office = Office(stage, journal_path, stage.signed())
    office.tick()
    stage.rpc("anvil_setNextBlockBaseFeePerGas", hex(40 * GWEI))
    office.finish()
    attempts = Ledger(office.journal).all()
    assert office.states() == ["final"] and len(attempts) > 1 and {attempt.nonce for attempt in attempts} == {0}
    assert [bool(attempt.place) for attempt in attempts] == [False] * (len(attempts) - 1) + [True]
    for former, later in pairwise(attempts):
        assert 8 * later.fees.most >= 9 * former.fees.most and 8 * later.fees.priority >= 9 * former.fees.priority


def test_f5_stuck__above_the_ceiling__alarm_and_patience(stage: Stage, journal_path: Path) -> None:
    stage.hold()
    policy = FeePolicy(ceiling=10 * GWEI, blocks=1)
    office = Office(stage, journal_path, stage.signed(), policy=policy)
    stage.rpc("anvil_setNextBlockBaseFeePerGas", hex(40 * GWEI))
    stage.chain.mine()
    office.tick()
    assert "the ceiling 10" in office.relay.status.report.alarms["fee-ceiling"]
    assert office.states() == ["signed"]
    stage.rpc("anvil_setNextBlockBaseFeePerGas", hex(GWEI))
    stage.chain.mine()
    office.finish()
    assert office.states() == ["final"] and not office.relay.status.report.alarms


@pytest.mark.parametrize(
    "name", ["after-taken", "before-intent", "after-intent", "before-send", "after-send", "after-sent", "before-mined"]
)
def test_f6_crash__at_a_step__one_report_on_chain(stage: Stage, journal_path: Path, name: str) -> None:
    office = Office(stage, journal_path, stage.signed(), checkpoint=crash_at(name))
    with pytest.raises(CrashError):
        office.tick(3)
    office.close()
    again = Office(stage, journal_path, stage.signed())
    again.finish()
    assert (again.states(), stage.accepted(), stage.count(RELAYER.address)) == (["final"], {1: 1}, 1)
    assert len(Ledger(again.journal).all()) == 1


@pytest.mark.parametrize("skew", [-86_400, 86_400])
def test_f7_clock_of_the_machine_is_wrong__only_shown(
    stage: Stage, journal_path: Path, monkeypatch: pytest.MonkeyPatch, skew: int
) -> None:
    stage.hold()
    now = stage.web3.eth.get_block("latest")["timestamp"] + skew
    monkeypatch.setattr(time, "time", lambda: now)
    office = Office(stage, journal_path, stage.signed(), policy=FeePolicy(seconds=100))
    office.tick(3)
    assert len(Ledger(office.journal).all()) == 1 and office.relay.status.report.skew == skew


def test_f7_chains_time_jumps__what_waits_is_replaced(stage: Stage, journal_path: Path) -> None:
    stage.hold()
    office = Office(stage, journal_path, stage.signed(), policy=FeePolicy(blocks=10**6, seconds=3 * 86_400))
    office.tick()
    stage.rpc("anvil_dropAllTransactions")
    stage.chain.warp(stage.web3.eth.get_block("latest")["timestamp"] + 4 * 86_400)
    office.tick()
    assert [attempt.nonce for attempt in Ledger(office.journal).all()] == [0, 0]


def test_f8_second_relay__on_the_same_journal__refused_by_name(stage: Stage, journal_path: Path) -> None:
    office = Office(stage, journal_path)
    with pytest.raises(JournalLockedError, match="another relay runs on it"):
        Office(stage, journal_path)
    office.close()
    Office(stage, journal_path).close()


def test_f9_key__nowhere_in_log_journal_status_or_words(stage: Stage, journal_path: Path) -> None:
    lines: list[str] = []
    office = Office(stage, journal_path, stage.signed(), log=Log(lines.append))
    office.finish()
    office.close()
    key = RELAYER.key.hex().removeprefix("0x")
    written = b"".join(path.read_bytes() for path in journal_path.parent.iterdir())
    shown = "".join(lines) + repr(office.relay) + repr(office.relay.status.report) + repr(vars(office.relay))
    assert lines and key not in shown and bytes.fromhex(key) not in written and key.encode() not in written


def test_f10_dropped_from_the_pool__sent_again(stage: Stage, journal_path: Path) -> None:
    stage.hold()
    office = Office(stage, journal_path, stage.signed())
    office.tick()
    stage.rpc("anvil_dropAllTransactions")
    stage.chain.mine()
    office.tick()
    assert stage.rpc("txpool_status")["pending"] == "0x1"
    office.finish()
    assert (office.states(), stage.accepted()) == (["final"], {1: 1})


@pytest.mark.parametrize(("field", "chain_id"), [("chain id", 1), ("genesis", None)])
def test_f11_other_chain__nothing_sent_and_alarm(
    stage: Stage, journal_path: Path, field: str, chain_id: int | None
) -> None:
    other = Identity(chain_id, stage.identity.genesis) if chain_id else Identity(31337, "0x" + "11" * 32)
    office = Office(stage, journal_path, stage.signed())
    office.relay._desk.chain.identity = other
    office.tick()
    assert f"{field}: expected" in office.relay.status.report.alarms["wrong-chain"]
    assert not office.works() and stage.count(RELAYER.address) == 0


def test_f11_journal_of_another_key__refused(stage: Stage, journal_path: Path) -> None:
    Office(stage, journal_path).close()
    with pytest.raises(WrongJournalError, match="it is of Binding"):
        Journal(journal_path, stage.binding(key_of("second relayer")))


def test_f12_highest_amounts__unchanged_from_document_to_chain(stage: Stage, journal_path: Path) -> None:
    signed = stage.signed(received=HIGHEST, other_income=0, has_target=True, reserve_target=HIGHEST)
    office = Office(stage, journal_path, signed)
    office.finish()
    assert office.works()[0].report == signed.report and office.states() == ["final"]


def test_one_node__nothing_to_compare__still_works(stage: Stage, journal_path: Path) -> None:
    chain = AgreedChain(stage.identity, stage.web3)
    assert chain.look().lag == 0 and len(chain.nodes) == 1
