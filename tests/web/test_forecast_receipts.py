# SPDX-License-Identifier: Apache-2.0
"""Receipts against a forecast: a life with restatements, told of a forecast it might have had."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal

import pytest
from fastapi.testclient import TestClient
from lxml import html

from regalia.domain.compile import compile_terms
from regalia.domain.terms.dues import PeriodAmount
from regalia.views.plain import figures, to_plain
from regalia.views.receipts import ReceiptsView, receipts_view
from regalia.web.app import create_app
from regalia.web.pages import Pages
from tests.web.lived_site import LivedSite, lived_site, once
from tests.web.shown import figures_on

pytestmark = pytest.mark.devnet
EXPECTED = [Decimal("250000"), Decimal("300000.5"), Decimal("1000000"), Decimal("7")]


def down(amount: Decimal | int, of: Decimal | int) -> Decimal:
    """The share at six decimals, the next one below where it is not exact: also below nothing."""
    return (Decimal(amount) / Decimal(of)).quantize(Decimal("0.000001"), ROUND_FLOOR)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> LivedSite:
    """Four quarters of forecast: the first the deal pays, and those after it."""
    life = once("oracle")
    schedule = compile_terms(life.terms).schedule
    quarters = [schedule.collection_period(schedule.opening + number) for number in range(len(EXPECTED))]
    forecast = [PeriodAmount(period=quarter, amount=amount) for quarter, amount in zip(quarters, EXPECTED, strict=True)]
    terms = life.terms.model_copy(update={"forecast": tuple(forecast)})
    return lived_site(tmp_path_factory.mktemp("forecast"), replace(life, terms=terms))


@pytest.fixture(scope="module")
def view(site: LivedSite) -> Iterator[ReceiptsView]:
    with site.now(site.ids[0]) as now:
        yield receipts_view(now)


def test_receipts__with_a_forecast__each_period_against_its_own(view: ReceiptsView) -> None:
    against = [line for line in view.periods if line.forecast is not None]
    assert [line.forecast for line in against] == EXPECTED
    told = [line for line in against if line.stands is not None]
    assert len(told) >= 2 and any(line.restated for line in told)
    for line in told:
        assert line.stands is not None and line.received is not None and line.forecast is not None
        assert line.stands == line.received + line.restated
        assert line.of_forecast == down(line.stands, line.forecast)
    expected = sum(line.forecast for line in told if line.forecast is not None)
    stood = sum(line.stands for line in told if line.stands is not None)
    assert (view.forecast, view.of_forecast) == (expected, down(stood, expected))


def test_page__with_a_forecast__draws_it_and_says_the_same_figures(site: LivedSite, view: ReceiptsView) -> None:
    client = TestClient(create_app(Pages(site.as_followed())), base_url="http://127.0.0.1")
    for lang in ("en", "zh"):
        page = client.get(f"/{lang}/deals/{site.ids[0]}/receipts").text
        shown = figures_on(page)
        assert shown.items() <= dict(figures(to_plain(view))).items()
        assert {"forecast", "of_forecast"} <= shown.keys()
        assert sum(key.startswith("periods.") and key.endswith(".forecast") for key in shown) == len(EXPECTED)
        (chart,) = (
            json.loads(text) for text in html.fromstring(page).xpath("//script[@type='application/json']/text()")
        )
        drawn = [float(value) for value in chart["series"][1]["values"] if value is not None]
        assert drawn == [float(amount) for amount in EXPECTED]
