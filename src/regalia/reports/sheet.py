# SPDX-License-Identifier: Apache-2.0
"""What every page of a deal shares: its names and links, its money, its frame."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from regalia.domain.terms import Terms
from regalia.ledger.model import DealLedger
from regalia.ledger.place import Place
from regalia.reports.links import Links, utc
from regalia.reports.names import Names
from regalia.reports.page import Block, Page, render
from regalia.reports.table import money_html


class Sheet:
    """One page under way. Blocks are made with ``links``, so that their sources are listed at the end.

    ``as_of`` is the last event it knows of. ``among_reports``: the deal's other reports stand beside it and can be linked to.
    """

    among_reports = False

    def __init__(self, terms: Terms, as_of: Place | None, names: Names) -> None:
        self.terms = terms
        self.as_of = as_of
        self.names = names
        self.links = Links(names)
        self.currency = terms.money

    @property
    def taxed(self) -> bool:
        """Whether the deal withholds tax; where it does not, nothing is said of it."""
        return self.terms.withholding is not None

    def money(self, units: int) -> Markup:
        return money_html(self.currency, units)

    def page(self, title: str, lead: str, up: str, blocks: Iterable[Block]) -> Page:
        terms = self.terms
        return Page(title, terms.name, lead, terms.notice, self._as_of(), up, tuple(blocks))

    def render(self, title: str, lead: str, up: str, blocks: Iterable[Block]) -> str:
        return render(self.page(title, lead, up, blocks))

    def _as_of(self) -> str:
        place = self.as_of
        return f"As of block {place.block_number}, {utc(place)} UTC." if place else "No event yet."


class DealSheet(Sheet):
    """A page of the reports on a whole deal, which was replayed."""

    among_reports = True

    def __init__(self, ledger: DealLedger, names: Names) -> None:
        super().__init__(ledger.terms, last_place(ledger), names)
        self.ledger = ledger


def last_place(ledger: DealLedger) -> Place | None:
    return Place.of(ledger.events[-1]) if ledger.events else None
