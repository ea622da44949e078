# SPDX-License-Identifier: Apache-2.0
"""Legal reports and signatures as files: what was written is what is read, and every fault is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account

from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.words import Act
from regalia.oracle.legal_report import LegalReport
from regalia.oracle.right_files import (
    ReportFile,
    ReportFileError,
    load_report,
    load_signature,
    save_report,
    save_signature,
)
from regalia.oracle.right_report import sign
from tests.support.rights import number
from tests.support.roles import actor, attestors

ORACLE = actor("legal oracle")
CODE = b"H10".ljust(32, b"\0")
SECRET = bytes(range(32))
EVENTS = (
    LegalEvent(number(1), 3, Act.TITLE_DISPUTED, 20240229, 0, CODE, b"\x01" * 32),
    LegalEvent(number(2, "EP"), 1, Act.RENEWED, 20240301, 20250301, bytes(32), b"\x02" * 32),
    LegalEvent(SECRET, 2, Act.NOTED, 20240301, 0, CODE, b"\x03" * 32),
)
FILE = ReportFile(LegalReport(EVENTS, 1_800_000_000), 31_337, ORACLE)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "report.json"
    save_report(FILE, path)
    return path


def altered(path: Path, change: dict[str, Any], event: dict[str, Any] | None = None) -> Path:
    """The file with some of its fields, or of its first event's, changed."""
    content = json.loads(path.read_text())
    content.update(change)
    content["events"] and content["events"][0].update(event or {})
    path.write_text(json.dumps(content))
    return path


def test_report__written_and_read__the_same_report_and_digest(saved: Path) -> None:
    found = load_report(saved)
    assert found == FILE
    assert found.digest == FILE.digest


def test_report__written__rights_days_and_acts_as_people_write_them(saved: Path) -> None:
    first, second, third = json.loads(saved.read_text())["events"]
    assert (first["right"], first["act"], first["effective"], first["date"], first["code"]) == (
        "CN102020000000001", "title-disputed", "2024-02-29", None, "H10",
    )  # fmt: skip
    assert (second["date"], second["code"]) == ("2025-03-01", "")
    assert third["right"] == "0x" + SECRET.hex()


@pytest.mark.parametrize(
    ("change", "event", "said"),
    [
        (
            {"format": "regalia-legal-report-2"},
            {},
            "format: 'regalia-legal-report-2': must be regalia-legal-report-1 or ",
        ),
        ({"deadline": "soon"}, {}, "deadline: 'soon': Input should be a valid integer"),
        ({"oracle": ORACLE.lower()}, {}, f"oracle: '{ORACLE.lower()}': must be an address in checksum form"),
        ({"events": []}, {}, "events: Tuple should have at least 1 item"),
        ({"more": 1}, {}, "more: 1: Extra inputs are not permitted"),
        ({}, {"right": "ZZ102020000000001"}, "events.0.right: 'ZZ102020000000001': "),
        ({}, {"right": 7}, "events.0.right: 7: must be a right's number"),
        ({}, {"number": 0}, "events.0.number: 0: Input should be greater than or equal to 1"),
        ({}, {"act": "burnt"}, "events.0.act: 'burnt': must be one of filed, discontinued, "),
        ({}, {"effective": "2024-02-30"}, "events.0.effective: '2024-02-30': must be a day"),
        ({}, {"date": "soon"}, "events.0.date: 'soon': must be a day"),
        ({}, {"code": "驳回"}, "events.0.code: '驳回': must be printable ASCII"),
        ({}, {"code": "x" * 33}, "events.0.code: "),
        ({}, {"document": "0x" + "0" * 64}, "must be a hash of 32 bytes that is not zero"),
        ({}, {"document": "deed.pdf"}, "events.0.document: 'deed.pdf': must be 0x and small hexadecimal digits"),
    ],
)
def test_report__field_that_can_not_be__field_value_and_rule(
    saved: Path, change: dict[str, Any], event: dict[str, Any], said: str
) -> None:
    with pytest.raises(ReportFileError) as refusal:
        load_report(altered(saved, change, event))
    assert said in refusal.value.message
    assert refusal.value.hint


def test_report__two_faults__both_listed(saved: Path) -> None:
    with pytest.raises(ReportFileError, match="2 faults") as refusal:
        load_report(altered(saved, {"chain_id": 0}, {"act": "burnt"}))
    assert "chain_id: 0" in refusal.value.message and "events.0.act" in refusal.value.message


def test_report__no_file_no_json_or_too_large__said(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    with pytest.raises(ReportFileError, match="can't be read: No such file"):
        load_report(path)
    path.write_text("{")
    with pytest.raises(ReportFileError, match="Invalid JSON"):
        load_report(path)
    path.write_bytes(b" " * 5_000_001)
    with pytest.raises(ReportFileError, match="larger than 5,000,000 bytes"):
        load_report(path)


def test_save__file_that_is_there__stays(saved: Path) -> None:
    before = saved.read_text()
    with pytest.raises(ReportFileError, match="can't be written: File exists"):
        save_report(FILE, saved)
    assert saved.read_text() == before


def test_require_place__another_chain__both_named() -> None:
    FILE.require_place(31_337, "report.json")
    with pytest.raises(ReportFileError, match=r"report.json: chain_id: 31337: the chain of --network is 1\n"):
        FILE.require_place(1, "report.json")


def test_signature__written_and_read__recovers_to_its_signer(tmp_path: Path) -> None:
    attestor = attestors(1, "legal attestor")[0]
    path = tmp_path / "signature.json"
    signature = sign(FILE.report, FILE.chain_id, FILE.oracle, Account.from_key(attestor.key))
    save_signature(signature, FILE, path)
    assert load_signature(path, FILE) == signature


@pytest.mark.parametrize(
    "other",
    [
        ReportFile(LegalReport(EVENTS[:2], FILE.report.deadline), FILE.chain_id, ORACLE),
        ReportFile(LegalReport(EVENTS, FILE.report.deadline + 1), FILE.chain_id, ORACLE),
        ReportFile(FILE.report, 1, ORACLE),
        ReportFile(FILE.report, FILE.chain_id, actor("another oracle")),
    ],
    ids=["events", "deadline", "chain", "oracle"],
)
def test_signature__over_another_report__refused(tmp_path: Path, other: ReportFile) -> None:
    path = tmp_path / "signature.json"
    attestor = attestors(1, "legal attestor")[0]
    save_signature(sign(FILE.report, FILE.chain_id, ORACLE, Account.from_key(attestor.key)), FILE, path)
    with pytest.raises(ReportFileError, match="sign this very report"):
        load_signature(path, other)


def test_signature__that_is_none__refused(tmp_path: Path) -> None:
    path = tmp_path / "signature.json"
    content = {"format": "regalia-legal-signature-1", "digest": "0x" + "1" * 64, "signer": "me", "signature": "x"}
    path.write_text(json.dumps(content))
    with pytest.raises(ReportFileError, match="2 faults") as refusal:
        load_signature(path, FILE)
    assert "signer: 'me': must be an address" in refusal.value.message
    assert "signature: 'x': must be 0x" in refusal.value.message
