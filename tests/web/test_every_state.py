# SPDX-License-Identifier: Apache-2.0
"""Every page of deals in every state, from nothing but their making on to after their end; and all of it on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from regalia.chain.events import Event
from regalia.ledger.index.schema import entry
from regalia.web.app import create_app
from regalia.web.pages import Pages
from tests.index.lives import Lived
from tests.support.postgres import Postgres
from tests.support.postgres import postgres_server as postgres_server
from tests.web.addresses import address, parameters, templates
from tests.web.lived_site import LivedSite, lived_site, once, site_in

pytestmark = pytest.mark.devnet
STRANGER = "0x" + "0" * 39 + "1"
CHOICES = {"ending": ("csv", "html"), "name": ("record.json", "terms.json", "log.csv", "rights.csv")}
LATER = {"/", "/healthz", "/api/orders", "/api/orders/{order}", "/{lang}/deals/{deal}/dates/{period}"}
"""They need a node, a board or a date, or are no page."""


def after(name: str, times: int = 1) -> Callable[[Sequence[Event]], int]:
    """How many events there are once an event was said so many times, with all of its block."""

    def found(events: Sequence[Event]) -> int:
        at = [event.block_number for event in events if event.name == name][times - 1]
        return sum(event.block_number <= at for event in events)

    return found


STATES: dict[str, tuple[str, Callable[[Sequence[Event]], int], str]] = {
    "made": ("met", lambda events: sum(e.block_number <= events[0].block_number for e in events), "offered"),
    "bid for": ("met", after("Subscribed"), "offered"),
    "lapsed": ("met", after("Subscribed"), "lapsed"),
    "sold": ("met", after("TrancheCleared"), "sold"),
    "closed": ("met", after("BooksOpened"), "live"),
    "paid once": ("whole", after("PaymentDateExecuted"), "live"),
    "convened": ("met", after("Convened"), "live"),
    "wound up": ("whole", len, "concluded"),
    "with rights, made": (
        "patents",
        lambda events: sum(e.block_number <= after("DealCreated")(events) for e in events) or 1,
        "offered",
    ),
    "with rights, closed": ("patents", after("BooksOpened"), "live"),
}
"""Of which life, how many of its events, and what the contract then answers."""


def state(name: str) -> tuple[Lived, str]:
    life, cut, status = STATES[name]
    lived = once(life)
    return replace(lived, events=lived.events[: cut(lived.events)]), status


def as_answered(site: LivedSite, status: str) -> LivedSite:
    site.seen = [replace(seen, snapshot=replace(seen.snapshot, status=status)) for seen in site.seen]
    return site


def looked_at(site: LivedSite) -> Iterator[str]:
    """Every page, in one language: words are no matter of states."""
    (seen,) = site.seen
    with site.database.reading() as connection:
        last = connection.scalar(select(func.max(entry.c.wallet)).where(entry.c.deal == seen.deal.id))
    known = {"lang": "en", "deal": seen.deal.terms.id, "tranche": seen.deal.terms.tranches[-1].id}
    for template in templates():
        if template in LATER or template.startswith("/api/prepare"):
            continue
        named = [name for name in parameters(template) if name in CHOICES]
        for chosen in product(*(CHOICES[name] for name in named)):
            path = address(template, {**known, "address": last or STRANGER, **dict(zip(named, chosen, strict=True))})
            yield f"{path}?deal={known['deal']}" if "/investor/" in path and "." in path else path
    for done in seen.story.ledger.dates:
        yield f"/en/deals/{known['deal']}/dates/{done.payment.report.period}"
    yield f"/en/investor/{STRANGER}"


def is_there(site: LivedSite) -> int:
    """How many addresses have something; what there is nothing of is 404, and nothing fails."""
    found = 0
    with TestClient(create_app(Pages(site.as_followed())), base_url="http://127.0.0.1") as client:
        for path in looked_at(site):
            answer = client.get(path)
            assert answer.status_code in (200, 404), (path, answer.status_code, answer.text[:500])
            missing = "statement" in path or "tax" in path or "rights.csv" in path
            assert answer.status_code == 200 or missing, path
            found += answer.status_code == 200
    return found


@pytest.mark.parametrize("name", STATES)
def test_pages__of_a_deal_in_any_state__are_there(tmp_path: Path, name: str) -> None:
    lived, status = state(name)
    site = as_answered(lived_site(tmp_path, lived), status)
    assert is_there(site) >= 14
    site.database.close()


@pytest.mark.parametrize("name", ["wound up", "with rights, closed"])
def test_pages__of_postgresql__are_those_of_sqlite(tmp_path: Path, postgres_server: Postgres, name: str) -> None:
    lived, status = state(name)
    one = as_answered(lived_site(tmp_path, lived), status)
    other = as_answered(site_in(postgres_server.database(), lived), status)
    with (
        TestClient(create_app(Pages(one.as_followed())), base_url="http://127.0.0.1") as first,
        TestClient(create_app(Pages(other.as_followed())), base_url="http://127.0.0.1") as second,
    ):
        for path in looked_at(one):
            assert first.get(path).text == second.get(path).text, path
    one.database.close()
    other.database.close()
