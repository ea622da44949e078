# SPDX-License-Identifier: Apache-2.0
"""``regalia terms``: what a person sees, what a program reads, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from regalia.cli.main import run
from regalia.domain.compile import compile_terms
from regalia.domain.terms import load_terms, terms_hash
from tests.domain.term_sheets import ALL, DEALS, SHEETS

MILLS = DEALS / "mills.yaml"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    text = MILLS.read_text().replace("threshold: 2", "threshold: 4").replace("payee: trustees", "payee: trustee")
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    return path


def test_check__good_file__ok_hash_and_steps_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["terms", "check", str(MILLS)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("OK: ") and err == ""
    assert f"hash {terms_hash(load_terms(MILLS)).hex()}" in out
    assert "first payment 2024-03-20, for 2023Q4, period 237" in out
    assert "signed by 2 of 3: collecting-agent, auditor, account-bank; final at once" in out
    assert "1. Expenses of the trust: as invoiced to trustees; a shortfall is presented again by the payee" in out
    assert "3. Quarterly distribution: all that is left to units" in out
    assert "not an offer of securities" in out


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_check__every_sheet__every_step_has_its_sentence(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["terms", "check", str(path)])
    out = capsys.readouterr().out
    deal = load_terms(path)
    for _, steps in deal.step_lists():
        for i, step in enumerate(steps, 1):
            assert f"  {i}. {step.name or step.id}: " in out


def test_check__rich_vocabulary__said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    run(["terms", "check", str(SHEETS / "guaranteed.yaml")])
    out = capsys.readouterr().out
    for sentence in (
        "costs: as invoiced to servicer, at most 50,000.00 a period and 150,000.00 a year; ",
        "a shortfall is carried with 5% interest",
        "agent: 0.1% a year (ACT/365F) on senior to lender; a shortfall is carried",
        "senior-interest: interest on senior, with what is in arrears; supported by reserve, then line",
        "supported by undertaking; not while rapid",
        "refill: fill reserve to what the report sets, else the smallest of 1,000,000.00, 5% of the balance, ",
        "rapid: principal with all that is available, until repaid, to senior; only while rapid",
        "together: principal down to 60% of pool value, to senior and mezzanine, in proportion",
        "excess: what the cap of costs left out to servicer",
        "Liquidity line (line): liquidity of lender, up to 5,000,000.00",
        "Make-up undertaking (undertaking): guarantee of insurer, without limit",
    ):
        assert sentence in out


def test_check__broken_file__all_problems_exit_1(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["terms", "check", str(broken)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "broken.yaml: 2 problems" in err
    assert "oracle.threshold: '4': must be at most the number of attestors, 3" in err
    assert "steps[0].payee: 'trustee': must name a party; did you mean trustees?" in err
    assert "Traceback" not in err


@pytest.fixture
def two_targets(tmp_path: Path) -> Path:
    """Well-formed, but a report has room for one reserve target."""
    sheet = MILLS.read_text(encoding="utf-8")
    sheet = sheet.replace("kind: reserve}", "kind: reserve}\n  - {id: second, name: Second, kind: reserve}", 1)
    again = "  - {id: second, kind: reserve, account: second, target: {set_by_report: true}}\n  - id: distribution\n"
    path = tmp_path / "two_targets.yaml"
    path.write_text(sheet.replace("  - id: distribution\n", again, 1), encoding="utf-8")
    return path


def test_check__not_executable__well_formed_but_exit_1(two_targets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["terms", "check", str(two_targets)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("well-formed, but not executable: ")
    assert "steps[2].target.set_by_report: 'true': a target set by the report for a second account" in err


def test_check__no_file__named_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["terms", "check", str(tmp_path / "absent.yaml")]) == 1
    assert "absent.yaml" in capsys.readouterr().err


def test_check_json__good_file__one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["terms", "check", str(MILLS), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    program = compile_terms(load_terms(MILLS))
    assert answer["ok"] is True and answer["problems"] == answer["not_executable"] == []
    assert answer["steps"] == ["expenses", "reserve", "distribution"]
    assert bytes.fromhex(answer["program"]) == program.pack()


def test_check_json__broken_file__problems_exit_1(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["terms", "check", str(broken), "--json"]) == 1
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert [problem["path"] for problem in answer["problems"]] == ["oracle.threshold", "steps[0].payee"]
    assert all(problem["line"] > 0 for problem in answer["problems"])


def test_check_json__not_executable__features_listed_exit_1(
    two_targets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["terms", "check", str(two_targets), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False and answer["problems"] == [] and "program" not in answer
    (feature,) = answer["not_executable"]
    assert feature["path"] == "steps[2].target.set_by_report"


def test_schema__printed__describes_every_top_level_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["terms", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    deal = load_terms(MILLS)
    assert set(schema["properties"]) == set(type(deal).model_fields)
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Coupon"]["properties"]["rate"]["type"] == "string"
