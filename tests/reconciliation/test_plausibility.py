# SPDX-License-Identifier: Apache-2.0
"""Flags, also on receipts that were really paid."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from regalia.reconciliation.model import Licence
from regalia.reconciliation.plausibility import flags
from regalia.statements.model import ONE, StatementReceipt
from tests.reconciliation.made import amount, said

REAL = json.loads((Path(__file__).parents[2] / "data" / "royalty-pharma" / "receipts.json").read_text())
MILLION = 10**6 * ONE


def rules(
    *receipts: StatementReceipt,
    history: Mapping[str, Sequence[int]] | None = None,
    royalty_ppm: int | None = None,
    usual: int | None = None,
    period: str = "2024Q3",
) -> list[str]:
    licences = {"emi": Licence("emi", "EMI", royalty_ppm)}
    usual_deductions = {} if usual is None else {"emi": usual}
    found = flags(receipts, period=period, licences=licences, history=history or {}, usual_deductions=usual_deductions)
    return [flag.rule for flag in found]


@pytest.mark.parametrize(
    ("gross", "flagged"), [(75, []), ("75.75", []), ("75.76", ["rate-times-sales"]), ("74.24", ["rate-times-sales"])]
)
def test_flags__royalty_beside_sales__within_a_hundredth(gross: str | int, flagged: list[str]) -> None:
    assert rules(said(gross, sales=amount(1000)), royalty_ppm=75_000) == flagged


def test_flags__no_sales_or_no_rate_told__nothing_to_compare() -> None:
    assert rules(said(1, sales=amount(1000))) == rules(said(1), royalty_ppm=75_000) == []


@pytest.mark.parametrize(("net", "flagged"), [(50, []), (49, ["median"]), (200, []), (201, ["median"])])
def test_flags__beside_the_median__half_and_twice_are_still_usual(net: int, flagged: list[str]) -> None:
    history = {"emi": [amount(n) for n in (9_999, 60, 100, 100, 100, 100, 100, 100, 140)]}
    assert rules(said(net), history=history) == flagged


def test_flags__fewer_than_four_quarters__no_median() -> None:
    assert rules(said(1), history={"emi": [amount(100)] * 3}) == []
    assert rules(said(1), history={"emi": [amount(100)] * 4}) == ["median"]


def test_flags__two_statements_of_a_period__compared_together() -> None:
    history = {"emi": [amount(100)] * 4}
    assert rules(said(40, "A"), said(60, "B"), history=history) == []


def test_flags__licence_that_paid_before__silent() -> None:
    history = {"emi": [amount(100)] * 2, "bmg": [0, 0, 0]}
    assert rules(history=history) == ["silent"]
    assert rules(said(100, period="2024Q2"), history=history) == ["silent"]
    assert rules(said(100), history=history) == []


def test_flags__deductions__above_the_usual_share() -> None:
    assert rules(said(85, deductions=15), usual=150_000) == []
    assert rules(said(84, deductions=16), usual=150_000) == ["deductions"]


def test_flags__third_round_amount_in_a_row__asks_for_an_estimate() -> None:
    history = {"emi": [amount(4_321), amount(5_000), amount(6_000)]}
    assert rules(said(5_000), history=history) == ["round-amounts"]
    assert rules(said("5000.5"), history=history) == []
    assert rules(said(5_000), history={"emi": [amount(6_000)]}) == []


def test_flags__each__says_what_was_found() -> None:
    (flag,) = flags(
        [said(271_000, sales=amount(1_000_000))],
        period="2024Q3",
        licences={"emi": Licence("emi", "EMI", 75_000)},
        history={},
    )
    assert flag.detail == (
        "emi-2024Q3.csv, licence emi for 2024Q3: 7.5% of sales of 1,000,000.00 USD is 75,000.00 USD, "
        "and the statement says 271,000.00 USD"
    )


@pytest.mark.parametrize("product", sorted(REAL["receipts"]))
def test_flags__real_receipts__none_is_beside_its_median(product: str) -> None:
    """Printed by year, so each quarter is taken as a quarter of its year."""
    quarters = [year * MILLION // 4 for year in REAL["receipts"][product] for _ in range(4)]
    for place in range(4, len(quarters)):
        receipt = StatementReceipt("emi", "2024Q3", "USD", quarters[place], 0, quarters[place], "", said(1).source)
        assert "median" not in rules(receipt, history={"emi": quarters[:place]})
    half = quarters[-1] * 2 // 5
    receipt = StatementReceipt("emi", "2024Q3", "USD", half, 0, half, "", said(1).source)
    assert "median" in rules(receipt, history={"emi": quarters})


def test_flags__real_receipts_beside_real_sales__tiers_and_lag_are_seen() -> None:
    """At the share of 2020: a royalty that rises by tiers and lags a quarter leaves the hundredth. That is what a flag is for."""
    receipts, sales = REAL["receipts"]["cystic fibrosis franchise"], REAL["sales"]["cystic fibrosis franchise"]
    royalty_ppm = receipts[0] * 10**6 // sales[0]
    found = []
    for year, paid, sold in zip(REAL["years"], receipts, sales, strict=True):
        receipt = StatementReceipt(
            "emi", str(year), "USD", paid * MILLION, 0, paid * MILLION, "", said(1).source, sold * MILLION
        )
        found += [
            year for rule in rules(receipt, royalty_ppm=royalty_ppm, period=str(year)) if rule == "rate-times-sales"
        ]
    assert found == [2021, 2022, 2023]
