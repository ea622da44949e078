# SPDX-License-Identifier: Apache-2.0
"""All twelve chapters in one unattended run, as a program reads them."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regalia.demo.regulator.contents import CHAPTERS
from tests.e2e.command import ROOT

pytestmark = pytest.mark.devnet
LIMIT = 240


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("regulator")


@pytest.fixture(scope="module")
def told(out: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "regalia.demo.regulator", "--json", "--no-pages", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def figures(told: dict[str, Any]) -> dict[int, list[dict[str, str]]]:
    """Of each step, by chapter."""
    return {chapter["number"]: [step["figures"] for step in chapter["steps"]] for chapter in told["chapters"]}


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_run__unattended__every_chapter_passed_and_written_down(told: dict[str, Any], out: Path) -> None:
    assert told["passed"] is True
    assert [chapter["number"] for chapter in told["chapters"]] == [chapter.number for chapter in CHAPTERS]
    assert json.loads((out / "demo-regulator.json").read_text())["finished"] == list(range(1, 13))


def test_hash__of_terms_and_program__equal_in_prospectus_python_and_chain(
    figures: dict[int, list[dict[str, str]]],
) -> None:
    read, compiled, on_chain, changed, _ = figures[1]
    assert read["SHA-256 of the terms"] == on_chain["terms hash on chain"] != changed["SHA-256 of the changed terms"]
    assert compiled["SHA-256 of the program"] == on_chain["SHA-256 of the program on chain"]


def test_payment__first_quarter__reconciled_to_zero_and_reported_two_trading_days_before(
    figures: dict[int, list[dict[str, str]]], out: Path
) -> None:
    """The payment date is a Monday: two trading days before it is the Thursday."""
    assert (figures[2][4]["report due on"], figures[2][4]["payment date"]) == ("2024-03-21", "2024-03-25")
    assert (out / "one-trust" / "notices" / "mills-notes-1.csv").read_text().startswith("step,to,due,paid,shortfall\n")
    last = figures[2][-1]
    assert amount(last["came in"]) == amount(last["claimed"]) + amount(last["held in the escrow"])
    assert amount(last["difference"]) == 0


def test_log__deficit_quarter__a_row_a_step_with_its_clause(told: dict[str, Any]) -> None:
    rows = told["chapters"][2]["steps"][1]["table"]
    assert [row["clause"] for row in rows] == ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)", "(h)", "(h)", "(i)"]
    costs = next(row for row in rows if row["step"] == "administration")
    assert amount(costs["due"]) == amount(costs["paid"]) + amount(costs["short"]) == 277_422


def test_history__of_the_trust__as_printed_with_its_zero_quarter(told: dict[str, Any]) -> None:
    rows = told["chapters"][3]["steps"][-1]["table"]
    assert [row["distributed, chain"] for row in rows] == [row["distributed, printed"] for row in rows]
    assert [amount(row["distributed, chain"]) for row in rows] == [155_540, 132_466, 370_727, 0, 0, 0]
    assert [amount(row["reserve, chain"]) for row in rows] == [0, 0, 0, 0, 63_932, 137_989]


def test_default__azasite__arrears_cure_and_default_as_computed_by_hand(
    figures: dict[int, list[dict[str, str]]],
) -> None:
    """16% a year on 41,281,000, 18,540 of it paid; the arrears bear interest at the same rate."""
    short, cure, default, after = figures[5]
    quarter = Decimal(41_281_000) * 4 / 100
    assert amount(short["arrears"]) == quarter - 18_540
    due = quarter + amount(short["arrears"]) * 104 / 100
    assert amount(default["interest due, with arrears"]) == due
    assert amount(cure["to cure on the next date"]) == amount(default["arrears"]) == due - 975_000
    assert after["steps of the list after a default"] == "5"


def test_strikes__three_in_a_row__rapid_and_the_senior_class_whole(figures: dict[int, list[dict[str, str]]]) -> None:
    *strikes, end = figures[6]
    assert [strike["breaches remembered in a row"] for strike in strikes] == ["1", "2", "3"]
    assert [amount(strike["senior principal"]) for strike in strikes] == [2_500_000, 2_500_000, 3_999_000]
    assert amount(end["senior balance"]) == amount(end["senior arrears"]) == 0
    assert amount(end["owed to the guarantor"]) > 0


def test_guarantor__pays_and_does_not__the_junior_class_gets_nothing(figures: dict[int, list[dict[str, str]]]) -> None:
    asked, paid, repaid, unpaid, default = figures[7]
    assert amount(paid["of it from the guarantor"]) == amount(asked["asked for"]) > 0
    assert amount(repaid["owed to the guarantor"]) == 0
    assert amount(unpaid["asked for"]) > 0
    assert amount(default["paid to the junior class"]) == 0 < amount(default["paid to the senior class"])


def test_evidence__contradicts__refused_and_the_trustee_s_decision_logged(told: dict[str, Any]) -> None:
    steps = told["chapters"][7]["steps"]
    assert "MMT-2023Q4" in steps[0]["did"]
    assert "required=3, given=1" in steps[1]["did"]
    assert ("DisputeDecided", "oracle-trustee") in {(row["event"], row["by"]) for row in steps[-1]["table"]}


def test_restatement__of_a_paid_quarter__comes_with_the_next_date(figures: dict[int, list[dict[str, str]]]) -> None:
    found, restated, paid, log = figures[9]
    assert amount(restated["difference"]) == 12_000
    assert amount(paid["available"]) == sum(map(amount, found.values()))
    assert len({amount(figure) for figure in log.values()}) == 1


def test_holders__refused_taken_recovered__to_the_unit(figures: dict[int, list[dict[str, str]]]) -> None:
    abroad, frozen, taken, recovered, retained = figures[10]
    assert (abroad["code of the token"], retained["code of the token"]) == ("12", "14")
    assert amount(taken["left with the holder"]) == amount(frozen["units frozen"]) - amount(taken["units taken"])
    assert amount(recovered["unclaimed income"]) > 0


def test_halt__over_a_payment_date__ends_by_itself(figures: dict[int, list[dict[str, str]]]) -> None:
    assert figures[11][2]["transactions that ended it"] == "0"
    assert figures[11][-1]["days of interest"] == "90"


def test_stranger__at_the_end__every_deal_of_both_chains_without_a_difference(told: dict[str, Any]) -> None:
    rows = told["chapters"][11]["steps"][-1]["table"]
    deals = [
        "mills",
        "mills-notes",
        "azasite",
        "biopharma-moved",
        "guangzhou-patent-2019-moved",
        "mills-notes",
        "patents",
    ]
    assert [row["deal"] for row in rows] == deals
    assert all(amount(row["comparisons"]) > 200 and row["differences"] == "0" for row in rows)
