# SPDX-License-Identifier: Apache-2.0
"""The lives of ``tests/ledger`` as their events, each from a local chain of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms, load_terms
from regalia.ledger.reading import read_events
from tests.ledger import life, met_stage, oracle_stage, ordered_life, patents_stage
from tests.ledger.book_life import book_life
from tests.ledger.met_life import met_life
from tests.ledger.oracle_life import oracle_life
from tests.ledger.patents_life import patents_life
from tests.ledger.trade_life import trade_life
from tests.ledger.whole_life import whole_life
from tests.mills import NOTES


@dataclass(frozen=True)
class Lived:
    terms: Terms
    record: DeploymentRecord
    events: tuple[Event, ...]


def _notes(chain: Devnet) -> life.Life:
    notes = life.begin(chain, load_terms(NOTES))
    life.sell_out(notes)
    life.live(notes)
    return notes


_LIVES: dict[str, tuple[Callable[[Devnet], life.Life], int, int]] = {
    "notes": (_notes, 25, life.DECEMBER_2023),
    "book": (lambda chain: book_life(chain).life, 25, life.DECEMBER_2023),
    "met": (lambda chain: met_life(chain).life, met_stage.ACCOUNTS, life.DECEMBER_2023),
    "trade": (lambda chain: trade_life(chain).life, 25, life.DECEMBER_2023),
    "ordered": (lambda chain: ordered_life.ordered_life(chain).life, ordered_life.ACCOUNTS, life.DECEMBER_2023),
    "whole": (lambda chain: whole_life(chain).life, 25, life.DECEMBER_2023),
    "oracle": (lambda chain: oracle_life(chain).life, oracle_stage.ACCOUNTS, life.DECEMBER_2023),
    "patents": (lambda chain: patents_life(chain).life, patents_stage.ACCOUNTS, patents_stage.BEGIN),
}
"""How each is lived, accounts of its chain, and the second it begins."""
NAMES = tuple(_LIVES)


def lived(name: str) -> Lived:
    live, accounts, begins = _LIVES[name]
    with devnet(timestamp=begins, accounts=accounts) as chain:
        found = live(chain)
        return Lived(found.terms, found.record, tuple(read_events(chain.web3, found.record)))
