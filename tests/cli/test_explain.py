# SPDX-License-Identifier: Apache-2.0
"""``regalia explain``: what a person sees, what a program reads, the drawing, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from regalia.cli.main import run
from regalia.domain.terms import load_terms, not_executable, terms_hash
from tests.domain.term_sheets import ALL, SHEETS
from tests.mills import DEAL, NOTES, SIX_QUARTERS, SIX_QUARTERS_NOTES

Captured = pytest.CaptureFixture[str]
GUARANTEED = SHEETS / "guaranteed.yaml"


def printed(capsys: Captured, *arguments: str, code: int = 0) -> str:
    """Standard output of a run that must end with ``code``; standard error when it is refused."""
    assert run(["explain", *arguments]) == code
    out, err = capsys.readouterr()
    assert not (err if code == 0 else out)
    return err if code else out


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_explain__every_sheet__title_notice_hash_and_priority(path: Path, language: str, capsys: Captured) -> None:
    out, deal = printed(capsys, str(path), "--language", language), load_terms(path)
    assert out.startswith(f"{deal.name} ({deal.id})\n{deal.notice}\n")
    assert terms_hash(deal).hex() in out
    assert {"en": "\nPriority of Payments\n", "zh": "\n支付顺序\n"}[language] in out


def test_explain__terms_that_cannot_run__are_explained_all_the_same(tmp_path: Path, capsys: Captured) -> None:
    text = (
        (SHEETS / "pik_note.yaml")
        .read_text()
        .replace("retentions:", "retentions:\n  - {holder: marketer, tranche: note, share: 1%}")
    )
    path = tmp_path / "two-retentions.yaml"
    path.write_text(text)
    assert not_executable(load_terms(path))
    assert "Marketer retains 1% of the units of Notes." in printed(capsys, str(path))


def test_explain__in_a_pipe__lines_are_not_broken(capsys: Captured) -> None:
    out = printed(capsys, str(NOTES))
    assert (
        "To Illustrative Note Trustee, USD 2,500.00, and any amount carried from earlier payment dates. What is not paid"
        in out
    )
    assert "\x1b" not in out


def test_explain__json__sections_items_and_no_figures(capsys: Captured) -> None:
    facts = json.loads(printed(capsys, str(GUARANTEED), "--json", "--language", "zh"))
    assert (facts["language"], facts["deal"], facts["figures"]) == ("zh", "guaranteed", None)
    steps = next(section for section in facts["sections"] if section["key"] == "steps")
    assert [item["id"] for item in steps["items"]] == [step.id for step in load_terms(GUARANTEED).steps]


def test_explain__with_a_period__figures_of_that_payment_date(capsys: Captured) -> None:
    out = printed(capsys, str(NOTES), "--receipts", str(SIX_QUARTERS_NOTES), "--period", "2024Q1")
    assert "Collection period 2024Q1, number 2, paid on 20 June 2024 (the scheduled date)." in out
    assert "    > Due USD 2,500.00, paid in full.\n" in out


def test_explain__with_a_period_as_json__due_paid_and_sources_of_each_step(capsys: Captured) -> None:
    arguments = (str(DEAL), "--receipts", str(SIX_QUARTERS), "--period", "2024q4", "--json")
    figures = json.loads(printed(capsys, *arguments))["figures"]
    assert figures["attributed_to"] == "2024Q4"
    step = figures["steps"][0]
    assert step["step"] == "expenses" and step["ran"]
    assert step["sources"] == {"available funds": step["paid"]}


def test_explain__of_a_run__the_same_figures_as_run_prints(capsys: Captured) -> None:
    assert run(["run", str(NOTES), "--receipts", str(SIX_QUARTERS_NOTES), "--json"]) == 0
    dates = json.loads(capsys.readouterr().out)["dates"]
    for date in dates:
        arguments = (str(NOTES), "--receipts", str(SIX_QUARTERS_NOTES), "--period", date["attributed_to"], "--json")
        figures = json.loads(printed(capsys, *arguments))["figures"]
        one_to_one = {step["step"]: step for step in date["steps"]}
        for step in figures["steps"]:
            if same := one_to_one.get(step["step"]):
                assert {
                    key: same[key] for key in ("due", "paid", "shortfall", "released", "ran", "sources")
                }.items() <= step.items()
        assert figures["balances"] == {tranche["tranche"]: tranche["balance"] for tranche in date["tranches"]}


@pytest.mark.parametrize("narrow", [[], ["--narrow"]])
def test_explain__diagram__is_written_as_svg(narrow: list[str], tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "deal.svg"
    out = printed(capsys, str(SHEETS / "turbo_note.yaml"), "--diagram", str(path), *narrow)
    assert "Priority of Payments" in out
    width = int(ElementTree.fromstring(path.read_text(encoding="utf-8")).get("width", ""))
    assert (width < 450) == bool(narrow)


def test_explain__diagram_of_a_period__has_its_figures(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "date.svg"
    printed(capsys, str(NOTES), "--receipts", str(SIX_QUARTERS_NOTES), "--period", "2024Q1", "--diagram", str(path))
    words = " ".join(ElementTree.fromstring(path.read_text(encoding="utf-8")).itertext())
    assert "Paid USD 2,500.00" in words
    assert "Collection period 2024Q1" in words


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--language", "fr"], 2, "Invalid value for '--language': 'fr' is not one of 'en', 'zh'."),
        (["--period", "2024Q1"], 2, "--period goes with either --receipts or --record"),
        (["--receipts", str(SIX_QUARTERS_NOTES)], 2, "--period goes with either --receipts or --record"),
        (["--narrow"], 2, "--narrow is about the drawing: give --diagram FILE.svg too"),
        (
            ["--receipts", str(SIX_QUARTERS_NOTES), "--period", "Q1"],
            2,
            "'Q1' is not a collection period; write it as 2024Q3",
        ),
        (["--receipts", str(SIX_QUARTERS_NOTES), "--period", "2030Q1"], 1, "--period: '2030Q1': "),
        (["--receipts", str(SIX_QUARTERS_NOTES), "--period", "2024M01"], 1, "it goes from 2023Q4 to 2025Q1"),
        (["--receipts", "nowhere.csv", "--period", "2024Q1"], 1, "nowhere.csv"),
        (
            ["--diagram", "no-such-folder/deal.svg"],
            1,
            "--diagram: 'no-such-folder/deal.svg': can't be written: No such file",
        ),
    ],
)
def test_explain__bad_input__says_field_value_and_rule(
    arguments: list[str], code: int, message: str, capsys: Captured
) -> None:
    err = printed(capsys, str(NOTES), *arguments, code=code)
    assert message in err
    assert "Traceback" not in err


def test_explain__file_that_is_not_there__says_so(capsys: Captured) -> None:
    assert "nowhere.yaml: 1 problem" in printed(capsys, "nowhere.yaml", code=1)


def test_explain__file_with_problems__lists_them(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(GUARANTEED.read_text().replace("payee: servicer", "payee: nobody"))
    assert "must name a party" in printed(capsys, str(path), code=1)
