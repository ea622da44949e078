# SPDX-License-Identifier: Apache-2.0
"""Epochs that end: what was signed before can't come any more, holds nothing up, and is signed anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from eth_account.signers.local import LocalAccount

from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.quorum import encode_signatures
from regalia.relay.exchange_source import ExchangeSource
from regalia.relay.nonces import Ledger
from regalia.relay.source import SignedReport
from tests.oracle.stage import attest
from tests.relay.acts import change_signers, epoch, void
from tests.relay.exchanged import leave, proposal
from tests.relay.office import Office
from tests.relay.stage import DEPTH, RELAYER, Stage
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet


def by(stage: Stage, *signers: LocalAccount, period: int = 1, epoch: int = 2) -> SignedReport:
    report = stage.report(period, epoch=epoch)
    return SignedReport(report, encode_signatures([attest(report, stage.domain, signer) for signer in signers]))


def closed(office: Office) -> dict[int, int | None]:
    """What was mined under each nonce."""
    return {attempt.nonce: attempt.work for attempt in Ledger(office.journal).all() if attempt.place}


def test_void__between_quorum_and_sending__refused_and_what_is_signed_anew_goes_through(
    stage: Stage, journal_path: Path, tmp_path: Path
) -> None:
    exchange = FolderExchange(tmp_path / "exchange")
    stage.submit(stage.signed(1), stage.market.outsider)
    leave(exchange, stage, old := proposal(stage, 2))
    office = Office(stage, journal_path, source=ExchangeSource(exchange, stage.web3, stage.domain, stage.all_deals))
    office.tick()
    assert office.states() == ["signed"]
    transaction = void(stage)
    leave(exchange, stage, new := proposal(stage, 2, epoch=2))
    stage.consume(stage.report(1))
    office.finish()
    assert [(work.digest, work.state) for work in office.works()] == [(old.digest, "refused"), (new.digest, "final")]
    assert transaction in str(office.works()[0].reason) and stage.accepted() == {1: 1, 2: 1}
    assert stage.count(RELAYER.address) == 1


def test_void__before_anything_was_sent__refused_at_depth_by_name(stage: Stage, journal_path: Path) -> None:
    office = Office(stage, journal_path, stage.signed(2))
    office.tick()
    transaction = void(stage)
    office.tick(DEPTH, mine=True)
    ended = f"epoch 1 ended when its signatures were made void in transaction {transaction}"
    (work,) = office.works()
    assert (work.state, office.relay.status.report.held) == ("signed", {f"{work}, epoch 1": ended})
    office.tick()
    (work,) = office.works()
    assert (work.state, work.reason, stage.count(RELAYER.address)) == ("refused", ended, 0)


def test_void__while_it_waits_in_a_pool__its_nonce_holds_nobody_up(stage: Stage, journal_path: Path) -> None:
    stage.hold()
    old, other = stage.signed(), stage.signed(1, stage.deals[1])
    office = Office(stage, journal_path, old)
    office.tick()
    stage.rpc("anvil_dropAllTransactions")
    stage.rpc("evm_setAutomine", True)
    void(stage)
    stage.hold()
    office.close()
    office = Office(stage, journal_path, old, stage.signed(epoch=2), other)
    office.finish()
    office.finish()
    assert [(work.deal, work.epoch, work.state) for work in office.works()] == sorted(
        [(stage.deal, 1, "refused"), (stage.deal, 2, "final"), (stage.deals[1], 1, "final")]
    )
    assert (stage.accepted(), stage.accepted(stage.deals[1])) == ({1: 1}, {1: 1})
    assert sorted(closed(office)) == [0, 1, 2] and closed(office)[0] is None
    first, second = (work.id for work in office.works() if work.deal == stage.deal)
    steps = [(work, event) for _, work, event, _ in office.journal.history()]
    assert steps.index((first, "condemned")) < steps.index((second, "intended")) < steps.index((first, "refused"))
    assert stage.rpc("txpool_status") == {"pending": "0x0", "queued": "0x0"}


def test_void__mined_first__the_one_that_failed_is_refused_and_signed_anew(stage: Stage, journal_path: Path) -> None:
    """Both are in the same block: the report comes too late in it."""
    stage.hold()
    office = Office(stage, journal_path, stage.signed(), stage.signed(epoch=2))
    office.tick()
    fees = {"from": stage.governor, "gas": 1_000_000, "maxFeePerGas": 10**13, "maxPriorityFeePerGas": 10**12}
    stage.functions.voidSignatures(stage.deal).transact(fees)
    office.finish()
    office.finish()
    assert office.states() == ["refused", "final"] and stage.accepted() == {1: 1}
    assert [attempt.succeeded for attempt in Ledger(office.journal).all()] == [False, True]


def test_void__a_reorganisation_takes_it__the_report_goes_through_after_all(stage: Stage, journal_path: Path) -> None:
    stage.chain.mine(2)
    office = Office(stage, journal_path, stage.signed(2), stage.signed(2, epoch=2))
    office.tick()
    void(stage)
    office.tick(2, mine=True)
    stage.reorganise(3)
    assert epoch(stage) == 1
    stage.execute(1)
    office.finish()
    assert office.states() == ["final", "signed"] and stage.accepted() == {1: 1, 2: 1}
    stage.consume(stage.report(2))
    office.finish()
    assert office.states() == ["final", "refused"]
    assert "PeriodOutOfOrder" in str(office.works()[1].reason)


def test_void__after_it_was_accepted__final_all_the_same(stage: Stage, journal_path: Path) -> None:
    office = Office(stage, journal_path, stage.signed(), stage.signed(epoch=2))
    office.tick()
    void(stage)
    office.finish()
    assert office.states() == ["final", "refused"]
    assert "another report of the period was accepted" in str(office.works()[1].reason)


def test_signers_changed__old_ones_refused__new_ones_taken(stage: Stage, journal_path: Path) -> None:
    newcomers = sorted((key_of(f"new attestor {n}") for n in range(3)), key=lambda key: int(key.address, 16))
    office = Office(stage, journal_path, stage.signed(2))
    office.tick()
    change_signers(stage, newcomers)
    stage.submit(by(stage, *newcomers))
    stage.consume(stage.report(1, epoch=2))
    office.close()
    office = Office(stage, journal_path, stage.signed(2), by(stage, *newcomers, period=2))
    office.finish()
    assert office.states() == ["refused", "final"] and stage.accepted() == {1: 1, 2: 1}
    assert "the signers were changed in transaction" in str(office.works()[0].reason)


def test_same_content__accepted_in_an_earlier_epoch__is_not_taken_for_the_new_one(
    stage: Stage, journal_path: Path
) -> None:
    stage.submit(stage.signed(), stage.market.outsider)
    void(stage)
    office = Office(stage, journal_path, stage.signed(epoch=2))
    office.finish()
    assert office.states() == ["refused"] and "another report of the period" in str(office.works()[0].reason)
    office.close()
    again = Office(stage, journal_path, stage.signed(), stage.signed(epoch=2))
    again.finish()
    assert again.states() == ["refused", "superseded"]


def test_epochs__after_a_restart__are_known_from_the_journal(stage: Stage, journal_path: Path) -> None:
    void(stage)
    stage.chain.mine(2 * DEPTH)
    office = Office(stage, journal_path)
    office.tick()
    office.close()
    again = Office(stage, journal_path, stage.signed(), stage.sign(stage.report(epoch=2)))
    again.finish()
    assert again.states() == ["refused", "final"]
