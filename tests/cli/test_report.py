# SPDX-License-Identifier: Apache-2.0
"""``regalia report supervisor`` on a live deal: what it writes, and what it refuses, changing nothing."""

from __future__ import annotations

import json
import re
import shlex
from hashlib import sha256
from pathlib import Path

import pytest

from regalia.cli import main as entry
from regalia.ledger.run import Run
from tests.cli.invest_desk import InvestDesk
from tests.mills import NOTES, ROOT

pytestmark = pytest.mark.devnet
Captured = pytest.CaptureFixture[str]
DECLARED = ROOT / "data" / "supervision" / "mills-notes-declarations.yaml"
HOLIDAYS = ROOT / "data" / "supervision" / "holidays.yaml"
SCENARIOS = ROOT / "deals" / "scenarios"


def report(desk: InvestDesk, folder: Path, *more: str, terms: Path = NOTES) -> int:
    where = ["--record", str(desk.record), "--rpc", desk.sample.url, "--terms", str(terms), "--out", str(folder)]
    return entry.run(["report", "supervisor", *where, *more])


def test_supervisor__live_deal__all_files_and_the_same_bytes_again(investor: InvestDesk, tmp_path: Path) -> None:
    said = ("--declarations", str(DECLARED), "--holidays", str(HOLIDAYS))
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        assert report(investor, folder, *said) == 0
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == second
    manifest = json.loads(first["MANIFEST.json"])
    assert {file["name"]: file["sha256"] for file in manifest["files"]} == {
        name: sha256(data).hexdigest() for name, data in first.items() if name != "MANIFEST.json"
    }
    assert manifest["declarations"]["sha256"] == sha256(DECLARED.read_bytes()).hexdigest()
    timing = json.loads(first["distribution-3.json"])["timing"]
    assert (timing["payment_date"], timing["due"]) == ("2024-09-20", "2024-09-17")  # the 19th is a holiday


def test_supervisor__executed_period__what_was_paid(investor: InvestDesk, tmp_path: Path) -> None:
    assert report(investor, tmp_path / "pack", "--period", "1", "--language", "zh") == 0
    found = json.loads((tmp_path / "pack" / "distribution-1.json").read_text("utf-8"))
    assert found["timing"]["figures"] == "paid"
    assert {row["step"] for row in found["steps"]} >= {"trustee-fee", "senior-interest", "reserve", "residual"}


