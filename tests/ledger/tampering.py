# SPDX-License-Identifier: Apache-2.0
"""One thing changed in what a verifier reads, and everything he then finds."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from regalia.chain.events import Event
from regalia.domain.terms import Terms, canonical_json, terms_from
from regalia.ledger.comparison import Difference
from regalia.ledger.replay import Replay, replay
from regalia.ledger.setup_views import compare_setup_views
from regalia.ledger.views import compare_views
from tests.ledger.life import Life

Change = Callable[[Any], Any]
STRANGER = "0x00000000000000000000000000000000DeaDBeef"


def plus(number: int) -> Change:
    return lambda value: value + number


def becomes(other: Any) -> Change:
    return lambda value: other


def flipped(data: bytes, at: int) -> bytes:
    """``data`` with one bit of the byte at ``at`` changed."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def altered(events: Sequence[Event], name: str, which: int, argument: str, change: Change) -> list[Event]:
    """The events with one argument of the ``which``-th event of that name changed."""
    chosen = [event for event in events if event.name == name][which]
    other = replace(chosen, args={**chosen.args, argument: change(chosen.args[argument])})
    assert other.args[argument] != chosen.args[argument]
    return [other if event is chosen else event for event in events]


def replayed(life: Life, events: Sequence[Event], terms: Terms | None = None) -> Replay:
    return replay(terms or life.terms, life.record, events)


def found_by_replay(life: Life, events: Sequence[Event], terms: Terms | None = None) -> list[Difference]:
    return replayed(life, events, terms).differences


def found_by_all(life: Life, events: Sequence[Event], terms: Terms | None = None) -> list[Difference]:
    """By the replay and the contracts' answers after it."""
    run = replayed(life, events, terms)
    block = life.chain.web3.eth.get_block("latest")
    compare_setup_views(life.chain.web3, block, run)
    compare_views(life.chain.web3, block, run)
    return run.differences


def places(differences: Sequence[Difference]) -> list[tuple[str, str]]:
    return [(difference.where, difference.what) for difference in differences]


def edited(terms: Terms, edit: Callable[[dict[str, Any]], object]) -> Terms:
    """The terms with their plain data edited."""
    data = json.loads(canonical_json(terms))
    edit(data)
    return terms_from(data)
