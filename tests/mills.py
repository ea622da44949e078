# SPDX-License-Identifier: Apache-2.0
"""The printed reports of the Mills Music Trust, as the tests use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data" / "mills"
DEAL = ROOT / "deals" / "mills.yaml"
NOTES = ROOT / "deals" / "mills-notes.yaml"
NOTES_STEPS = (
    "trustee-fee",
    "servicer-fee",
    "representative-fee",
    "administration",
    "senior-interest",
    "mezzanine-interest",
    "reserve",
    "principal.senior",
    "principal.mezzanine",
    "residual",
)
"""In the order of the terms."""
PUBLISHED: dict[str, Any] = json.loads((DATA / "reports.json").read_text(encoding="utf-8"))
REPORTS: dict[int, dict[str, Any]] = {report["report"]: report for report in PUBLISHED["reports"]}
STATEMENTS: dict[str, dict[str, Any]] = {statement["period"]: statement for statement in PUBLISHED["statements"]}
SIX_QUARTERS = DATA / "receipts-2023Q4-2025Q1.csv"
SIX_QUARTERS_NOTES = DATA / "receipts-2023Q4-2025Q1-notes.csv"
ALL_REPORTS = DATA / "receipts-all-reports.csv"