def test_supervisor__other_deal_file__refused_with_the_first_difference(
    investor: InvestDesk, tmp_path: Path, capsys: Captured
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(NOTES.read_text("utf-8").replace("rate: 1%}", "rate: 2%}"), encoding="utf-8")
    assert report(investor, tmp_path / "pack", "--json", terms=other) == 1
    error = json.loads(capsys.readouterr().err)["error"]
    assert error["name"] == "PackNotVerifiedError" and "the first: " in error["message"]
    assert "regalia verify" in error["hint"]
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize(
    ("more", "name", "told"),
    [
        (("--period", "9"), "NoSuchPeriodError", "period 9: it is neither executed nor the next"),
        (("--year", "2022"), "NoSuchYearError", "year 2022: the deal is of 2023"),
        (("--holidays", "none.yaml"), "FeedError", "none.yaml: 1 problem"),
        (("--declarations", str(HOLIDAYS)), "FeedError", "must be one of regalia-declarations-1"),
        (("--assumptions", "none.yaml"), "ScenarioFileError", "none.yaml: 1 problem"),
        (("--assumptions", str(SCENARIOS / "patents.yaml")), "ScenarioFileError", "deal: 'patents': these"),
        (("--assumptions", str(HOLIDAYS)), "ScenarioFileError", "must be one of regalia-projection-1"),
    ],
    ids=["period", "year", "holidays", "declarations", "no-assumptions", "assumptions-of-others", "no-scenario-file"],
)
def test_supervisor__bad_input__refused_by_name_and_nothing_written(
    investor: InvestDesk, tmp_path: Path, capsys: Captured, more: tuple[str, ...], name: str, told: str
) -> None:
    assert report(investor, tmp_path / "pack", "--json", *more) == 1
    error = json.loads(capsys.readouterr().err)["error"]
    assert error["name"] == name and told in error["message"]
    assert not (tmp_path / "pack").exists()


def test_supervisor__out_is_a_file__refused_before_the_chain_is_read(
    investor: InvestDesk, tmp_path: Path, capsys: Captured
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    assert report(investor, taken) == 1
    assert "--out" in capsys.readouterr().err and taken.read_text() == "mine"


def test_supervisor__for_people__says_what_matters(investor: InvestDesk, tmp_path: Path, capsys: Captured) -> None:
    assert report(investor, tmp_path / "pack", "--declarations", str(DECLARED)) == 0
    said = capsys.readouterr().out
    assert "(1), (2), (3), (4), (5), (6) cannot be known from the chain" in said
    assert "None of them is a filing." in said


def test_report__without_a_command__lists_what_there_is(capsys: Captured) -> None:
    assert entry.run(["report", "--help"]) == 0
    assert "supervisor" in capsys.readouterr().out


def test_guide__every_line_in_its_order__done(investor: InvestDesk, capsys: Captured) -> None:
    (investor.place / "data").symlink_to(ROOT / "data")
    (investor.place / "deals").mkdir(exist_ok=True)
    (investor.place / "deals" / "scenarios").symlink_to(SCENARIOS)
    lines = re.findall(r"^    regalia (.*)$", (ROOT / "docs" / "supervising.md").read_text("utf-8"), re.MULTILINE)
    for line in lines:
        typed = [["--rpc", investor.sample.url] if word == "NODE" else [word] for word in shlex.split(line)]
        code = entry.run([word for words in typed for word in words])
        assert code == 0, f"{line}: {capsys.readouterr().err}"
    made = {path.name for path in investor.place.iterdir() if path.name.startswith("pack")}
    assert made == {"pack", "pack-zh", "pack-2", "pack-declared", "pack-stressed"}
    assert (investor.place / "pack-zh" / "supervisor.pdf").read_bytes().startswith(b"%PDF")
    stress = json.loads((investor.place / "pack-stressed" / "stress.json").read_text("utf-8"))
    assert stress["made_with"]["sha256"] == sha256((SCENARIOS / "mills-notes.yaml").read_bytes()).hexdigest()


def test_supervisor__out_has_what_is_read__refused_and_left_as_it_was(
    investor: InvestDesk, tmp_path: Path, capsys: Captured
) -> None:
    inside = tmp_path / "pack" / "gates.json"
    inside.parent.mkdir()
    inside.write_bytes(DECLARED.read_bytes())
    assert report(investor, inside.parent, "--declarations", str(inside)) == 1
    assert "is read by this command" in capsys.readouterr().err
    assert inside.read_bytes() == DECLARED.read_bytes() and len(list(inside.parent.iterdir())) == 1


def test_supervisor__out_has_receipts_that_the_scenario_file_reads__refused_and_left_as_they_were(
    investor: InvestDesk, tmp_path: Path, capsys: Captured
) -> None:
    receipts = tmp_path / "pack" / "gates.csv"
    receipts.parent.mkdir()
    receipts.write_bytes((ROOT / "data" / "mills" / "receipts-2023Q4-2025Q1.csv").read_bytes())
    before, scenarios = receipts.read_bytes(), tmp_path / "scenarios.yaml"
    text = (SCENARIOS / "mills-notes.yaml").read_text("utf-8")
    scenarios.write_text(
        text.replace("../../data/mills/receipts-2023Q4-2025Q1.csv", "pack/gates.csv"), encoding="utf-8"
    )
    assert report(investor, receipts.parent, "--assumptions", str(scenarios)) == 1
    assert "is read by this command" in capsys.readouterr().err
    assert receipts.read_bytes() == before and len(list(receipts.parent.iterdir())) == 1


def test_supervisor__one_replay__is_that_of_the_verification(
    investor: InvestDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[object] = []
    begin = Run.begin

    def counted(*given: object, **named: object) -> Run:
        run = begin(*given, **named)  # type: ignore[arg-type]
        runs.append(run)
        return run

    monkeypatch.setattr(Run, "begin", counted)
    assert report(investor, tmp_path / "pack") == 0
    assert len(runs) == 1
