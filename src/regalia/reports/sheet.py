# SPDX-License-Identifier: Apache-2.0
"""What every page of a deal shares: its names and links, its money, its frame."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from regalia.ledger.model import DealLedger
from regalia.reports.links import Links, utc
from regalia.reports.names import Names
from regalia.reports.page import Block, Page, render
from regalia.reports.statement import last_place
from regalia.reports.table import money_html


class Sheet:
    """One page under way. Blocks are made with ``links``, so that their sources are listed at the end."""

    def __init__(self, ledger: DealLedger, names: Names) -> None:
        self.ledger = ledger
        self.names = names
        self.links = Links(names)
        self.currency = ledger.terms.money

    @property
    def taxed(self) -> bool:
        """Whether the deal withholds tax; where it does not, nothing is said of it."""
        return self.ledger.tax_authority is not None

    def money(self, units: int) -> Markup:
        return money_html(self.currency, units)

    def render(self, title: str, lead: str, up: str, blocks: Iterable[Block]) -> str:
        terms = self.ledger.terms
        page = Page(title, terms.name, lead, terms.notice, self._as_of(), up, tuple(blocks))
        return render(page)

    def _as_of(self) -> str:
        place = last_place(self.ledger)
        return f"As of block {place.block_number}, {utc(place)} UTC." if place else "No event yet."
