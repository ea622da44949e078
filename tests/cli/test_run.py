# SPDX-License-Identifier: Apache-2.0
"""``regalia run`` on the published receipts of the Mills Music Trust."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regalia.cli.main import run
from regalia.domain.money import Currency
from tests.mills import ALL_REPORTS, DEAL, NOTES, PUBLISHED, REPORTS, ROOT, SIX_QUARTERS, SIX_QUARTERS_NOTES, STATEMENTS

Captured = pytest.CaptureFixture[str]
PATENTS = ROOT / "deals" / "patents.yaml"
PATENTS_RECEIPTS = ROOT / "data" / "ip" / "patents-receipts.csv"
HEADER = "payment_date,attributed_to,received,expenses\n"


def run_json(capsys: Captured, deal: Path, receipts: Path, *options: str) -> dict[str, Any]:
    code = run(["run", str(deal), "--receipts", str(receipts), "--json", *options])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    figures: dict[str, Any] = json.loads(printed.out)
    return figures


@pytest.fixture
def all_reports(capsys: Captured) -> dict[int, dict[str, Any]]:
    """Every printed report, run on its own period number."""
    dates = run_json(capsys, DEAL, ALL_REPORTS, "--allow-gaps")["dates"]
    return {date["period"]: date for date in dates}


def units(date: dict[str, Any], field: str) -> Decimal:
    return Decimal(date["tranches"][0][field])


def reserve(date: dict[str, Any], field: str = "balance") -> Decimal:
    return Decimal(date["accounts"][0][field])


def test_run__all_reports__the_ten_printed_numbers_and_quarters(all_reports: dict[int, dict[str, Any]]) -> None:
    expected = {number: report["attributed"] for number, report in REPORTS.items()}
    assert {number: date["attributed_to"] for number, date in all_reports.items()} == expected
    assert len(expected) == 10


def test_run__all_reports__distributions_equal_the_printed_to_the_dollar(
    all_reports: dict[int, dict[str, Any]],
) -> None:
    printed = {number: report["distributed"] for number, report in REPORTS.items()}
    assert {number: units(date, "distributed") for number, date in all_reports.items()} == printed


def test_run__all_reports__reserve_equals_the_printed(all_reports: dict[int, dict[str, Any]]) -> None:
    printed = {number: report.get("to_reserve", 0) for number, report in REPORTS.items()}
    assert {number: reserve(date) for number, date in all_reports.items()} == printed


def test_run__all_reports__per_unit_within_a_ten_thousandth_of_the_printed(
    all_reports: dict[int, dict[str, Any]],
) -> None:
    """For reports 241 and 242 the printed figure is that of the reserved balance, of which nothing was paid."""
    for number, date in all_reports.items():
        printed = Decimal(REPORTS[number]["per_unit_pub"])
        if number in (241, 242):
            assert units(date, "per_unit") == 0
            found = reserve(date) / PUBLISHED["units"]
        else:
            found = units(date, "per_unit")
        assert abs(found - printed) <= Decimal("0.0001"), number


def test_run__quarter_of_2024_in_deficit__nothing_distributed_and_the_shortfall_shown(
    all_reports: dict[int, dict[str, Any]],
) -> None:
    expenses, _, residual = all_reports[240]["steps"]
    assert [Decimal(expenses[k]) for k in ("due", "paid", "shortfall")] == [277_422, 241_778, 35_644]
    assert Decimal(residual["paid"]) == 0


def test_run__reserved_quarters__topped_up_from_available_funds(all_reports: dict[int, dict[str, Any]]) -> None:
    assert [reserve(all_reports[number], "put_in") for number in (241, 242)] == [63_932, 74_057]
    assert Decimal(all_reports[242]["steps"][1]["sources"]["available funds"]) == 74_057


def test_run__every_date__both_sides_of_the_conservation_line_are_equal(capsys: Captured) -> None:
    for deal, receipts in ((DEAL, SIX_QUARTERS), (NOTES, SIX_QUARTERS_NOTES)):
        for date in run_json(capsys, deal, receipts)["dates"]:
            flow = {name: Decimal(amount) for name, amount in date["conservation"].items()}
            came_in = flow["available"] + flow["drawn"] + flow["released"]
            assert came_in == flow["payees"] + flow["tranches"] + flow["accounts"] + flow["left"]
            assert flow["payees"] + flow["tranches"] + flow["accounts"] == sum(
                Decimal(s["paid"]) for s in date["steps"]
            )


def test_run__statement_of_nine_months__distributed_and_46_dollars_stay(capsys: Captured, tmp_path: Path) -> None:
    three_quarters = tmp_path / "three.csv"
    three_quarters.write_text("".join(SIX_QUARTERS.read_text().splitlines(keepends=True)[:4]))
    figures = run_json(capsys, DEAL, three_quarters, "--opening-cash", "46")
    statement, totals = STATEMENTS["2024 9m"], figures["totals"]
    assert Decimal(totals["collected"]) == statement["receipts"]
    assert Decimal(totals["to_payees"]) == statement["expenses"]
    assert Decimal(totals["to_tranches"]) == statement["distributed"]
    assert Decimal(totals["collection"]) == statement["closing_undistributed"] == 46
    per_unit = sum((units(date, "per_unit") for date in figures["dates"]), Decimal(0))
    assert round(per_unit, 2) == Decimal(statement["per_unit"])


@pytest.mark.parametrize(
    ("period", "attributed_to", "paid_on", "opening"),
    [("2024Q3 (3m)", "2024Q2", "2024-09-23", "46"), ("FY2018", "2018Q3", "2018-12-31", "65")],
)
def test_run__statement_in_one_row__closing_cash_as_printed(
    capsys: Captured, tmp_path: Path, period: str, attributed_to: str, paid_on: str, opening: str
) -> None:
    """Not every quarter of 2018 is at hand, so the statement of the year is run as one row."""
    statement = STATEMENTS[period]
    receipts = tmp_path / "statement.csv"
    receipts.write_text(f"{HEADER}{paid_on},{attributed_to},{statement['receipts']},{statement['expenses']}\n")
    figures = run_json(capsys, DEAL, receipts, "--opening-cash", opening)
    (date,) = figures["dates"]
    assert units(date, "distributed") == statement["distributed"]
    assert Decimal(date["collection"]) == statement["closing_undistributed"] == int(opening)
    assert abs(units(date, "per_unit") - Decimal(statement["per_unit"])) < Decimal("0.01")


def test_run__opening_cash__totals_count_it_in_and_out(capsys: Captured) -> None:
    totals = run_json(capsys, DEAL, SIX_QUARTERS, "--opening-cash", "46")["totals"]
    assert Decimal(totals["opening_cash"]) == Decimal(totals["collection"]) == 46
    came_in = sum(Decimal(totals[k]) for k in ("opening_cash", "opening_accounts", "collected"))
    assert came_in == sum(Decimal(totals[k]) for k in ("to_payees", "to_tranches", "in_accounts", "collection"))


def test_run__notes__deficit_quarter_draws_on_the_reserve_and_leaves_arrears(capsys: Captured) -> None:
    dates = run_json(capsys, NOTES, SIX_QUARTERS_NOTES)["dates"]
    deficit = next(date for date in dates if date["attributed_to"] == "2024Q3")
    assert any(Decimal(account["drawn"]) > 0 for account in deficit["accounts"])
    assert any("reserve" in step["sources"] for step in deficit["steps"])
    assert any(Decimal(tranche["arrears"]) > 0 for tranche in deficit["tranches"])
    assert all(Decimal(tranche["arrears"]) == 0 for tranche in dates[-1]["tranches"])


def test_run__text__shows_steps_source_units_reserve_and_conservation(capsys: Captured) -> None:
    assert run(["run", str(DEAL), "--receipts", str(SIX_QUARTERS), "--opening-cash", "46"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "Period 240, 2024Q3, paid 2024-12-31 (scheduled 2024-12-20)" in lines
    assert "expenses trustees 277,422.00 241,778.00 35,644.00 0.00 available funds" in lines
    assert any(line.startswith("units 155,540.00 0.560076626145 0.00 0.00 ") for line in lines)
    assert "reserve 74,057.00 0.00 0.00 137,989.00" in lines
    assert lines.count("stays in collection: 46.00") == 6
    assert (
        "conserved: 202,850.00 available + 0.00 drawn + 0.00 released"
        " = 128,793.00 to payees + 0.00 to tranches + 74,057.00 into accounts + 0.00 left"
    ) in lines


def test_run__text__no_line_ends_in_space(capsys: Captured) -> None:
    assert run(["run", str(NOTES), "--receipts", str(SIX_QUARTERS_NOTES)]) == 0
    assert all(line == line.rstrip() for line in capsys.readouterr().out.splitlines())


@pytest.mark.parametrize(
    ("amount", "holders", "decimals", "expected"),
    [
        (155_540_000_000, 277_712, 6, "0.560076626145"),
        (1, 3, 6, "0.000000333333"),
        (2, 3, 0, "0.666666"),
        (0, 7, 2, "0.00000000"),
    ],
)
def test_per_unit_down__any_currency__cut_and_never_rounded_up(
    amount: int, holders: int, decimals: int, expected: str
) -> None:
    assert f"{Currency('USD', decimals).per_unit_down(amount, holders):f}" == expected


# refused


def test_run__facts_of_a_pool__a_fallen_patent_traps_cash_and_its_return_releases_it(capsys: Captured) -> None:
    dates = run_json(capsys, PATENTS, PATENTS_RECEIPTS)["dates"]
    trap = [next(a for a in date["accounts"] if a["account"] == "trap") for date in dates]
    assert ["rights" in date["flags"] for date in dates] == [False, True, False]
    assert [Decimal(account["put_in"]) for account in trap] == [0, 69_700, 0]
    assert [Decimal(account["released"]) for account in trap] == [0, 0, 69_700]


def test_run__more_limits_broken_than_the_deal_has__refused(capsys: Captured, tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    many.write_text(PATENTS_RECEIPTS.read_text().replace("11.3476%,0%,0,", "11.3476%,0%,9,"))
    code, message = refused(capsys, str(PATENTS), "--receipts", str(many))
    assert code == 1
    assert "row 3, limits-broken '9': amount too large: the pool has at most 8 limits" in message


def refused(capsys: Captured, *arguments: str) -> tuple[int, str]:
    code = run(["run", *arguments])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    return code, printed.err


def test_run__gaps_without_the_option__refused(capsys: Captured) -> None:
    code, message = refused(capsys, str(DEAL), "--receipts", str(ALL_REPORTS))
    assert code == 1
    assert "row 3, attributed_to '2017Q4': gap: 2015Q4 is missing" in message


def test_run__gaps_in_a_deal_that_accrues__refused_even_with_the_option(capsys: Captured, tmp_path: Path) -> None:
    gap = tmp_path / "gap.csv"
    lines = SIX_QUARTERS_NOTES.read_text().splitlines(keepends=True)
    gap.write_text("".join(lines[:2] + lines[3:]))
    code, message = refused(capsys, str(NOTES), "--receipts", str(gap), "--allow-gaps")
    assert code == 1
    assert "gap in a deal that accrues" in message
    assert "senior-interest" in message


def test_run__reserve_target_for_the_notes__contradiction(capsys: Captured) -> None:
    code, message = refused(capsys, str(NOTES), "--receipts", str(SIX_QUARTERS))
    assert code == 1
    assert "reserve_target: contradiction" in message


def test_run__no_such_files__refused_by_name(capsys: Captured, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    assert refused(capsys, missing, "--receipts", str(SIX_QUARTERS))[0] == 1
    code, message = refused(capsys, str(DEAL), "--receipts", missing)
    assert (code, "unreadable file: No such file" in message) == (1, True)


@pytest.mark.parametrize(
    ("cash", "exit_code", "rule"),
    [
        ("-1", 2, "-1 is negative"),
        ("x", 2, "not a plain number"),
        ("0.0000001", 2, "too many decimals"),
        ("1e3", 2, "not a plain number"),
        (str(2**128), 1, "outside 0 to 2^128 - 1"),
    ],
)
def test_run__bad_opening_cash__refused(capsys: Captured, cash: str, exit_code: int, rule: str) -> None:
    code, message = refused(capsys, str(DEAL), "--receipts", str(SIX_QUARTERS), f"--opening-cash={cash}")
    assert code == exit_code
    assert rule in message


def test_run__error_as_json__one_object_with_name_message_and_hint(capsys: Captured) -> None:
    _, message = refused(capsys, str(DEAL), "--receipts", str(ALL_REPORTS), "--json")
    error = json.loads(message)["error"]
    assert error["name"] == "ReceiptsError"
    assert "2015Q4 is missing" in error["message"]
    assert error["hint"]
