# SPDX-License-Identifier: Apache-2.0
"""Deals under assumptions, as the tests use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from regalia.domain.terms import load_terms
from regalia.projection.assumptions import Assumptions
from regalia.projection.assumptions_file import load_assumptions
from regalia.projection.report import Desk

ROOT = Path(__file__).parents[2]
DEALS = ROOT / "deals"
SCENARIOS = DEALS / "scenarios"
NOTES = DEALS / "mills-notes.yaml"
SIX_QUARTERS = ROOT / "data" / "mills" / "receipts-2023Q4-2025Q1.csv"
INVOICES = [{"step": "administration", "amount": "130,000"}]


def assume(**fields: Any) -> Assumptions:
    """Twelve level quarters of the notes, but for what is given."""
    data = {"format": "regalia-projection-1", "id": "test", "periods": 12, "invoices": INVOICES}
    data["receipts"] = {"kind": "flat", "amount": "300,000"}
    return Assumptions.model_validate(data | fields)


def notes(exact: bool = False, **fields: Any) -> Desk:
    return Desk(load_terms(NOTES), assume(**fields), ROOT, exact)


def desk(deal: str, **update: Any) -> Desk:
    """A deal under its own scenario file."""
    file = SCENARIOS / f"{deal}.yaml"
    return Desk(load_terms(DEALS / f"{deal}.yaml"), load_assumptions(file).model_copy(update=update), SCENARIOS)
