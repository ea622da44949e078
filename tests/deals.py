# SPDX-License-Identifier: Apache-2.0
"""The deals in ``deals/`` with what was published about them and the receipts in ``data/``, as the tests use them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.history import DealBooks, PaymentDate
from regalia.domain.program import Program
from regalia.domain.terms import Terms, load_terms
from regalia.receipts import ReceiptsRow, read_receipts

ROOT = Path(__file__).parents[1]
DEALS = ROOT / "deals"
DATA = ROOT / "data"
FILES = sorted(DEALS.glob("*.yaml"))


def published(deal: str) -> dict[str, Any]:
    """The printed terms in ``data/<deal>/published.json``."""
    found: dict[str, Any] = json.loads((DATA / deal / "published.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class History:
    """A deal run on its receipts. Every provider of a facility puts in what is asked, but for the ones that a row calls unpaid."""

    terms: Terms
    program: Program
    rows: tuple[ReceiptsRow, ...]
    dates: tuple[PaymentDate, ...]
    asked: tuple[tuple[int, ...], ...]

    def on(self, period: str) -> PaymentDate:
        """The payment date of a collection period, such as ``2012Q4``."""
        return self.dates[self.index(period)]

    def index(self, period: str) -> int:
        return [row.attributed_to for row in self.rows].index(period)

    def paid(self, period: str, label: str) -> int:
        """What a step of the list that ran paid on that date, in smallest units."""
        date = self.on(period)
        return date.records[[step.label for step in date.steps].index(label)].paid

    def flags(self, period: str) -> set[str]:
        """Flags that were up while the steps of that date ran."""
        return {label for f, label in enumerate(self.program.flags) if self.on(period).up >> f & 1}

    def active(self, period: str) -> set[str]:
        """Triggers that were active after that date."""
        active = self.on(period).state.active
        return {trigger.label for trigger, on in zip(self.program.triggers, active, strict=True) if on}


def receipts_of(deal: str) -> Path:
    """The one receipts file of a deal."""
    (path,) = (DATA / deal).glob("receipts-*.csv")
    return path


def run_deal(deal: str) -> History:
    terms = load_terms(DEALS / f"{deal}.yaml")
    program = compile_terms(terms)
    rows = read_receipts(receipts_of(deal), program, terms.money)
    books = DealBooks(program, opening_state(terms, program))
    dates, asked = [], []
    for row in rows:
        books.collect(row.collected)
        facts = row.pool_facts(program)
        asked.append(books.demands(row.report, facts))
        for facility, amount in enumerate(asked[-1]):
            books.put_in(facility, amount)
        dates.append(books.execute(row.report, facts))
    return History(terms, program, rows, tuple(dates), tuple(asked))
