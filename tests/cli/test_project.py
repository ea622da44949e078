# SPDX-License-Identifier: Apache-2.0
"""``regalia project`` and ``regalia stress`` as a person calls them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regalia.cli.main import run
from regalia.printing import to_json
from tests.mills import NOTES, ROOT, SIX_QUARTERS_NOTES

Captured = pytest.CaptureFixture[str]
HI_FI = ROOT / "deals" / "hi-fi-ii.yaml"
PATENTS = ROOT / "deals" / "patents.yaml"
SCENARIOS = ROOT / "deals" / "scenarios"
FLAT = ("--flat", "300,000", "--invoice", "administration=130,000")
SHORT = (*FLAT, "--periods", "12")


def ok(capsys: Captured, *arguments: object) -> str:
    code = run([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    return printed.out


def ok_json(capsys: Captured, *arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ok(capsys, *arguments, "--json"))
    return found


def refused(capsys: Captured, code: int, *arguments: object) -> str:
    assert run([str(argument) for argument in arguments]) == code
    printed = capsys.readouterr()
    assert printed.out == "" and "Traceback" not in printed.err
    return printed.err


def test_project__flat_receipts__interest_principal_and_residual_account_for_every_dollar(capsys: Captured) -> None:
    found = ok_json(capsys, "project", NOTES, *SHORT)
    (scenario,) = found["scenarios"]
    assert found["head"]["engine"] == "exact"
    assert Decimal(scenario["received"]) == 12 * 300_000
    senior, mezzanine, junior = scenario["tranches"]
    assert [Decimal(t["principal"]) for t in (senior, mezzanine)] == [800_000, 250_000]
    assert [Decimal(t["unpaid"]) for t in (senior, mezzanine, junior)] == [0, 0, 0]
    assert 0.08 < senior["statistics"]["yield_a_year"] < 0.085
    assert junior["statistics"]["average_life"] is None


def test_project__receipts_file__as_regalia_run_on_the_same_file(capsys: Captured) -> None:
    projected = ok_json(capsys, "project", NOTES, "--receipts", SIX_QUARTERS_NOTES)
    real = ok_json(capsys, "run", NOTES, "--receipts", SIX_QUARTERS_NOTES)
    interest = [sum(Decimal(s["paid"]) for d in real["dates"] for s in d["steps"] if s["step"] == f"{t}-interest")
                for t in ("senior", "mezzanine")]  # fmt: skip
    tranches = projected["scenarios"][0]["tranches"]
    assert [Decimal(t["interest"]) for t in tranches[:2]] == interest
    assert projected["head"]["payment_dates"] == len(real["dates"]) == 6


def test_project__scenario_file__text_names_engine_seed_scenarios_and_assumptions(capsys: Captured) -> None:
    text = ok(capsys, "project", NOTES, "--scenarios", SCENARIOS / "mills-notes.yaml", "--paths", "50", "--seed", "7")
    assert "engine: vectorised, 5 scenarios run by the exact engine too, equal" in text
    assert "Bootstrap: 50 paths, method levels, seed 7" in text
    assert "Scenario right-lost: " in text and "assumed: administrative expenses of 130,000" in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_project__same_seed__same_output__exact_engine__same_figures(capsys: Captured) -> None:
    call = ("project", NOTES, "--scenarios", SCENARIOS / "mills-notes.yaml", "--periods", "8", "--paths", "30")
    one, again, exact = ok_json(capsys, *call), ok_json(capsys, *call), ok_json(capsys, *call, "--exact")
    assert one == again
    assert one["head"].pop("engine") == "vectorised" and exact["head"].pop("engine") == "exact"
    assert one["head"].pop("checked") == 5 and exact["head"].pop("checked") == 0
    assert to_json(one) == to_json(exact)


def test_project__no_paths__none_drawn(capsys: Captured) -> None:
    call = ("project", NOTES, "--scenarios", SCENARIOS / "mills-notes.yaml", "--periods", "4", "--paths", "0")
    assert ok_json(capsys, *call)["paths"] is None


def test_project__csv_and_charts__written_and_said_on_standard_error(capsys: Captured, tmp_path: Path) -> None:
    arguments = (
        "project",
        NOTES,
        *SHORT,
        "--json",
        "--csv",
        tmp_path / "t",
        "--charts",
        tmp_path / "c",
        "--chart-format",
        "png",
    )
    assert run([str(a) for a in arguments]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["head"]["deal"] == "mills-notes"
    assert "cashflows.csv, deal.csv, summary.csv" in printed.err
    assert sorted(p.name for p in (tmp_path / "c").iterdir()) == ["balances.png", "cash-flows-base.png", "coverage.png"]


def test_project__facts_on_the_command_line__amount_share_or_years_of_receipts(capsys: Captured) -> None:
    deal = ROOT / "deals" / "teaching.yaml"
    call = ("project", deal, "--periods", "4", "--invoice", "costs=0", "--fact", "rights-lapsed=20%")
    large = ok_json(capsys, *call, "--fact", "pool-value=50,000,000")["scenarios"][0]["triggers"]
    small = ok_json(capsys, *call, "--fact", "pool-value=1x")["scenarios"][0]["triggers"]
    assert "rights-lapsed" in large and "pool-too-small" not in large
    assert "pool-too-small" in small


def test_project__limits_broken_on_the_command_line__a_count(capsys: Captured) -> None:
    short = ("project", PATENTS, "--flat", "500,000", "--periods", "2")
    call = (*short, "--invoice", "renewals=0", "--fact", "pool-value=3x")
    kept, broken = (
        ok_json(capsys, *call, "--fact", f"limits-broken={count}")["scenarios"][0]["triggers"] for count in (0, 1)
    )
    assert "limits" in broken and "limits" not in kept
    assert "the pool has 8 limits, and no more can be broken" in refused(capsys, 1, *call, "--fact", "limits-broken=9")
    assert "must be a whole number" in refused(capsys, 1, *call, "--fact", "limits-broken=0.5")


def test_stress__of_the_ladder__break_even_triggers_and_rungs(capsys: Captured) -> None:
    found = ok_json(capsys, "stress", HI_FI, "--flat", "15,000,000", "--periods", "24", "--rung", "25%")
    assert [rung["reduction_ppm"] for rung in found["ladder"]] == [0, 250_000, 500_000, 750_000, 1_000_000]
    points = {t["trigger"]: t["trips_at_ppm"] for t in found["triggers"]}
    assert 0 < points["coverage-140"] < points["coverage-130"] < points["coverage-115"]
    assert [t["tranche"] for t in found["break_even"]] == ["notes"]


def test_stress__text__shows_all_three_tables(capsys: Captured) -> None:
    text = ok(capsys, "stress", NOTES, *SHORT)
    assert "Break-even: the largest share of every receipt that may be missing (scenario base)" in text
    assert "Triggers: active on some date from a reduction of\n  the deal has none" in text
    assert text.splitlines()[-1].strip().startswith("100%")


def test_stress__scenario_of_a_file__by_its_name(capsys: Captured) -> None:
    call = ("stress", NOTES, "--scenarios", SCENARIOS / "mills-notes.yaml", "--periods", "16")
    base, lost = (ok_json(capsys, *call, "--scenario", name) for name in ("base", "right-lost"))
    assert lost["scenario"] == "right-lost"
    assert base["break_even"][0]["ultimate_ppm"] > lost["break_even"][0]["ultimate_ppm"]


def test_stress__charts_and_csv__written(capsys: Captured, tmp_path: Path) -> None:
    ok(capsys, "stress", NOTES, *SHORT, "--csv", tmp_path, "--charts", tmp_path)
    names = ["break-even.csv", "break-even.svg", "ladder.csv", "ladder.svg", "triggers.csv"]
    assert sorted(p.name for p in tmp_path.iterdir()) == names


# refused


@pytest.mark.parametrize(
    ("options", "code", "rule"),
    [
        ((), 1, "mills-notes has no forecast"),
        (("--flat", "300,000", "--periods", "4"), 1, "invoices: administration: what this step is invoiced is missing"),
        (FLAT, 1, "periods is missing"),
        ((*FLAT, "--periods", "0"), 2, "0 is not from 1 to 480 payment dates"),
        ((*FLAT, "--periods", "4", "--flat", "-5"), 1, "receipts.amount: '-5': an amount is zero or more"),
        ((*FLAT, "--receipts", "file.csv"), 2, "--receipts and --flat don't go together"),
        ((*SHORT, "--scenarios", "file.yaml"), 2, "--scenarios and --flat don't go together"),
        (("--flat", "1", "--periods", "1", "--invoice", "administration"), 2, "must be written NAME=VALUE"),
        ((*SHORT, "--fact", "weather=5%"), 1, "no fact of the deal has this name"),
        ((*SHORT, "--seed", "x"), 2, "'x' is not a whole number"),
        (("--scenarios", "missing.yaml"), 1, "missing.yaml: 1 problem"),
    ],
)
def test_project__bad_options__refused_by_name(
    capsys: Captured, options: tuple[str, ...], code: int, rule: str
) -> None:
    assert rule in refused(capsys, code, "project", NOTES, *options)


@pytest.mark.parametrize(
    ("options", "code", "rule"),
    [
        (("--rung", "0.01%"), 2, "0.01% is not from 0.1% to 100%"),
        (("--rung", "wide"), 2, "not a plain number"),
        (("--scenario", "boom"), 1, "scenario 'boom' is not in the file; known are base"),
    ],
)
def test_stress__bad_options__refused_by_name(capsys: Captured, options: tuple[str, ...], code: int, rule: str) -> None:
    assert rule in refused(capsys, code, "stress", NOTES, *SHORT, *options)


def test_project__more_paths_than_fit__refused(capsys: Captured) -> None:
    call = ("project", NOTES, "--scenarios", SCENARIOS / "mills-notes.yaml", "--paths", "900,000")
    assert "paths: 900,000 paths need" in refused(capsys, 1, *call)
