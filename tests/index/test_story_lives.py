# SPDX-License-Identifier: Apache-2.0
"""The story of every life, told from its index without the holders, has the payment dates that the replay of everything finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from regalia.chain.events import Event
from regalia.domain.rights.day import today_of
from regalia.ledger.model import ExecutedDate
from regalia.ledger.replay import Replay, replay
from regalia.ledger.story.story import NAMES as TOLD
from regalia.ledger.story.story import Story, story_of, tell
from regalia.ledger.story.typed import events_of
from regalia.reports.rights.portfolio import portfolio_of
from tests.index.folding import Indexed, by_block, index
from tests.index.lives import NAMES, Lived, lived

pytestmark = pytest.mark.devnet
_SAME = ("calls", "concluded", "receipts", "support", "halted", "closed", "proceeds", "program", "clearings")
"""Of a ledger, what is nobody's own."""


@pytest.fixture(scope="module", params=NAMES)
def life(request: pytest.FixtureRequest) -> Lived:
    return lived(request.param)


@pytest.fixture(scope="module")
def indexed(life: Lived) -> Iterator[Indexed]:
    with index(life.terms, life.record) as found:
        found.fold(by_block(life.events))
        yield found


@pytest.fixture(scope="module")
def whole(life: Lived) -> Replay:
    return replay(life.terms, life.record, life.events)


@pytest.fixture(scope="module")
def story(life: Lived, indexed: Indexed) -> Story:
    return story_of(indexed.connection, indexed.deal, life.events[-1].block_number)


def without_holders(done: ExecutedDate) -> ExecutedDate:
    """Units burnt and taxes withdrawn are holders' own."""
    return replace(done, supply=(), owed_to_authority=0)


def test_events__of_the_index__are_those_of_the_chain(life: Lived, indexed: Indexed) -> None:
    told = [
        event for event in life.events if event.name in TOLD and event.address != life.record.investor_registry.address
    ]
    found = events_of(indexed.connection, indexed.deal.id, life.events[-1].block_number, TOLD)
    assert [_without_hash(event) for event in found] == [_without_hash(event) for event in told]


def test_story__of_every_life__finds_no_difference(story: Story) -> None:
    assert list(story.differences) == []
    assert story.comparisons > 100


def test_story__of_every_life__has_the_dates_of_the_replay(story: Story, whole: Replay) -> None:
    assert [without_holders(d) for d in story.ledger.dates] == [without_holders(d) for d in whole.ledger.dates]
    for name in _SAME:
        assert getattr(story.ledger, name) == getattr(whole.ledger, name), name
    assert story.ledger.deal.state == whole.ledger.deal.state
    assert story.run.payees == whole.run.payees


def test_story__of_every_life__has_the_oracles_stream(story: Story, whole: Replay) -> None:
    for name in (
        "signers",
        "pending",
        "proposed",
        "restatements",
        "told",
        "struck",
        "disputes",
        "past",
        "double_signings",
    ):
        assert getattr(story.ledger.stream, name) == getattr(whole.ledger.stream, name), name


def test_story__of_every_life__has_the_rights_of_the_replay(life: Lived, story: Story, whole: Replay) -> None:
    rights, expected = story.rights, whole.run.rights
    assert (rights is None) == (expected is None)
    if rights is None or expected is None or expected.holdings(life.record.deal.address) is None:
        return
    today = today_of(life.events[-1].timestamp)
    assert portfolio_of(story.ledger, rights, today) == portfolio_of(whole.ledger, expected, today)


def test_story__with_an_altered_payment_date__finds_the_difference(life: Lived) -> None:
    events = [
        replace(event, args={**event.args, "available": event.args["available"] + 1})
        if event.name == "PaymentDateExecuted"
        else event
        for event in life.events
    ]
    assert any(event.name == "PaymentDateExecuted" for event in events)
    found = tell(life.terms, life.record, events)
    assert "available funds" in {difference.what for difference in found.differences}


def _without_hash(event: Event) -> Event:
    return replace(event, block_hash="")
