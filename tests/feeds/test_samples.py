# SPDX-License-Identifier: Apache-2.0
"""The samples of data/ip: read whole, and taken by the registry in the order in which things happened."""

from __future__ import annotations

import pytest

from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.gates import Door, value_at_gate
from regalia.domain.rights.number import describe
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.words import Act, Kind, Status
from regalia.feeds import (
    EventProposal,
    Known,
    Matter,
    MatterProposal,
    load_portfolio,
    load_valuations,
    read_legal_status,
)
from regalia.feeds.records import right_of
from tests.feeds.conftest import SAMPLES, TODAY

LATER = 20271231
FILES = ("cnipa-events.csv", "inpadoc-events.csv", "st27-events.json", "st96-events.xml")
TOLD_FROM_FILING_ON = ("CN102019010990202", "CN102021010990707", "KR102019000099010")


@pytest.fixture
def registry() -> Registry:
    return load_portfolio(SAMPLES / "portfolio-licence-back.yaml", TODAY).registry


def happen(registry: Registry, right: bytes, act: Act, day: int) -> None:
    """What no gazette tells, reported by attestors."""
    number = len(registry.known(right).steps) + 1
    document = bytes([number]) + right[:31]
    registry.take(LegalEvent(right, number, act, day, 0, b"", document), LATER)


def take(registry: Registry, name: str) -> tuple[int, list[MatterProposal]]:
    """Reports the events of a file; how many, and the matters that are left to people."""
    known = {r.id: Known(r.status, r.entry.jurisdiction, r.kind) for r in registry.rights.values()}
    proposals = read_legal_status(SAMPLES / name, known)
    events = [proposal for proposal in proposals if isinstance(proposal, EventProposal)]
    for event in events:
        registry.take(event.event(len(registry.known(event.right).steps) + 1), LATER)
    return len(events), [proposal for proposal in proposals if isinstance(proposal, MatterProposal)]


def begin(registry: Registry) -> None:
    """Works subsist; applications that no sample tells of were filed."""
    for right in list(registry.rights.values()):
        if right.kind is Kind.SOFTWARE:
            happen(registry, right.id, Act.SUBSISTING, right.entry.priority)
        elif right.id not in [right_of(number) for number in TOLD_FROM_FILING_ON]:
            happen(registry, right.id, Act.FILED, right.entry.priority)


def test_samples__events_read_in_turn__registry_takes_every_one(registry: Registry) -> None:
    begin(registry)
    told = {name: take(registry, name) for name in FILES}
    assert [events for events, _ in told.values()] == [10, 7, 5, 7]
    assert [[matter.matter for matter in matters] for _, matters in told.values()] == [
        [Matter.LIEN, Matter.LIEN, Matter.LICENCE],
        [Matter.LIEN_RELEASE],
        [],
        [],
    ]
    standing = {describe(right.id): right.status for right in registry.rights.values()}
    assert standing["CN 10 2017 010990303"] is Status.INVALIDATED
    assert standing["CN 20 2019 020990808"] is Status.IN_FORCE, "lapsed, then restored"
    assert standing["EP 10 2018 000990912"] is Status.IN_FORCE, "held for Germany, lapsed in France alone"
    assert standing["KR 10 2019 000099010"] is Status.IN_FORCE
    assert standing["CN 10 2021 010990707"] is Status.INVALIDATED
    assert standing["CN 10 2019 010990202"] is Status.IN_FORCE


def test_portfolio__licence_back__may_back_a_deal_of_the_originator(registry: Registry) -> None:
    right = right_of("CN201810990101.6")
    happen(registry, right, Act.FILED, 20180514)
    happen(registry, right, Act.GRANTED, 20200804)
    found = registry.known(right)
    assert value_at_gate(Door("originator", "cny", 20301231, TODAY), found, licence=1) == 24_000_000_00
    into, back = found.licences
    assert (into.words.licensee, back.words.licensor, back.words.licensee) == ("originator", "originator", "company-a")
    assert (back.words.parent, back.words.share, back.words.rate) == (1, 10**6, 120_000)


def test_portfolio__sample__several_jurisdictions_kinds_and_a_group(registry: Registry) -> None:
    rights = registry.rights.values()
    assert len(rights) == 12
    assert {right.entry.jurisdiction for right in rights} == {"CN", "DE", "KR"}
    assert len({right.kind for right in rights}) == 4
    grouped = {
        licence.words.licensee for r in rights for licence in r.licences if licence.words.group == "north-holding"
    }
    assert grouped == {"company-b", "company-d"}


def test_valuations__sample__entered_on_top_of_the_portfolio(registry: Registry) -> None:
    report = load_valuations(SAMPLES / "valuation-2026-09.yaml", 20261001, sellers=["company-a"])
    for act in report.acts("valuer", "CNY"):
        registry.take(act, 20261001)
    newest = registry.known(right_of("CN201610990505.6")).valuation
    assert newest is not None
    assert (newest.amount, newest.until) == (26_800_000_50, 20270930)
