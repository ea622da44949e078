# SPDX-License-Identifier: Apache-2.0
"""The key of an attestor with documents is in no text, log, error, document, database or file; nor is where its folder lies."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from regalia.oracle.attesting import attest_all
from regalia.oracle.chain_view import read_chain
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.refusal import Refused
from regalia.oracle.signing_record import SigningRecord
from tests.oracle.panel import Panel, folders

pytestmark = pytest.mark.devnet


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    for folder in folders(tmp_path / "evidence").values():
        folder.write()
    return tmp_path / "evidence"


def shows(panel: Panel, text: object) -> bool:
    """The auditor's key: in hexadecimal, as an integer, or as the bytes Python prints."""
    key, shown = bytes(panel.keys["auditor"].key), str(text).lower()
    return any(form.lower() in shown for form in (key.hex(), str(int.from_bytes(key, "big")), repr(key)[2:-1]))


def test_shows__each_form__found(panel: Panel) -> None:
    key = bytes(panel.keys["auditor"].key)
    assert all(shows(panel, form) for form in (key.hex().upper(), int.from_bytes(key, "big"), key))


def test_attestor__every_text_of_it__name_and_address_only(panel: Panel, evidence: Path) -> None:
    attestor = panel.attestor("auditor", evidence / "auditor")
    assert repr(attestor) == f"DocumentAttestor('auditor', {panel.keys['auditor'].address})"
    texts = [str(attestor), [attestor], vars(attestor), json.dumps(vars(attestor), default=repr)]
    assert not any(shows(panel, text) for text in texts)


@pytest.mark.parametrize("copier", [pickle.dumps, copy.deepcopy], ids=["pickled", "copied"])
def test_attestor__serialised__refused(panel: Panel, evidence: Path, copier: Any) -> None:
    with pytest.raises((TypeError, AttributeError)) as refusal:
        copier(panel.attestor("auditor", evidence / "auditor"))
    assert not shows(panel, refusal.value)


def test_round__logs_documents_and_record__no_key(
    panel: Panel, evidence: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One proposal is signed, one refused, a foreign file passed over; everything at the lowest level is looked at."""
    caplog.set_level(logging.DEBUG)
    exchange = FolderExchange(tmp_path / "exchange")
    true = panel.propose(evidence / "servicer").proposal
    for proposal in (true, replace(panel.proposer(evidence / "servicer").report(237).proposal, block=10**6)):
        exchange.publish(proposal)
    (exchange.folder / "letter.txt").write_text("dear all")
    with SigningRecord(tmp_path / "auditor.sqlite") as record:
        attestor = panel.attestor("auditor", evidence / "auditor", record)
        view = read_chain(panel.web3, panel.mandate)
        outcomes = list(attest_all(attestor, exchange, panel.mandate, view, lambda judgement: True))
        assert {str(outcome.answer) for outcome in outcomes} == {"signed", "refused"}
        assert not shows(panel, record.history()) and not shows(panel, outcomes)
    assert any("letter.txt" in entry.getMessage() for entry in caplog.records)
    assert not any(shows(panel, entry.getMessage()) or shows(panel, entry.args) for entry in caplog.records)
    key = bytes(panel.keys["auditor"].key)
    files = [*exchange.folder.iterdir(), tmp_path / "auditor.sqlite"]
    assert len(files) == 6
    for path in files:
        content = path.read_bytes()
        assert key not in content and key.hex().encode() not in content.lower(), path.name


def test_refusal__with_its_traceback__neither_key_nor_where_the_folder_lies(panel: Panel, evidence: Path) -> None:
    (evidence / "auditor" / "statements" / "payers-2023Q4.csv").write_text("nonsense")
    (evidence / "auditor" / "invoices.csv").write_text("nonsense")
    attestor = panel.attestor("auditor", evidence / "auditor")
    proposal = panel.propose(evidence / "servicer").proposal
    with pytest.raises(Refused) as refusal:
        attestor.sign(attestor.judge(proposal))
    shown = traceback.TracebackException.from_exception(refusal.value, capture_locals=True)
    assert not shows(panel, "".join(shown.format()))
    published = attestor.refuse(proposal, refusal.value)
    assert len(published.objections) >= 2 and str(evidence) not in str(published)
