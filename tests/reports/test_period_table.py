# SPDX-License-Identifier: Apache-2.0
"""The page's table of a holder's periods: under each heading the figure it names, as in the CSV of the same periods."""

from __future__ import annotations

from decimal import Decimal
from html.parser import HTMLParser
from itertools import combinations

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports import reports_of
from regalia.reports.periods_csv import HEADER
from regalia.reports.table import NOTHING
from tests.reports.stories import LABELS
from tests.reports.test_csv import read

CAPTION = "Period by period"
TAXED = {"Tax withheld": ("tax",), "Claimed, net": ("net",)}
IN_THE_CSV = {
    "Opening units": ("opening_units",),
    "Moved": HEADER[HEADER.index("opening_units") + 1 : HEADER.index("closing_units")],
    "Closing units": ("closing_units",),
    "Interest per unit": ("interest_per_unit",),
    "Principal per unit": ("principal_per_unit",),
    "Residual per unit": ("residual_per_unit",),
    "Owed before": ("opening_unclaimed",),
    "Income, gross": ("interest", "principal", "residual"),
    "Carried by order": ("carried",),
    "Claimed, gross": ("claimed",),
    **TAXED,
    "Owed after": ("closing_unclaimed",),
}
"""What the page shows under each heading: these columns of the CSV, added up."""
Line = dict[str, str]
"""One row of a table, by the headings."""


class Tables(HTMLParser):
    """The tables of a page that have a certain caption, row by row."""

    def __init__(self, page: str, caption: str) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[str]]] = []
        self.found: list[tuple[str, list[str]]] = []
        self.wanted = caption
        self.part = self.caption = self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("caption", "th", "td"):
            self.text = ""
        elif tag in ("thead", "tbody", "tfoot"):
            self.part = tag
        elif tag == "tr":
            self.rows.append((self.part, []))
        elif tag == "table":
            self.rows = []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption":
            self.caption = self.text
        elif tag in ("th", "td"):
            self.rows[-1][1].append(self.text)
        elif tag == "table" and self.caption == self.wanted:
            self.found += self.rows

    def lines(self, part: str) -> list[Line]:
        """The rows of a part, each under the headings of its own table."""
        headings: list[str] = []
        lines = []
        for where, cells in self.found:
            if where == "thead":
                headings = cells
            elif where == part:
                lines.append(dict(zip(headings, cells, strict=True)))
        return lines


def figure(cell: str) -> Decimal | None:
    return None if cell == NOTHING else Decimal(cell.replace(",", ""))


def in_the_csv(row: dict[str, str], columns: tuple[str, ...]) -> Decimal | None:
    values = [row[column] for column in columns]
    return sum(map(Decimal, values), Decimal(0)) if all(values) else None


def name_of(row: dict[str, str]) -> str:
    return f"{row['period']}, {row['collection_period']}" if row["period"] else "since then"


def tables_and_csv(ledger: DealLedger) -> list[tuple[Tables, list[dict[str, str]]]]:
    """Of every holder: the page's tables and the rows of the CSV."""
    texts = reports_of(ledger, LABELS)
    return [
        (Tables(texts[f"statements/{name[8:-4]}.html"], CAPTION), read(text))
        for name, text in texts.items()
        if name.startswith("periods/")
    ]


@pytest.mark.parametrize(("story", "taxed"), [("orders", True), ("notes", True), ("trust", False)])
def test_period_table__every_holder_and_period__the_figures_of_the_csv(
    request: pytest.FixtureRequest, story: str, taxed: bool
) -> None:
    expected = {head: columns for head, columns in IN_THE_CSV.items() if taxed or head not in TAXED}
    holders = tables_and_csv(request.getfixturevalue(story))
    assert holders
    for tables, rows in holders:
        for line, row in zip(tables.lines("tbody"), rows, strict=True):
            assert list(line) == ["Period", *expected]
            assert line["Period"] == name_of(row)
            for head, columns in expected.items():
                assert figure(line[head]) == in_the_csv(row, columns), (head, row)


def test_period_table__the_story_of_orders__no_two_columns_read_the_same(orders: DealLedger) -> None:
    """So that in the test above a figure under a wrong heading is seen, whichever two are mistaken for each other."""
    lines = [line for tables, _ in tables_and_csv(orders) for line in tables.lines("tbody")]
    for one, other in combinations(IN_THE_CSV, 2):
        assert [figure(line[one]) for line in lines] != [figure(line[other]) for line in lines], (one, other)


def test_period_table__two_holders_in_the_second_quarter__worked_out_by_hand(orders: DealLedger) -> None:
    """Of 670,966.492221 at 8% a quarter's interest is 13,419.329844; principal was 111,483.432364; both over 8,000 units. The seller's 999
    units went by order, with 1.00 of income, and 100 came back by a sale. The buyer claimed what the first quarter had brought him, less a
    tenth of tax.
    """
    seller, buyer = (
        next(line for line in tables.lines("tbody") if line["Period"] == "2, 2024Q1")
        for tables, rows in tables_and_csv(orders)
        if rows[0]["tranche"] == "senior"
    )
    assert seller == {
        "Period": "2, 2024Q1",
        "Opening units": "4,999",
        "Moved": "-899",
        "Closing units": "4,100",
        "Interest per unit": "1.677416230500",
        "Principal per unit": "13.935429045500",
        "Residual per unit": "0.00",
        "Owed before": "89,516.924284",
        "Income, gross": "64,012.665631",
        "Carried by order": "-1.00",
        "Claimed, gross": "0.00",
        "Tax withheld": "0.00",
        "Claimed, net": "0.00",
        "Owed after": "153,528.589915",
    }
    assert buyer == {
        "Period": "2, 2024Q1",
        "Opening units": "3,001",
        "Moved": "899",
        "Closing units": "3,900",
        "Interest per unit": "1.677416230500",
        "Principal per unit": "13.935429045500",
        "Residual per unit": "0.00",
        "Owed before": "53,738.805716",
        "Income, gross": "60,890.096577",
        "Carried by order": "1.00",
        "Claimed, gross": "53,738.805716",
        "Tax withheld": "5,373.880571",
        "Claimed, net": "48,364.925145",
        "Owed after": "60,891.096577",
    }


def test_period_table__in_all__sums_of_the_periods_and_the_last_of_what_stands(orders: DealLedger) -> None:
    summed = {"Income, gross", "Carried by order", "Claimed, gross", *TAXED}
    for tables, _ in tables_and_csv(orders):
        lines, (total,) = tables.lines("tbody"), tables.lines("tfoot")
        assert total.pop("Period") == "In all"
        for head, cell in total.items():
            if head in summed:
                assert figure(cell) == sum(figure(line[head]) or 0 for line in lines)
            elif head in ("Closing units", "Owed after"):
                assert figure(cell) == figure(lines[-1][head])
            else:
                assert cell == ""
