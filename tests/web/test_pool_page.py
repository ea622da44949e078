# SPDX-License-Identifier: Apache-2.0
"""The pool of the deal on patents, after all that can happen to rights behind a deal: without a node."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, Decimal

import pytest
from fastapi.testclient import TestClient

from regalia.views.plain import figures, to_plain
from regalia.views.pool import PoolView, pool_view
from regalia.web.app import create_app
from regalia.web.pages import Pages
from tests.web.lived_site import LivedSite, lived_site, once
from tests.web.shown import figures_on

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def patents(tmp_path_factory: pytest.TempPathFactory) -> LivedSite:
    return lived_site(tmp_path_factory.mktemp("patents"), once("patents"))


@pytest.fixture(scope="module")
def view(patents: LivedSite) -> PoolView:
    with patents.now("patents") as now:
        return pool_view(now)


@pytest.fixture(scope="module")
def reader(patents: LivedSite) -> Iterator[TestClient]:
    with TestClient(create_app(Pages(patents.as_followed())), base_url="http://127.0.0.1") as found:
        yield found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_page__of_rights__has_the_figures_of_the_view(reader: TestClient, view: PoolView, lang: str) -> None:
    shown = figures_on(reader.get(f"/{lang}/deals/patents/pool").text)
    assert {"base", "limits.rights-stale.share", "facts.pool-value.today"} <= set(shown)
    assert shown.items() <= dict(figures(to_plain(view))).items()


def test_view__of_rights__adds_up(view: PoolView) -> None:
    rights = view.rights
    assert view.count == len(rights) == 6 and view.lost is not None
    assert view.base == sum(right.base for right in rights) == sum(line.base for line in view.by_status)
    assert view.value == sum(right.value for right in rights) + view.lost
    assert sum(line.count for line in view.by_status) == 6
    assert sum(line.base for line in view.by_owner) == view.base
    assert sum(line.base for line in view.by_licensee) == view.base


def test_view__of_limits__says_which_is_broken(view: PoolView) -> None:
    broken = {line.id: line for line in view.limits if line.broken}
    assert list(broken) == ["rights-stale"] and view.limits_broken == 1
    assert broken["rights-stale"].share > broken["rights-stale"].most
    stale = sum(right.value for right in view.rights if "stale" in right.conditions)
    assert broken["rights-stale"].share == (stale / view.value).quantize(Decimal("0.000001"), ROUND_CEILING)


def test_view__of_what_was_said__has_an_invalidation_with_its_document_and_transaction(view: PoolView) -> None:
    (found,) = [event for event in view.events if event.what == "legal-invalidated"]
    assert found.day == date(2025, 7, 3) and len(found.document) == len(found.transaction) == 66
    days = [event.day for event in view.events]
    assert days == sorted(days, key=lambda day: day or date.min, reverse=True) and view.events_left == 0


@pytest.mark.parametrize(
    ("what", "times"),
    [("title-transferred", 1), ("lien-released", 2), ("repurchased", 1), ("substituted", 1), ("lost", 1)],
)
def test_view__of_what_was_said__names_how_rights_came_and_went(view: PoolView, what: str, times: int) -> None:
    found = [event for event in view.events if event.what == what]
    assert len(found) >= times and all(event.transaction for event in found)
