# SPDX-License-Identifier: Apache-2.0
"""The demo's deal on patents: one falls between two payment dates, the next traps cash and repays faster, and an appeal cures it."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.devnet
FELL = "CN201819910505.7: legal event 3: invalidated (code CN IW01), effective 2025-07-03"
TRAP, TURBO = "trap-rights", "turbo.senior"


@pytest.fixture(scope="module")
def patents(deals: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = (deal for deal in deals if deal["deal"] == "patents")
    return found


def paid(patents: dict[str, Any], step: str) -> list[Decimal]:
    """By a step on each date."""
    return [Decimal(line["paid"]) for period in patents["periods"] for line in period["steps"] if line["step"] == step]


def causes(patents: dict[str, Any], fact: str) -> list[list[str]]:
    """Of a fact on each date."""
    return [line["causes"] for period in patents["periods"] for line in period["facts"] if line["fact"] == fact]


def test_demo__deals__the_trust_the_notes_and_the_patents(deals: list[dict[str, Any]]) -> None:
    assert [deal["deal"] for deal in deals] == ["mills", "mills-notes", "patents"]


def test_demo__patents__a_tenth_of_the_pool_gone_traps_half_and_repays_with_the_other(patents: dict[str, Any]) -> None:
    """500,000 less 16,000 of fees, 110,600 of interest, 6,000 more from the reserve and 240,000 of principal leave 139,400."""
    assert [period["payment_date"] for period in patents["periods"]] == ["2025-04-20", "2025-07-20", "2025-10-20"]
    assert paid(patents, TRAP) == paid(patents, TURBO) == [0, 69_700, 0]
    assert [Decimal(period["trapped"]["trap"]) for period in patents["periods"]] == [0, 69_700, 0]
    assert paid(patents, "mezzanine-principal") == [70_000, 0, 70_000]


def test_demo__patents__cured_by_the_appeal_and_what_was_kept_is_paid(patents: dict[str, Any]) -> None:
    """Class A interest is lower by a quarter's 5% of the 69,700 that were repaid faster, and of the 240,000 by the schedule."""
    assert paid(patents, "senior-interest")[2] == Decimal(72_000) - (69_700 + 240_000) * Decimal("0.05") / 4
    residual = paid(patents, "residual")
    assert residual[1] == 0
    assert residual[2] > residual[0] + 69_700
    flags = [period["flags"] for period in patents["periods"]]
    assert ["rights" in up for up in flags] == [False, True, False]


def test_demo__patents__each_figure_is_traced_to_the_event(patents: dict[str, Any]) -> None:
    assert causes(patents, "rights-invalidated") == causes(patents, "pool-value") == [[], [FELL], []]
    values = {line["fact"]: line["value"] for line in patents["periods"][1]["facts"]}
    assert (values["rights-invalidated"], values["pool-value"]) == ("11.3476%", "12,500,000.00 USD")
    assert values["limits-broken"] == "0"


def test_demo__patents__report_on_the_second_date_names_document_and_transaction(
    patents: dict[str, Any], out: Path
) -> None:
    with (out / "patents" / "distribution" / "2.csv").open(encoding="utf-8", newline="") as file:
        rows = {r["measure"]: r["value"] for r in csv.DictReader(file) if r["item"] == "rights-invalidated 1"}
    assert f"CN201819910505.7: {rows['what']}" == FELL
    assert len(rows["document"]) == len(rows["transaction"]) == 66
    assert (out / "patents" / "rights.html").is_file()


def test_demo__stranger__every_fact_of_the_rights_found_again(patents: dict[str, Any]) -> None:
    verification = patents["verification"]
    assert verification["differences"] == []
    assert verification["periods"] == 3
    assert verification["compared"]["rights"] > 200
