# SPDX-License-Identifier: Apache-2.0
"""Valuation reports and signatures as files, beside the legal ones of ``test_legal_files``; and both in words for who signs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account

from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.words import Act, Method
from regalia.oracle.legal_report import LegalReport
from regalia.oracle.right_files import (
    ReportFile,
    ReportFileError,
    load_report,
    load_signature,
    save_report,
    save_signature,
)
from regalia.oracle.right_report import sign, signing_text
from regalia.oracle.valuation_report import SignedValuation, ValuationReport
from tests.support.rights import number
from tests.support.roles import actor, attestors

ORACLE, TOKEN = actor("valuation oracle"), actor("token")
SECRET = bytes(range(32))
VALUATIONS = (
    SignedValuation(number(1), 3, TOKEN, 2**84 - 1, Method.RELIEF_FROM_ROYALTY, 20240229, 20250228, b"\x01" * 32),
    SignedValuation(SECRET, 1, TOKEN, 0, Method.COST, 20240301, 20240301, b"\x02" * 32),
)
FILE = ReportFile(ValuationReport(VALUATIONS, 1_800_000_000), 31_337, ORACLE)
LEGAL = ReportFile(
    LegalReport((LegalEvent(number(1), 1, Act.FILED, 20240229, 0, bytes(32), b"\x03" * 32),), 1_800_000_000),
    31_337,
    ORACLE,
)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "report.json"
    save_report(FILE, path)
    return path


def altered(path: Path, change: dict[str, Any], valuation: dict[str, Any]) -> Path:
    """The file with some of its fields, or of its first valuation's, changed."""
    content = json.loads(path.read_text())
    content.update(change)
    if content["valuations"]:
        content["valuations"][0].update(valuation)
    path.write_text(json.dumps(content))
    return path


def test_report__written_and_read__the_same_report_and_digest(saved: Path) -> None:
    found = load_report(saved)
    assert found == FILE
    assert found.digest == FILE.digest


def test_report__written__rights_days_and_methods_as_people_write_them(saved: Path) -> None:
    content = json.loads(saved.read_text())
    assert content["format"] == "regalia-valuation-report-1"
    assert content["valuations"][0] == {
        "right": "CN102020000000001",
        "number": 3,
        "token": TOKEN,
        "amount": 2**84 - 1,
        "method": "relief-from-royalty",
        "day": "2024-02-29",
        "until": "2025-02-28",
        "document": "0x" + "01" * 32,
    }
    assert content["valuations"][1]["right"] == "0x" + SECRET.hex()


@pytest.mark.parametrize(
    ("change", "valuation", "said"),
    [
        ({"format": None}, {}, "format: None: must be regalia-legal-report-1 or regalia-valuation-report-1"),
        ({"format": ["x"]}, {}, "format: ['x']: must be regalia-legal-report-1 or regalia-valuation-report-1"),
        ({"format": "regalia-legal-report-1"}, {}, "valuations: Extra inputs are not permitted"),
        ({"valuations": []}, {}, "valuations: Tuple should have at least 1 item"),
        ({"deadline": -1}, {}, "deadline: -1: Input should be greater than or equal to 1"),
        ({}, {"amount": 2**84}, f"valuations.0.amount: {2**84}: Input should be less than {2**84}"),
        ({}, {"amount": 1.5}, "valuations.0.amount: 1.5: Input should be a valid integer"),
        ({}, {"amount": "1"}, "valuations.0.amount: '1': Input should be a valid integer"),
        ({}, {"number": 0}, "valuations.0.number: 0: Input should be greater than or equal to 1"),
        (
            {},
            {"method": "guess"},
            "valuations.0.method: 'guess': must be one of income, market, cost, relief-from-royal",
        ),
        ({}, {"token": TOKEN.lower()}, f"valuations.0.token: '{TOKEN.lower()}': must be an address in checksum form"),
        ({}, {"until": "2024-02-30"}, "valuations.0.until: '2024-02-30': must be a day"),
        ({}, {"appraiser": TOKEN}, f"valuations.0.appraiser: '{TOKEN}': Extra inputs are not permitted"),
    ],
)
def test_report__field_that_can_not_be__field_value_and_rule(
    saved: Path, change: dict[str, Any], valuation: dict[str, Any], said: str
) -> None:
    with pytest.raises(ReportFileError) as refusal:
        load_report(altered(saved, change, valuation))
    assert said in refusal.value.message
    assert refusal.value.hint


