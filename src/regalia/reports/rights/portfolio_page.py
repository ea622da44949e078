# SPDX-License-Identifier: Apache-2.0
"""The portfolio of a deal as a page."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.rights.day import written
from regalia.ledger.model import DealLedger
from regalia.reports.files import INDEX
from regalia.reports.names import Names
from regalia.reports.page import Block, Figures, Notes
from regalia.reports.rights.bars import ABOUT_THE_PARTY, SHAPED_AFTER
from regalia.reports.rights.fact_tables import facts_table
from regalia.reports.rights.portfolio import Portfolio
from regalia.reports.rights.portfolio_tables import (
    bars_table,
    concentration_table,
    held_table,
    limits_table,
    rights_table,
    validity_table,
)
from regalia.reports.sheet import DealSheet


def portfolio_page(view: Portfolio, ledger: DealLedger, names: Names) -> str:
    """The HTML of the page."""
    sheet = DealSheet(ledger, names)
    return sheet.render(
        title="Rights behind the deal",
        lead=f"As they stood on {written(view.today)}: status, value, licences, limits, and what the next payment date would take.",
        up=INDEX,
        blocks=_blocks(sheet, view),
    )


def _blocks(sheet: DealSheet, view: Portfolio) -> Iterator[Block]:
    broken = sum(line.broken for line in view.limits)
    yield Figures(
        (
            ("Rights", f"{view.sums.rights:,}"),
            ("Value", sheet.money(view.sums.value)),
            ("Base after haircuts", sheet.money(view.sums.base)),
            ("Value at closing", sheet.money(view.sums.value_at_closing)),
            ("Limits broken", f"{broken} of {len(view.limits)}"),
        )
    )
    yield rights_table(sheet, view)
    yield held_table(sheet, view)
    yield validity_table(sheet, view)
    yield concentration_table(sheet, view)
    yield limits_table(sheet, view)
    caption = f"Facts as the next payment date would take them on {written(view.on)}, if nothing happens until then"
    yield facts_table(sheet, view.facts, caption)
    yield Notes(f"Bars, {SHAPED_AFTER}", tuple(_bars(view)), "")
    yield bars_table(sheet, view)
    if sheet.links.used:
        yield sheet.links.sources(sheet.currency)


def _bars(view: Portfolio) -> Iterator[str]:
    yield ABOUT_THE_PARTY
    for bar in view.bars:
        found = (
            f"found in {len(bar.against)} of {len(bar.rights)} rights" if bar.against else "found in none of the rights"
        )
        yield f"({bar.number}) {bar.title}: {found}. What attestors did not report is not seen."
