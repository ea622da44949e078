# SPDX-License-Identifier: Apache-2.0
"""Rows F4 to F6, F8 to F10 and F12: keys, nonces, journals and numbers of those who bring reports on chain.

Here without a node; with one, and with kills and faults, the same rows are in ``relay/test_failures.py``. That no money is a floating
point number is held by ``structure/test_floors.py``.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from eth_account import Account

from regalia.chain.step_records import unpack_records
from regalia.domain.history import DealBooks
from regalia.domain.state import State as Books
from regalia.oracle.signing_record import AlreadySignedError, SigningRecord
from regalia.oracle.typed_data import SigningDomain
from regalia.relay.database import Binding
from regalia.relay.errors import JournalLockedError
from regalia.relay.fees import GWEI, FeePolicy
from regalia.relay.journal import Journal
from regalia.relay.nonces import Ledger
from regalia.relay.states import State
from regalia.relay.work import Attempt, Fees, Place, Work
from tests.oracle.stage import ATTACKER, ATTESTORS, REPORT, report
from tests.relay.office import CrashError
from tests.relay.told_logs import work
from tests.support import sample
from tests.support.platform import Platform

FEES = Fees(20 * GWEI, GWEI)
POLICY = FeePolicy(ceiling=100 * GWEI, priority=GWEI, blocks=5, seconds=120)
BINDING = Binding(1, "0x", "0x", "0x")
RAW = b"the signed bytes"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relay.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal(path, BINDING) as opened:
        yield opened


def take_up(journal: Journal) -> Work:
    """The report, found with its signatures."""
    new = work()
    added = journal.add(new.kind, new.deal, new.number, new.epoch, new.digest, new.document, b"signatures", 1)
    assert added
    return added


def intend(journal: Journal, nonce: int, of: Work | None = None, raw: bytes = RAW, fees: Fees = FEES) -> Attempt:
    return Ledger(journal).intend(nonce, raw, f"0x{nonce}{raw.hex()}", 21_000, fees, of, at=5)


def test_f4__nonce_lost_below_another__is_given_out_again_before_any_new_one(journal: Journal) -> None:
    """Two nonces in use, and one between them that nobody uses: a node would hold the higher one in its queue."""
    intend(journal, 0)
    intend(journal, 2)
    ledger = Ledger(journal)
    assert (ledger.gaps(0), ledger.lowest_unused(0)) == ([1], 1)
    intend(journal, 1)
    assert (ledger.gaps(0), ledger.lowest_unused(0)) == ([], 3)


def test_f4__process_dies_while_it_takes_a_nonce__none_was_handed_out(journal: Journal) -> None:
    taken = take_up(journal)
    with pytest.raises(CrashError), journal.transaction():
        intend(journal, 0, taken)
        raise CrashError
    assert Ledger(journal).all() == [] and Ledger(journal).lowest_unused(0) == 0
    assert journal.work(taken.id).state is State.SIGNED


def test_f5__base_fee_jumps__replaced_under_the_same_nonce_and_one_of_them_is_mined(journal: Journal) -> None:
    first = intend(journal, 0)
    ledger = Ledger(journal)
    ledger.sent(first, block=10, at=1_000)
    (waiting,) = ledger.all()
    assert not POLICY.is_stuck(waiting, 11, 1_001, 20 * GWEI) and POLICY.is_stuck(waiting, 11, 1_001, 40 * GWEI)
    dearer = POLICY.replacing(waiting.fees, 40 * GWEI)
    assert dearer and 8 * dearer.most >= 9 * FEES.most and 8 * dearer.priority >= 9 * FEES.priority
    second = intend(journal, 0, raw=b"the same for more", fees=dearer)
    (slot,) = ledger.open_slots()
    ledger.mined(slot, second, Place(12, "0xb", second.hash), succeeded=True)
    assert [bool(attempt.place) for attempt in ledger.all()] == [False, True]
    assert ledger.lowest_unused(0) == 1


@pytest.mark.parametrize("moment", ["before it is signed", "before it is sent", "before it is saved as sent"])
def test_f6__killed_at_a_step__the_same_bytes_are_there_to_be_sent_again(path: Path, moment: str) -> None:
    """Bytes are saved before anybody has them, so whatever a node got is what the restarted relay would send."""
    with Journal(path, BINDING) as journal:
        taken = take_up(journal)
        if moment != "before it is signed":
            intend(journal, 0, taken)
        given_to_a_node = [RAW] if moment == "before it is saved as sent" else []
    with Journal(path, BINDING) as restarted:
        assert take_up_again(restarted) is None
        kept = [attempt.raw for attempt in Ledger(restarted).all()]
        assert set(given_to_a_node) <= set(kept) <= {RAW}
        (known,) = restarted.works()
        assert known.state is (State.INTENDED if kept else State.SIGNED)
        assert Ledger(restarted).lowest_unused(0) == len(kept)


def take_up_again(journal: Journal) -> Work | None:
    new = work()
    return journal.add(new.kind, new.deal, new.number, new.epoch, new.digest, new.document, b"signatures", 9)


def test_f8__second_amount_for_a_period__never_signed_whoever_asks_and_whenever(tmp_path: Path) -> None:
    """After a restart, from a second process on the same file, and with a new set of signers."""
    record, domain, signer = tmp_path / "signed.sqlite", SigningDomain(31_337, ATTACKER), ATTESTORS[0].address
    SigningRecord(record).claim(signer, REPORT, domain)
    restarted, beside = SigningRecord(record), SigningRecord(record)
    for opened in (restarted, beside):
        for other in (report(received=1), report(evidence_root=bytes(32)), report(received=1, epoch=2)):
            with pytest.raises(AlreadySignedError):
                opened.claim(signer, other, domain)
        opened.claim(signer, REPORT, domain)
    assert len(restarted.history()) == 1


def test_f8__second_relay_on_the_journal__refused(journal: Journal, path: Path) -> None:
    with pytest.raises(JournalLockedError):
        Journal(path, BINDING)


@pytest.mark.parametrize("text", [repr, str, "{}".format, lambda key: repr([key]), lambda key: repr({"signer": key})])
def test_f9__key_of_a_signer__in_no_text_of_it(text: Callable[[object], str]) -> None:
    """Nor in what the attestors and relays write: ``oracle/test_secrets.py``, ``relay/test_failures.py``."""
    key = Account.create()
    secret = bytes(key.key)
    shown = text(key)
    assert secret.hex() not in shown and str(int.from_bytes(secret, "big")) not in shown


def test_f9__record_of_what_was_signed__holds_no_key(tmp_path: Path) -> None:
    file = tmp_path / "signed.sqlite"
    record = SigningRecord(file)
    record.claim(ATTESTORS[0].address, REPORT, SigningDomain(31_337, ATTACKER))
    record.close()
    secret = bytes(ATTESTORS[0].key)
    assert REPORT.deal.lower()[2:].encode() in file.read_bytes().lower()
    assert secret not in file.read_bytes() and secret.hex().encode() not in file.read_bytes()
    with pytest.raises(TypeError):
        pickle.dumps(record)


def test_f10__dropped_from_the_pool__counts_as_stuck_after_a_while_and_as_unsent_when_lost(journal: Journal) -> None:
    sent = intend(journal, 0)
    ledger = Ledger(journal)
    ledger.sent(sent, block=10, at=1_000)
    (waiting,) = ledger.all()
    assert [POLICY.is_stuck(waiting, 10 + n, 1_001, GWEI) for n in (4, 5)] == [False, True]
    (slot,) = ledger.open_slots()
    ledger.lost(slot)
    (again,) = ledger.all()
    assert (again.raw, again.sent_block) == (RAW, None)


def test_f12__many_odd_dates__every_record_of_the_contract_is_the_python_engines() -> None:
    platform = Platform()
    deal = platform.create(platform.money())
    deal.sell()
    deal.close()
    books = DealBooks(sample.PROGRAM, Books.opening(sample.PROGRAM, (sample.FUNDING,)))
    for amount in (1, 99_999_999_999, 0, 7, 333_333_333_333, 12_345_678_901):
        paid = deal.pay_date(amount, invoices=(amount // 13,))
        books.collect(amount)
        expected = books.execute(deal.report(amount, books.next_period, invoices=(amount // 13,)).in_domain())
        assert unpack_records(paid.only("PaymentDateExecuted")["records"]) == expected.records
        assert deal.state() == expected.state
