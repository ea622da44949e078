# SPDX-License-Identifier: Apache-2.0
"""A folder of signed reports: what is no such document is named and passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.relay.errors import SourceError
from regalia.relay.source import FolderSource, SignedReport, write_document
from tests.oracle.stage import REPORT
from tests.relay.told_logs import RESTATEMENT

SIGNED = SignedReport(REPORT, bytes(range(65)) * 3)


def test_ready__documents__in_order_and_the_same_again(tmp_path: Path) -> None:
    later = SignedReport(REPORT.model_copy(update={"period": 2}), SIGNED.signatures)
    write_document(tmp_path, later)
    write_document(tmp_path, SIGNED)
    source = FolderSource(tmp_path)
    assert list(source.ready()) == [SIGNED, later] == list(source.ready())
    assert source.faults == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "it is not JSON"),
        ("[]", "not a report or restatement with signatures"),
        ('{"report": {}}', "not a report or restatement with signatures"),
        ('{"report": {}, "restatement": {}, "signatures": "0x00"}', "not a report or restatement with signatures"),
        ('{"restatement": {}, "signatures": "0x00"}', "number: Field required"),
        ('{"report": {}, "signatures": 5}', "signatures: '5' is not 0x"),
        ('{"report": {}, "signatures": "0x0"}', "deal"),
        ('{"report": {"deal": "x"}, "signatures": "0x00"}', "deal: 'x': must be an address"),
    ],
)
def test_ready__bad_document__named_and_the_others_taken(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    write_document(tmp_path, SIGNED)
    source = FolderSource(tmp_path)
    assert list(source.ready()) == [SIGNED]
    (fault,) = source.faults
    assert str(fault).startswith("bad.json: ") and words in str(fault)


def test_ready__restatement__read_as_one(tmp_path: Path) -> None:
    signed = SignedReport(RESTATEMENT, SIGNED.signatures)
    write_document(tmp_path, signed)
    write_document(tmp_path, SIGNED)
    assert list(FolderSource(tmp_path).ready()) == [SIGNED, signed]
    assert (SIGNED.kind, signed.kind) == ("report", "restatement")


def test_ready__signatures_no_hexadecimal__named(tmp_path: Path) -> None:
    path = write_document(tmp_path, SIGNED)
    path.write_text(path.read_text(encoding="utf-8").replace("0x0001", "0xzz01"), encoding="utf-8")
    source = FolderSource(tmp_path)
    assert list(source.ready()) == [] and "hexadecimal" in str(source.faults[0])


def test_ready__folder_missing__refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"exchange .*nowhere"):
        list(FolderSource(tmp_path / "nowhere").ready())


def test_ready__mended__taken(tmp_path: Path) -> None:
    path = write_document(tmp_path, SIGNED)
    whole = path.read_text(encoding="utf-8")
    path.write_text("{", encoding="utf-8")
    source = FolderSource(tmp_path)
    assert list(source.ready()) == []
    assert len(source.faults) == 1
    path.write_text(whole, encoding="utf-8")
    assert list(source.ready()) == [SIGNED]
    assert not source.faults
