# SPDX-License-Identifier: Apache-2.0
"""Deals to which much happened, as their pages show them: figures are those of the views, and triggers measured what they answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient

from regalia.views.coverage import coverage_view
from regalia.views.deal import deal_view
from regalia.views.measured import measured
from regalia.views.payment_date import DateView, date_view
from regalia.views.plain import figures, to_plain
from regalia.views.receipts import receipts_view
from regalia.views.seen import DealNow
from regalia.web.app import create_app
from regalia.web.pages import Pages
from tests.web.lived_site import LivedSite, lived_site, once
from tests.web.shown import figures_on

pytestmark = pytest.mark.devnet
LIVES = ("whole", "met", "oracle", "patents")


@dataclass(frozen=True)
class Looked:
    """One life: its deal, and somebody who looks at it."""

    site: LivedSite
    client: TestClient

    @property
    def deal(self) -> str:
        return self.site.ids[0]

    def page(self, path: str = "", lang: str = "en") -> str:
        answer = self.client.get(f"/{lang}/deals/{self.deal}{path}")
        assert answer.status_code == 200, answer.text
        return answer.text


def looked(name: str, folder: pytest.TempPathFactory) -> Looked:
    site = lived_site(folder.mktemp(name), once(name))
    return Looked(site, TestClient(create_app(Pages(site.as_followed())), base_url="http://127.0.0.1"))


@pytest.fixture(scope="module", params=LIVES)
def life(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Looked:
    return looked(request.param, tmp_path_factory)


@pytest.fixture
def now(life: Looked) -> Iterator[DealNow]:
    with life.site.now(life.deal) as found:
        yield found


def test_measured__on_every_date_of_every_life__is_what_the_engine_answered(now: DealNow) -> None:
    counted = 0
    for index, done in enumerate(now.ledger.dates):
        for i, found in enumerate(measured(now.seen.story, index)):
            if found is not None:
                assert found.breached == bool(done.payment.state.history[i] & 1), (index, found)
                counted += 1
    assert counted >= len(now.ledger.dates)


def test_deal_page__of_every_life__has_figures_of_its_views(life: Looked, now: DealNow) -> None:
    view = dict(figures(to_plain(deal_view(now))))
    view |= {f"coverage.{key}": value for key, value in figures(to_plain(coverage_view(now)))}
    for lang in ("en", "zh"):
        shown = figures_on(life.page(lang=lang))
        assert {"outstanding", "received", "distributed", "cash.held", "as_of.block"} <= set(shown)
        assert any(key.startswith("triggers.") for key in shown) and any(key.startswith("coverage.") for key in shown)
        assert shown.items() <= view.items()


def test_date_pages__of_every_life__have_figures_of_their_views(life: Looked, now: DealNow) -> None:
    for done in now.ledger.dates:
        period = done.payment.report.period
        view = dict(figures(to_plain(date_view(now, period))))
        shown = figures_on(life.page(f"/dates/{period}"))
        assert {"funds.available", "funds.left", "steps.1.paid", "scheduled", "executed"} <= set(shown)
        assert shown.items() <= view.items()


def test_date_view__of_every_date__conserves_money(now: DealNow) -> None:
    for done in now.ledger.dates:
        found = date_view(now, done.payment.report.period)
        funds = found.funds
        into = funds.available + funds.drawn + funds.released
        assert into == funds.to_payees + funds.to_tranches + funds.to_accounts + funds.left
        assert sum(step.paid for step in found.steps) == into - funds.left
        assert found.steps[-1].remaining == funds.left
        for step in found.steps:
            assert sum(source.amount for source in step.sources) == step.paid
            assert step.shortfall == step.due - step.paid


def test_receipts_page__of_every_life__has_figures_of_its_view(life: Looked, now: DealNow) -> None:
    found = receipts_view(now)
    shown = figures_on(life.page("/receipts"))
    assert shown.items() <= dict(figures(to_plain(found))).items()
    assert sum(line.amount for line in found.payers) == sum(line.amount for line in found.licences) == found.paid_in


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    return looked("whole", tmp_path_factory)


@pytest.fixture(scope="module")
def patents(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    return looked("patents", tmp_path_factory)


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    return looked("oracle", tmp_path_factory)


def _date(life: Looked, period: int) -> DateView:
    with life.site.now(life.deal) as now:
        return date_view(now, period)


def test_date_view__of_a_short_quarter__has_support_shortfalls_and_steps_held_back(whole: Looked) -> None:
    found = _date(whole, 3)
    interest = next(step for step in found.steps if step.name == "Class A interest")
    assert [(source.kind, source.amount) for source in interest.sources] == [
        ("available", Decimal(10_000)),
        ("account", Decimal(9_200)),
    ]
    held = next(step for step in found.steps if step.name == "Class B interest")
    assert held.held is not None and held.held.barring == ("trap-50",) and held.shortfall > 0
    assert found.flags == ("trap-50",)
    page = whole.page("/dates/3")
    assert "held back while trap-50 is up" in page and "9,200.00 short of 9,200.00 due" in page


def test_coverage_view__of_the_patents__has_the_share_of_rights_invalidated(patents: Looked) -> None:
    with patents.site.now(patents.deal) as now:
        series = {found.id: found for found in coverage_view(now).triggers}
    points = {point.label: point for point in series["rights-invalidated"].points}
    assert (points["2025Q2"].value, points["2025Q2"].breached) == (Decimal("0.113476"), True)
    assert (points["2025Q3"].value, points["2025Q3"].breached) == (Decimal(0), False)
    assert series["limits"].unit == "count" and "legal-final" not in series


def test_date_view__with_a_right_invalidated__says_why(patents: Looked) -> None:
    facts = {fact.id: fact for fact in _date(patents, 2).facts}
    cause = facts["rights-invalidated"].causes[0]
    assert (cause.source, cause.act) == ("legal-event", "invalidated")
    assert len(cause.right) == 66 and len(cause.transaction) == 66


def test_receipts_view__after_restatements__says_what_stands(oracle: Looked) -> None:
    with oracle.site.now(oracle.deal) as now:
        lines = {line.label: line for line in receipts_view(now).periods}
    corrected = lines["2024Q1"]
    assert corrected.restated == Decimal(-400_000) and corrected.received is not None
    assert corrected.stands == corrected.received + corrected.restated
    assert lines["2025Q4"].state == "waiting"


def test_deal_view__of_a_deal_wound_up__says_so(whole: Looked) -> None:
    with whole.site.now(whole.deal) as now:
        found = deal_view(now)
    assert found.end is not None and found.waiting is None and found.next_payment is None
    assert [call.tranches for call in found.calls] == [("senior",)]
    assert found.in_default and found.dates[0].accelerated
    assert "The end" in whole.page()
