# SPDX-License-Identifier: Apache-2.0
"""Hi-Fi II on receipts that walk coverage down the ladder and back. Interest is 7,325,000 a quarter on 732,500,000 at 4%."""

from __future__ import annotations

import pytest

from tests.deals import History, run_deal

DOLLAR = 10**6
INTEREST = 7_325_000 * DOLLAR
TRUSTEE = 15_000 * DOLLAR


@pytest.fixture(scope="module")
def hi_fi() -> History:
    return run_deal("hi-fi-ii")


def left(received: int) -> int:
    """What is left after fees and interest of a full quarter."""
    return received - TRUSTEE - received * 25 // 1000 - INTEREST


def trapped(history: History, period: str) -> int:
    return history.on(period).state.account[1]


@pytest.mark.parametrize(
    ("period", "coverage", "flags"),
    [
        ("2022Q2", 145, set()),
        ("2022Q3", 140, set()),
        ("2022Q4", 139, {"trap-50"}),
        ("2023Q1", 130, {"trap-50"}),
        ("2023Q2", 129, {"trap-50", "trap-100"}),
        ("2023Q3", 130, {"trap-50"}),
        ("2023Q4", 139, {"trap-50"}),
        ("2024Q1", 140, set()),
        ("2024Q2", 145, set()),
        ("2024Q3", 139, {"trap-50"}),
        ("2024Q4", 114, {"trap-50", "trap-100", "amortising"}),
    ],
)
def test_ladder__coverage_in_hundredths__flags_at_and_below_each_level(
    hi_fi: History, period: str, coverage: int, flags: set[str]
) -> None:
    assert hi_fi.on(period).report.received * 100 == INTEREST * coverage
    assert hi_fi.flags(period) == flags


def test_trap__half_then_all_then_half__kept_until_coverage_is_back(hi_fi: History) -> None:
    kept = 0
    for period, share in (("2022Q4", 2), ("2023Q1", 2), ("2023Q2", 1), ("2023Q3", 2), ("2023Q4", 2)):
        kept += left(hi_fi.on(period).report.received) // share
        assert trapped(hi_fi, period) == kept
        assert hi_fi.on(period).records[-1].paid == left(hi_fi.on(period).report.received) * (share - 1) // 2
    assert trapped(hi_fi, "2024Q1") == 0
    assert hi_fi.paid("2024Q1", "residual") == left(hi_fi.on("2024Q1").report.received) + kept


def test_rapid_amortisation__what_was_trapped_and_what_is_left__repay_principal(hi_fi: History) -> None:
    before = trapped(hi_fi, "2024Q3")
    rapid = hi_fi.on("2024Q4")
    assert before == left(10_181_750 * DOLLAR) // 2
    assert hi_fi.paid("2024Q4", "turbo") == before + left(8_350_500 * DOLLAR)
    assert rapid.state.balance == (732_500_000 * DOLLAR - before - left(8_350_500 * DOLLAR),)
    assert (trapped(hi_fi, "2024Q4"), rapid.records[-1].paid) == (0, 0)


def test_reserve__twelve_months_of_interest__follows_the_balance_down(hi_fi: History) -> None:
    balance = hi_fi.on("2025Q1").state.balance[0]
    assert hi_fi.on("2024Q4").state.account[0] == 4 * INTEREST
    assert hi_fi.on("2025Q1").state.account[0] == -(-balance * 4 // 100)


def test_interest__on_every_date__paid_in_full_without_default(hi_fi: History) -> None:
    assert not any(paid.state.defaulted or paid.accelerated or paid.state.arrears[0] for paid in hi_fi.dates)
