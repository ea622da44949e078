# SPDX-License-Identifier: Apache-2.0
"""One report a period: written down before it is signed, also across a restart and between two processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.oracle.report import RoyaltyReport
from regalia.oracle.signing_record import AlreadySignedError, SigningRecord, SigningRecordError
from regalia.oracle.typed_data import SigningDomain, digest
from tests.oracle.stage import ATTACKER, ATTESTORS, REPORT, report

SERVICER, AUDITOR = ATTESTORS[0].address, ATTESTORS[1].address
DOMAIN = SigningDomain(31337, ATTACKER)
OTHER = report(received=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signed.sqlite"


def test_claim__same_report_again__taken() -> None:
    record = SigningRecord()
    record.claim(SERVICER, REPORT, DOMAIN)
    record.claim(SERVICER, REPORT, DOMAIN)
    with pytest.raises(AlreadySignedError):
        record.claim(SERVICER, OTHER, DOMAIN)


def test_claim__another_report_of_the_period__refused_with_both_digests() -> None:
    record = SigningRecord()
    record.claim(SERVICER, REPORT, DOMAIN)
    with pytest.raises(AlreadySignedError) as refusal:
        record.claim(SERVICER, OTHER, DOMAIN)
    error = refusal.value
    assert (error.period, error.signed, error.proposed) == (1, digest(REPORT, DOMAIN), digest(OTHER, DOMAIN))
    record.claim(SERVICER, REPORT, DOMAIN)  # the refusal changed nothing


def test_claim__other_signer_set__refused_too() -> None:
    record = SigningRecord()
    record.claim(SERVICER, REPORT, DOMAIN)
    with pytest.raises(AlreadySignedError):
        record.claim(SERVICER, report(epoch=2), DOMAIN)


@pytest.mark.parametrize(
    ("given", "domain"),
    [
        (report(period=2), DOMAIN),
        (report(deal=ATTACKER), DOMAIN),
        (OTHER, SigningDomain(1, ATTACKER)),
        (OTHER, SigningDomain(31337, SERVICER)),
    ],
    ids=["period", "deal", "chain", "oracle"],
)
def test_claim__elsewhere__is_another_row(given: RoyaltyReport, domain: SigningDomain) -> None:
    record = SigningRecord()
    record.claim(SERVICER, REPORT, DOMAIN)
    record.claim(SERVICER, given, domain)
    with pytest.raises(AlreadySignedError):
        record.claim(SERVICER, given.model_copy(update={"received": 2}), domain)


def test_claim__another_attestor_in_the_same_record__decides_for_itself() -> None:
    record = SigningRecord()
    record.claim(SERVICER, REPORT, DOMAIN)
    record.claim(AUDITOR, OTHER, DOMAIN)
    with pytest.raises(AlreadySignedError):
        record.claim(AUDITOR, REPORT, DOMAIN)


def test_claim__after_a_restart__remembered(path: Path) -> None:
    with SigningRecord(path) as record:
        record.claim(SERVICER, REPORT, DOMAIN)
    with SigningRecord(path) as restarted, pytest.raises(AlreadySignedError):
        restarted.claim(SERVICER, OTHER, DOMAIN)


def test_claim__process_killed_after_it__remembered(path: Path) -> None:
    """A copy of the file, taken while the record is open, is what a crash leaves."""
    record = SigningRecord(path)
    record.claim(SERVICER, REPORT, DOMAIN)
    left = path.with_name("left.sqlite")
    left.write_bytes(path.read_bytes())
    with SigningRecord(left) as restarted, pytest.raises(AlreadySignedError):
        restarted.claim(SERVICER, OTHER, DOMAIN)
    record.close()


def test_claim__two_open_records_of_one_file__the_first_decides(path: Path) -> None:
    with SigningRecord(path) as first, SigningRecord(path) as second:
        first.claim(SERVICER, REPORT, DOMAIN)
        with pytest.raises(AlreadySignedError):
            second.claim(SERVICER, OTHER, DOMAIN)
        second.claim(SERVICER, REPORT, DOMAIN)


def test_open__file_that_is_no_record__refused_and_left_alone(path: Path) -> None:
    path.write_text("not a database, but a diary of some length\n" * 50, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(SigningRecordError, match=r"signed\.sqlite: file is not a database"):
        SigningRecord(path)
    assert path.read_bytes() == before


def test_open__folder_missing__refused(tmp_path: Path) -> None:
    with pytest.raises(SigningRecordError, match="unable to open"):
        SigningRecord(tmp_path / "missing" / "signed.sqlite")
