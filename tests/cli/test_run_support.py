# SPDX-License-Identifier: Apache-2.0
"""``regalia run`` on a small plan with a liquidity line, a trap and an acceleration list, worked out on paper."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regalia.cli.main import run

Captured = pytest.CaptureFixture[str]
PLAN = """\
format: regalia-terms-1
id: plan
name: Plan
notice: A test deal.
currency: {code: USD, decimals: 6}
parties:
  - {id: label, name: Label, roles: [licensee]}
  - {id: bank, name: Bank, roles: [liquidity-provider]}
  - {id: servicer, name: Servicer, roles: [servicer, attestor]}
oracle: {threshold: 1}
calendar: {closing: 2024-01-20, frequency: quarterly, first_period: 2024Q1, payment: {months_after: 1, day: 20}, legal_final: 2030-01-20}
tranches:
  - {id: senior, name: Senior, symbol: SEN, units: 1000, balance: "1,000,000", offer_price: 1000,
     coupon: {rate: 8%, day_count: 30E/360, shortfall: arrears}}
  - {id: junior, name: Junior, symbol: JUN, units: 100, balance: 0, offer_price: 1000}
accounts: [{id: trap, name: Trap, kind: trap}]
facilities: [{id: line, name: Line, kind: liquidity, provider: bank, limit: "10,000", rate: 12%, day_count: 30E/360}]
offering: {window_days: 7}
steps:
  - {id: fee, kind: expense, payee: servicer, due: {kind: fixed, amount: "2,500"}, shortfall: carried}
  - {id: interest, kind: interest, tranche: senior, support: [line]}
  - {id: repay-line, kind: repay-support, facility: line}
  - {id: half, kind: trap, account: trap, share: 50%, guard: {while_active: [lapsing]}}
  - {id: principal, kind: principal, tranches: [senior], due: {kind: target-balance, share_of_pool_value: 80%}}
  - {id: rest, kind: residual, tranche: junior}
acceleration:
  - {id: fee, kind: expense, payee: servicer, due: {kind: fixed, amount: "2,500"}, shortfall: carried}
  - {id: interest, kind: interest, tranche: senior, support: [line]}
  - {id: give-back, kind: reserve, account: trap}
  - {id: turbo, kind: principal, tranches: [senior], due: {kind: turbo}}
  - {id: repay-line, kind: repay-support, facility: line}
  - {id: rest, kind: residual, tranche: junior}
triggers:
  - id: lapsed-rights
    measure: {kind: rights-share, status: lapsed, breached: at-least, threshold: 20%}
    cure: curable
    measured: before
    effect: {kind: flag, flag: lapsing}
  - id: line-unpaid
    measure: {kind: support-unpaid, facility: line}
    cure: latched
    measured: before
    effect: {kind: event-of-default}
"""
RECEIPTS = """\
payment_date,attributed_to,received,rights-lapsed,pool-value,unpaid
2024-04-20,2024Q1,12500,0%,1250000,
2024-07-20,2024Q2,62800,20%,1250000,
2024-10-20,2024Q3,2500,20%,1250000,line
2025-01-20,2024Q4,42500,0%,0,
"""


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    """The command's arguments for the plan and its receipts."""
    deal, receipts = tmp_path / "plan.yaml", tmp_path / "receipts.csv"
    deal.write_text(PLAN)
    receipts.write_text(RECEIPTS)
    return ["run", str(deal), "--receipts", str(receipts)]


@pytest.fixture
def figures(paths: list[str], capsys: Captured) -> dict[str, Any]:
    code = run([*paths, "--json"])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    found: dict[str, Any] = json.loads(printed.out)
    return found


def paid(date: dict[str, Any]) -> dict[str, Decimal]:
    return {step["step"]: Decimal(step["paid"]) for step in date["steps"]}


def facility(date: dict[str, Any]) -> list[Decimal]:
    (line,) = date["facilities"]
    assert line["facility"] == "line"
    return [Decimal(line[name]) for name in ("put_in", "repaid", "owed", "cost")]


