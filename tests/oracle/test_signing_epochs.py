# SPDX-License-Identifier: Apache-2.0
"""A later epoch makes earlier signatures void, and nothing else does; what was signed can be shown to others."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from regalia.oracle.restatement import Restatement
from regalia.oracle.signing_record import AlreadySignedError, SigningRecord, SigningRecordError
from regalia.oracle.typed_data import SigningDomain, digest, signable
from tests.oracle.stage import ATTACKER, DEAL, REPORT, report
from tests.support.roles import key_of

KEY = key_of("servicer")
SERVICER = KEY.address
DOMAIN = SigningDomain(31337, ATTACKER)
RESTATEMENT = Restatement(
    deal=DEAL, number=1, epoch=1, period=1, received=-5, other_income=0, corrects=bytes(32), evidence_root=b"\1" * 32
)
OLD_TABLE = """CREATE TABLE signed (
    signer TEXT NOT NULL, chain_id TEXT NOT NULL, oracle TEXT NOT NULL, deal TEXT NOT NULL, period INTEGER NOT NULL,
    digest BLOB NOT NULL, PRIMARY KEY (signer, chain_id, oracle, deal, period))"""


def test_claim__later_epoch_that_is_in_force__taken() -> None:
    record = SigningRecord()
    record.claim(SERVICER, REPORT, DOMAIN, 1)
    record.claim(SERVICER, report(epoch=2, received=1), DOMAIN, 2)
    with pytest.raises(AlreadySignedError, match="was signed in epoch 2"):
        record.claim(SERVICER, report(epoch=2, received=2), DOMAIN, 2)
    assert [row.epoch for row in record.history()] == [1, 2]


@pytest.mark.parametrize("in_force", [None, 1, 3])
def test_claim__later_epoch_that_is_not_shown_to_be_in_force__refused(in_force: int | None) -> None:
    record = SigningRecord()
    record.claim(SERVICER, REPORT, DOMAIN, 1)
    with pytest.raises(AlreadySignedError, match="of epoch 2, and the epoch in force is"):
        record.claim(SERVICER, report(epoch=2), DOMAIN, in_force)
    assert len(record.history()) == 1


@pytest.mark.parametrize("in_force", [None, 1, 2])
def test_claim__earlier_epoch__refused_whatever_is_in_force(in_force: int | None) -> None:
    record = SigningRecord()
    record.claim(SERVICER, report(epoch=2), DOMAIN, 2)
    with pytest.raises(AlreadySignedError, match="was signed in epoch 2"):
        record.claim(SERVICER, REPORT, DOMAIN, in_force)


def test_claim__same_report_of_an_earlier_epoch_again__taken() -> None:
    record = SigningRecord()
    record.claim(SERVICER, REPORT, DOMAIN, 1)
    record.claim(SERVICER, report(epoch=2), DOMAIN, 2)
    record.claim(SERVICER, REPORT, DOMAIN, 2)  # it says nothing new
    assert len(record.history()) == 2


def test_claim__restatement_beside_a_report_of_that_number__each_its_own_row() -> None:
    record = SigningRecord()
    record.claim(SERVICER, REPORT, DOMAIN)
    record.claim(SERVICER, RESTATEMENT, DOMAIN)
    with pytest.raises(AlreadySignedError, match="restatement 1: a restatement of digest"):
        record.claim(SERVICER, RESTATEMENT.model_copy(update={"received": -6}), DOMAIN)
    record.claim(SERVICER, RESTATEMENT.model_copy(update={"number": 2}), DOMAIN)
    assert [(row.kind, row.number) for row in record.history()] == [
        ("report", 1),
        ("restatement", 1),
        ("restatement", 2),
    ]


def test_history__message_kept__others_can_prove_the_signature_with_it() -> None:
    record = SigningRecord()
    record.claim(SERVICER, REPORT, DOMAIN, 1, "the proposal")
    (row,) = record.history()
    signature = KEY.sign_message(signable(REPORT, DOMAIN)).signature
    message = encode_typed_data(full_message=json.loads(row.message))
    assert Account.recover_message(message, signature=signature) == SERVICER
    assert (row.digest, row.proposal, row.chain_id, row.named) == (
        digest(REPORT, DOMAIN),
        "the proposal",
        31337,
        "period 1",
    )


def test_open__file_of_the_earlier_release__its_signatures_count(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    row = (SERVICER, "31337", DOMAIN.oracle, REPORT.deal, 1, digest(REPORT, DOMAIN))
    with sqlite3.connect(path) as old:
        old.execute(OLD_TABLE)
        old.execute("INSERT INTO signed VALUES (?, ?, ?, ?, ?, ?)", row)
    old.close()
    for _ in range(2):  # and again, once it is taken over
        with SigningRecord(path) as record:
            record.claim(SERVICER, REPORT, DOMAIN)
            with pytest.raises(AlreadySignedError):
                record.claim(SERVICER, report(received=1), DOMAIN, 1)
            (found,) = record.history()
            assert (found.kind, found.epoch, found.digest, found.message) == ("report", 1, row[-1], "")
    with SigningRecord(path) as record:
        record.claim(SERVICER, report(epoch=2), DOMAIN, 2)


def test_open__process_of_the_earlier_release_on_a_new_file__can_write_nothing(tmp_path: Path) -> None:
    """It would make its own table beside ours, empty, and sign anew."""
    path = tmp_path / "new.sqlite"
    with SigningRecord(path) as record:
        record.claim(SERVICER, REPORT, DOMAIN)
    old = sqlite3.connect(path, isolation_level=None)
    old.execute(OLD_TABLE.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    with pytest.raises(sqlite3.OperationalError, match="view"):
        old.execute("INSERT OR IGNORE INTO signed VALUES ('', '', '', '', 1, '')")
    old.close()


def test_claim__another_process_keeps_the_file_locked__refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regalia.oracle.signing_record._WAIT", 0)
    path = tmp_path / "locked.sqlite"
    with SigningRecord(path) as record:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SigningRecordError, match="database is locked"):
            record.claim(SERVICER, REPORT, DOMAIN)
        other.execute("ROLLBACK")
        other.close()
        assert record.history() == ()


def test_claim__disk_full_in_the_middle__nothing_written(tmp_path: Path) -> None:
    with SigningRecord(tmp_path / "full.sqlite") as record:
        record._database.execute("PRAGMA max_page_count = 5")
        with pytest.raises(SigningRecordError, match="full"):
            record.claim(SERVICER, REPORT, DOMAIN, 1, "x" * 100_000)
        assert record.history() == ()


def test_repr__names_the_file_only(tmp_path: Path) -> None:
    with SigningRecord(tmp_path / "a.sqlite") as record:
        assert repr(record) == f"SigningRecord('{tmp_path}/a.sqlite')"
