# SPDX-License-Identifier: Apache-2.0
"""What is shown of a right that the deal let go of: it is in no table of rights, and its value goes on counting, with its cause.

The European patent, worth 1,500,000 of 12,000,000, was held under a licence that its owner ended on 2025-07-01.
"""

from __future__ import annotations

import csv
import io

import pytest

from regalia.domain.rights.acts import LicenceEnd
from regalia.domain.rights.cause import Source
from regalia.ledger.place import Place
from regalia.reports.rights.portfolio import Portfolio, portfolio_of
from regalia.reports.write import reports_of
from tests.reports.test_pages import Reader
from tests.support.rights_life import EUROPEAN, TODAY, USD, RightsLife, paper, rights_life, seconds

ENDED_ON = 20250701
ENDED_IN = "0x" + "d5" * 32
BECAUSE = f"EP20123456.4, licence 1 ended on 2025-07-01, document 0x{paper('end of the licence').hex()[:8]}"


@pytest.fixture
def life() -> RightsLife:
    """The licence ended; nobody let go of the right yet."""
    life = rights_life(1)
    life.book.registry.take(LicenceEnd(EUROPEAN, 1, ENDED_ON, paper("end of the licence")), ENDED_ON)
    for number in (1, 2):  # the licence back ended with it
        life.book.places[EUROPEAN, Source.LICENCE_END, number] = Place(950, ENDED_IN, number, seconds(ENDED_ON))
    return life


def shown(life: RightsLife) -> Portfolio:
    return portfolio_of(life.ledger, life.book, TODAY)


def test_rights__let_go_of__no_line_and_one_right_less_of_the_same_value(life: RightsLife) -> None:
    assert EUROPEAN in {line.right.id for line in shown(life).rights}
    life.book.pool.let_go(EUROPEAN, TODAY)
    view = shown(life)
    assert EUROPEAN not in {line.right.id for line in view.rights}
    assert (len(view.rights), view.sums.rights) == (7, 7)
    assert (view.sums.value, view.sums.base, view.sums.value_at_closing) == (
        12_000_000 * USD,
        10_500_000 * USD,
        12 * 10**12,
    )
    lost = view.validity[-1]
    assert (lost.when, lost.rights, lost.value, lost.share) == ("lost, counted on", 1, 1_500_000 * USD, 125_000)
    assert sum(line.value for line in view.validity) == view.sums.value


def test_facts__let_go_of__as_before_and_because_of_the_end_of_its_licence(life: RightsLife) -> None:
    before = {line.label: (line.today, line.value) for line in shown(life).facts}
    life.book.pool.let_go(EUROPEAN, TODAY)
    found = {line.label: line for line in shown(life).facts}
    assert {label: (line.today, line.value) for label, line in found.items()} == before
    assert (found["rights-untitled"].value, found["rights-unlicensed"].value) == (125_000, 125_000)
    for label in ("rights-untitled", "rights-unlicensed", "pool-value"):
        lost = found[label].causes[-1]
        assert (lost.right, lost.source, lost.number, lost.day) == (EUROPEAN, Source.LICENCE_END, 1, ENDED_ON)
        assert lost.document == paper("end of the licence")
        place = found[label].places[-1]
        assert place is not None and place.transaction_hash == ENDED_IN


def test_pages__let_go_of__told_with_its_document_and_no_line_of_its_own(life: RightsLife) -> None:
    life.book.pool.let_go(EUROPEAN, TODAY)
    texts = reports_of(life.ledger, rights=life.book)
    page = Reader(texts["rights.html"])
    assert BECAUSE in page.text and ENDED_IN in page.text
    assert "EP20123456.4" not in {row["number"] for row in csv.DictReader(io.StringIO(texts["rights.csv"]))}