def test_run__short_quarter__line_puts_in_what_is_asked_and_is_the_source(figures: dict[str, Any]) -> None:
    date = figures["dates"][0]
    interest = date["steps"][1]
    assert {label: Decimal(amount) for label, amount in interest["sources"].items()} == {
        "available funds": 10_000,
        "line": 10_000,
    }
    assert facility(date) == [10_000, 0, 10_000, 0]
    assert Decimal(date["conservation"]["drawn"]) == 10_000
    assert Decimal(date["accounts"][0]["drawn"]) == 0


def test_run__good_quarter_with_lapsed_rights__line_repaid_with_interest_and_half_trapped(
    figures: dict[str, Any],
) -> None:
    date = figures["dates"][1]
    assert list(paid(date).values()) == [2_500, 20_000, 10_300, 15_000, 0, 15_000]
    assert facility(date) == [0, 10_300, 0, 0]
    assert (date["flags"], date["triggers"], date["accelerated"]) == (["lapsing"], ["lapsed-rights"], False)
    assert [Decimal(date["accounts"][0][name]) for name in ("put_in", "released", "balance")] == [15_000, 0, 15_000]


@pytest.mark.parametrize(("quarter", "ran"), [(0, False), (1, True)])
def test_run__guard_of_the_trap__says_whether_it_ran(figures: dict[str, Any], quarter: int, ran: bool) -> None:
    steps = figures["dates"][quarter]["steps"]
    assert [step["ran"] for step in steps] == [True, True, True, ran, True, True]


def test_run__provider_lets_the_deadline_pass__acceleration_list_and_nothing_asked_of_it(
    figures: dict[str, Any],
) -> None:
    date = figures["dates"][2]
    assert date["accelerated"] is True
    assert date["triggers"] == ["lapsed-rights", "line-unpaid"]
    assert [step["step"] for step in date["steps"]] == ["fee", "interest", "give-back", "turbo", "repay-line", "rest"]
    assert list(paid(date).values()) == [2_500, 0, 0, 15_000, 0, 0]
    assert facility(date) == [0, 0, 0, 0]
    assert Decimal(date["tranches"][0]["arrears"]) == 20_000


def test_run__latched_default__acceleration_goes_on(figures: dict[str, Any]) -> None:
    date = figures["dates"][3]
    assert date["accelerated"] is True
    # 8% a quarter of 985,000 is 19,700: 40,000 of the 39,700 due with arrears is there
    assert list(paid(date).values()) == [2_500, 39_700, 0, 300, 0, 0]
    assert date["flags"] == []
    assert facility(date) == [0, 0, 0, 0]


def test_run__totals__what_providers_put_in_and_got_back(figures: dict[str, Any]) -> None:
    totals = figures["totals"]
    assert [Decimal(totals[name]) for name in ("put_in", "to_facilities")] == [10_000, 10_300]
    assert {label: Decimal(amount) for label, amount in totals["facilities"].items()} == {"line": 10_300}
    assert {label: Decimal(amount) for label, amount in totals["accounts"].items()} == {"trap": 0, "line": 0}
    came_in = sum(Decimal(totals[name]) for name in ("opening_cash", "opening_accounts", "collected", "put_in"))
    names = ("to_payees", "to_facilities", "to_tranches", "in_accounts", "collection")
    assert came_in == sum(Decimal(totals[name]) for name in names) == 130_300


def test_run__text__says_sources_guards_flags_and_acceleration(paths: list[str], capsys: Captured) -> None:
    assert run(paths) == 0
    out = capsys.readouterr().out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "interest senior 20,000.00 20,000.00 0.00 0.00 available funds 10,000.00 + line 10,000.00" in lines
    assert "half trap 0.00 0.00 0.00 0.00 held back by its guard" in lines
    assert "line 10,000.00 0.00 10,000.00 0.00" in lines
    assert "flags up: lapsing" in lines
    assert lines.count("triggers active after it: lapsed-rights, line-unpaid") == 1
    assert lines.count("after an event of default: the acceleration list ran") == 2
    assert all(line == line.rstrip() for line in out.splitlines())


def test_run__a_fact_the_deal_looks_at_is_missing__refused_by_name(
    paths: list[str], tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "receipts.csv").write_text(RECEIPTS.replace("pool-value", "total"))
    assert run(paths) == 1
    assert "pool-value: missing column" in capsys.readouterr().err
