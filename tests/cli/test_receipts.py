# SPDX-License-Identifier: Apache-2.0
"""``regalia receipts prove``: a licensee's receipt proved out of a proposal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import SigningDomain
from tests.cli.receipts_desk import PERIOD, Captured, Desk, error_of, proposal
from tests.oracle.leaves import ONE
from tests.support.roles import actor


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).put(proposal(SigningDomain(31337, actor("oracle")), actor("deal")))


def test_prove__licence_with_one_receipt__proof_written_and_said(desk: Desk, capsys: Captured) -> None:
    assert desk.prove("--licence", "emi") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert (
        first == f"{desk.folder / 'proof.json'}: a proof of 1 of 4 receipts, licence emi, in the report of period 237"
    )
    assert second == f"evidence root {desk.proof['evidence_root']}"
    assert (desk.proof["licence"], desk.proof["leaf"]["net"]) == ("emi", str(271_000 * ONE))
    assert (desk.proof["deal"], desk.proof["oracle"]) == (actor("deal"), actor("oracle"))


@pytest.mark.parametrize("more", [("--reference", "SME-0"), ("--period", "236")])
def test_prove__licence_with_two__by_reference_or_period(desk: Desk, more: tuple[str, str], capsys: Captured) -> None:
    assert desk.prove("--licence", "sony") == 1
    assert "licence 'sony': 2 of the report's receipts" in error_of(capsys)
    assert desk.prove("--licence", "sony", *more, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["leaf"]["amount"], found["period"], found["licence"]) == ("2", PERIOD, "sony")


def test_prove__licence_nobody_has__refused_and_nothing_written(desk: Desk, capsys: Captured) -> None:
    assert desk.prove("--licence", "warner", "--json") == 1
    assert json.loads(error_of(capsys))["error"]["name"] == "ReceiptChoiceError"
    assert [path.name for path in desk.folder.iterdir()] == ["proposal.json"]


def test_prove__proof_that_is_there__stays(desk: Desk, capsys: Captured) -> None:
    (desk.folder / "proof.json").write_text("mine", encoding="utf-8")
    assert desk.prove("--licence", "emi") == 1
    assert "can't be written: File exists" in error_of(capsys)
    assert (desk.folder / "proof.json").read_text(encoding="utf-8") == "mine"


def test_prove__proposal_altered_after_it_was_made__refused(desk: Desk, capsys: Captured) -> None:
    file = desk.folder / "proposal.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"271000000000"', '"271000000001"'), encoding="utf-8")
    assert desk.prove("--licence", "emi") == 1
    assert "evidence_root: the leaves give 0x" in error_of(capsys)


@pytest.mark.parametrize(("content", "said"), [(None, "can't be read: No such file"), ("{}", "format: Field required")])
def test_prove__no_proposal__said(tmp_path: Path, content: str | None, said: str, capsys: Captured) -> None:
    if content is not None:
        (tmp_path / "proposal.json").write_text(content, encoding="utf-8")
    assert Desk(tmp_path).prove("--licence", "emi") == 1
    assert said in error_of(capsys)


def test_prove__restatement__said_that_reports_are_proved(desk: Desk, capsys: Captured) -> None:
    made = proposal(SigningDomain(31337, actor("oracle")), actor("deal"))
    restated = Restatement.made(
        deal=actor("deal"), number=1, epoch=1, period=PERIOD, received=1, other_income=0, corrects=bytes(32),
        evidence_root=made.report.evidence_root,
    )  # fmt: skip
    desk.put(replace(made, report=restated))
    assert desk.prove("--licence", "emi") == 1
    assert "restatement 1: only the receipts of a report are proved" in error_of(capsys)


@pytest.mark.parametrize("options", [(), ("--licence", "emi", "--period", "0")])
def test_prove__wrong_usage__exit_2(desk: Desk, options: tuple[str, ...], capsys: Captured) -> None:
    assert desk.prove(*options) == 2
    assert "Error" in error_of(capsys)
