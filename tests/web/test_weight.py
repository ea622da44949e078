# SPDX-License-Identifier: Apache-2.0
"""No page is heavier than it may be, and the bench found all of them quick and light with very many holders."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bench.index import EVENTS, HOLDERS
from bench.web import FIGURES, GOAL
from bench.web_weight import MOST, weight
from regalia.demo.sample import Sample
from tests.web.addresses import address, templates

RECORDED: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
PAGES = [
    path for path in templates() if path.startswith("/{lang}/") and "." not in path and not path.endswith("/status")
]


def weighed(client: TestClient, sample: Sample, template: str) -> int:
    values = {
        "lang": "zh",
        "deal": sample.deal.terms.id,
        "tranche": "senior",
        "period": str(sample.deal.contracts.deal.functions.nextPeriod().call() - 1),
        "address": sample.people["senior_investor_1"],
    }
    return weight(client, address(template, values))


@pytest.mark.parametrize("template", PAGES)
def test_page__with_all_that_it_brings__is_light(client: TestClient, sample: Sample, template: str) -> None:
    assert 1_000 < weighed(client, sample, template) < MOST


def test_bench__of_pages__was_of_as_many_holders_as_it_should() -> None:
    assert (RECORDED["holders"], RECORDED["events"] > EVENTS * 0.99) == (HOLDERS, True)


@pytest.mark.parametrize("name", RECORDED["pages"])
def test_page__of_very_many_holders__quick_and_light(name: str) -> None:
    found = RECORDED["pages"][name]
    assert found["milliseconds"] < GOAL and found["bytes"] < MOST


def test_weight__of_a_page_that_is_none__is_refused(client: TestClient) -> None:
    with pytest.raises(ValueError, match="/en/nothing: 404"):
        weight(client, "/en/nothing")
