# SPDX-License-Identifier: Apache-2.0
"""Stress by a scenario file: made with it, said with its hash, and refused by name when it doesn't fit."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from regalia.domain.terms import load_terms
from regalia.ledger.model import DealLedger
from regalia.projection.errors import ProjectionError, ScenarioFileError
from regalia.projection.report import Desk
from regalia.reports.supervisor.assumed import MOST_BYTES, load_assumed
from regalia.reports.supervisor.language import Language
from regalia.reports.supervisor.manifest import MANIFEST
from regalia.reports.supervisor.pack import pack_of
from regalia.reports.supervisor.stress import RUNG
from regalia.reports.supervisor.subject import Subject
from tests.deals import DEALS
from tests.mills import NOTES
from tests.reports.supervisor.subjects import subject_of

SCENARIOS = DEALS / "scenarios" / "mills-notes.yaml"
HISTORY = "receipts-2023Q4-2025Q1.csv"
DAY = date(2025, 7, 1)
INVOICED = "invoices: [{step: administration, amount: 5}]\n"
FLAT = f"format: regalia-projection-1\nid: flat\nreceipts: {{kind: flat, amount: 300000}}\n{INVOICED}"
OTHER = "format: regalia-projection-1\nid: other\n"


@pytest.fixture
def stressed(notes: DealLedger) -> Subject:
    return replace(subject_of(notes, DAY), assumed=load_assumed(SCENARIOS, load_terms(NOTES)))


def test_pack__scenario_file__figures_are_those_of_regalia_stress_and_say_their_file(stressed: Subject) -> None:
    pack = pack_of(stressed)
    said, manifest = (json.loads(pack.files[name]) for name in ("stress.json", MANIFEST))
    digest = sha256(SCENARIOS.read_bytes()).hexdigest()
    assert (said["made_with"]["file"], said["made_with"]["sha256"]) == ("mills-notes.yaml", digest)
    assert (said["made_with"]["reads_1"], said["made_with"]["scenario"]) == (HISTORY, "base")
    assert (manifest["assumptions"]["sha256"], manifest["assumptions"]["scenario"]) == (digest, "base")
    assert [read["file"] for read in manifest["assumptions"]["reads"]] == [HISTORY]
    assert stressed.assumed is not None
    figures = Desk(stressed.ledger.terms, stressed.assumed.given, SCENARIOS.parent).stress(None, RUNG)
    wanted = [(x.tranche, x.timely_ppm, x.ultimate_ppm) for x in figures.break_even]
    assert [(row["tranche"], row["timely_ppm"], row["ultimate_ppm"]) for row in said["break_even"]] == wanted
    assert [tranche for tranche, *_ in wanted] == ["senior", "mezzanine"] and "stress" not in manifest["left_out"]
    for text in stressed.assumed.given.assumed:
        assert text in said["assumed"]


def test_pack__in_chinese__texts_of_the_file_stay_and_ours_do_not(stressed: Subject) -> None:
    page = pack_of(stressed, Language.ZH).files["supervisor.html"].decode()
    assert "administrative expenses of 130,000 a quarter" in page and "每期资金均于其兑付日前足额到账" in page
    assert "all cash of a period" not in page


def test_load__no_receipts_of_another_file__nothing_is_read_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "flat.yaml"
    file.write_text(FLAT + "periods: 8\n")
    found = load_assumed(file, load_terms(NOTES))
    assert (found.reads, found.hashed, found.scenario, found.file.name) == ((), (), "base", "flat.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OTHER + "deal: patents\nreceipts: {kind: flat, amount: 5}\nperiods: 8", "patents"),
        (OTHER + "receipts: {kind: history, file: none.csv, takes: average}", "receipts.file: .*none.csv: can't be read"),
        (OTHER + "receipts: {kind: file, file: .}", "receipts.file: .*can't be read"),
        (OTHER + 'receipts: {kind: history, file: "a\\0b", takes: average}', "receipts.file"),
        (OTHER + "receipts: {kind: forecast}", "forecast"),
        (FLAT + "periods: 481", "periods: 481 payment dates; at most 480"),
        (OTHER + "receipts: {kind: flat, amount: much}", "receipts.*amount: .*much"),
        (OTHER + "receipts: &a {kind: flat, amount: 5}", "anchors and aliases"),
        (OTHER + "id: again\nreceipts: {kind: flat, amount: 5}", "id: is given twice"),
        ("", "must be a group of fields"),
    ],
    ids=["deal", "no-receipts", "folder", "nul", "no-forecast", "too-long", "amount", "anchor", "twice", "empty"],
)  # fmt: skip
def test_load__what_does_not_fit__refused_by_field_value_and_rule(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProjectionError, match=told):
        load_assumed(file, load_terms(NOTES))


@pytest.mark.parametrize("kind", ["missing", "folder", "large"])
def test_load__file_that_is_none__refused_by_name(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "scenarios.yaml"
    if kind == "folder":
        file.mkdir()
    elif kind == "large":
        file.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(ScenarioFileError, match=r"scenarios\.yaml: 1 problem\n.*can't be read"):
        load_assumed(file, load_terms(NOTES))