@pytest.mark.parametrize("content", [b"[1]", b"7", b'"text"', b"null"])
def test_report__that_is_no_object__said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(ReportFileError, match="format: None: must be regalia-legal-report-1 or"):
        load_report(path)


@pytest.mark.parametrize("content", [b"", b"[" * 1_000_000, b"\xff\xfe{"], ids=["empty", "deep", "bytes"])
def test_report__that_is_no_json__said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(ReportFileError, match="Invalid JSON"):
        load_report(path)


def test_signature__written_and_read__recovers_and_says_of_what_kind(tmp_path: Path) -> None:
    key = attestors(1, "valuation attestor")[0]
    for file, kind in ((FILE, "valuation"), (LEGAL, "legal")):
        path = tmp_path / f"{kind}.json"
        signature = sign(file.report, file.chain_id, file.oracle, Account.from_key(key.key))
        save_signature(signature, file, path)
        assert json.loads(path.read_text())["format"] == f"regalia-{kind}-signature-1"
        assert load_signature(path, file) == signature


@pytest.mark.parametrize(
    "other",
    [
        ReportFile(ValuationReport(VALUATIONS[:1], FILE.report.deadline), FILE.chain_id, ORACLE),
        ReportFile(ValuationReport(VALUATIONS, FILE.report.deadline + 1), FILE.chain_id, ORACLE),
        ReportFile(FILE.report, 1, ORACLE),
        ReportFile(FILE.report, FILE.chain_id, actor("another oracle")),
        LEGAL,
    ],
    ids=["valuations", "deadline", "chain", "oracle", "kind"],
)
def test_signature__over_another_report__refused(tmp_path: Path, other: ReportFile) -> None:
    path, key = tmp_path / "signature.json", attestors(1, "valuation attestor")[0]
    save_signature(sign(FILE.report, FILE.chain_id, ORACLE, Account.from_key(key.key)), FILE, path)
    with pytest.raises(ReportFileError, match="sign this very report"):
        load_signature(path, other)


def test_signing_text__valuations__amounts_as_signed_and_in_whole_currency() -> None:
    text = signing_text(FILE.report, 31_337, ORACLE, lambda token, amount: f"{amount}/{token[:6]} CNY")
    lines = text.splitlines()
    assert lines[0] == f"valuation report to {ORACLE} on chain 31337, to be handed in by second 1800000000"
    assert lines[1] == (
        f"  CN 10 2020 000000001  valuation 3: {2**84 - 1}/{TOKEN[:6]} CNY, which is {2**84 - 1} of the smallest unit of {TOKEN}, "
        f"by relief from royalty, of 2024-02-29, good until 2025-02-28, document 0x{'01' * 32}"
    )
    assert lines[-1] == f"  digest 0x{FILE.digest.hex()}"
    plain = signing_text(FILE.report, 31_337, ORACLE).splitlines()
    assert f"valuation 1: 0 of the smallest unit of {TOKEN}, by cost, of 2024-03-01" in plain[2]


def test_signing_text__legal_events__an_event_a_line() -> None:
    lines = signing_text(LEGAL.report, 31_337, ORACLE).splitlines()
    assert lines[0] == f"legal report to {ORACLE} on chain 31337, to be handed in by second 1800000000"
    assert lines[1].startswith(
        "  CN 10 2020 000000001  event 1: filed, effective 2024-02-29, code none, document 0x0303"
    )
