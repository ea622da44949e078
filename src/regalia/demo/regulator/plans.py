# SPDX-License-Identifier: Apache-2.0
"""The real deals of the chapters on what goes wrong, and who buys them here."""

from __future__ import annotations

from pathlib import Path

from regalia.demo.places import find
from regalia.demo.regulator.attested import Plan
from regalia.demo.regulator.moved import moved_receipts, moved_terms
from regalia.demo.scenario import Order, Profile

BIOPHARMA_YEARS = 15
GUANGZHOU_YEARS = 2
AZASITE = "azasite"
BIOPHARMA = "biopharma-moved"
GUANGZHOU = "guangzhou-patent-2019-moved"


def azasite() -> Plan:
    """In its own years: offered in February 2008, in default in 2014."""
    return Plan(
        find("deals", "azasite.yaml"),
        find("data", "azasite", "receipts-2008Q1-2014Q3.csv"),
        (Order("notes", "noteholder", 60_000),),
        {"noteholder": Profile("US", "institutional")},
    )


def biopharma(folder: Path) -> Plan:
    """Moved from 2000 to 2015."""
    return Plan(
        moved_terms("biopharma", BIOPHARMA_YEARS, folder),
        moved_receipts("biopharma", "receipts-2000Q3-2006Q2.csv", BIOPHARMA_YEARS, folder),
        (
            Order("senior", "senior_investor", 57_150),
            Order("mezzanine", "mezzanine_investor", 22_000),
            Order("equity", "equity_investor", 21_160),
        ),
        {},
    )


def guangzhou(folder: Path) -> Plan:
    """Moved from 2019 to 2021. The originator keeps the junior class, so that only the senior one is sold."""
    return Plan(
        moved_terms("guangzhou-patent-2019", GUANGZHOU_YEARS, folder),
        moved_receipts("guangzhou-patent-2019", "receipts-2019Q4-2021Q3.csv", GUANGZHOU_YEARS, folder),
        (Order("senior", "senior_investor", 2_850_000),),
        {"senior_investor": Profile("CN", "institutional"), "originator": Profile("CN", "originator")},
    )
