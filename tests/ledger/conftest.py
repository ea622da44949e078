# SPDX-License-Identifier: Apache-2.0
"""One deal for all tests of the folder: none of them changes its chain."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regalia.chain.devnet import devnet
from regalia.chain.events import Event
from regalia.domain.terms import load_terms
from regalia.ledger.reading import read_events
from tests.ledger.life import DECEMBER_2023, Life, begin, live, sell_out
from tests.ledger.oracle_life import oracle_life
from tests.ledger.oracle_stage import ACCOUNTS as ORACLE_ACCOUNTS
from tests.ledger.oracle_stage import OracleStage
from tests.ledger.ordered_life import ACCOUNTS, OrderedLife, ordered_life
from tests.ledger.patents_life import patents_life
from tests.ledger.patents_stage import ACCOUNTS as PATENTS_ACCOUNTS
from tests.ledger.patents_stage import BEGIN, PatentsLife
from tests.ledger.whole_life import WholeLife, whole_life
from tests.mills import NOTES


@pytest.fixture(scope="session")
def lives() -> Iterator[tuple[Life, Life]]:
    """The notes over five quarters, and another deal of the same platform whose first report waits."""
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        notes = begin(chain, load_terms(NOTES))
        sell_out(notes)
        neighbour = begin(chain, load_terms(NOTES), notes.platform, salt=b"neighbour".ljust(32))
        sell_out(neighbour)
        neighbour.report(1, 1_000, [1])
        live(notes)
        yield notes, neighbour


@pytest.fixture(scope="session")
def life(lives: tuple[Life, Life]) -> Life:
    return lives[0]


@pytest.fixture(scope="session")
def neighbour(lives: tuple[Life, Life]) -> Life:
    return lives[1]


@pytest.fixture(scope="session")
def events(life: Life) -> tuple[Event, ...]:
    return tuple(read_events(life.chain.web3, life.record))


@pytest.fixture(scope="session")
def ordered() -> Iterator[OrderedLife]:
    with devnet(timestamp=DECEMBER_2023, accounts=ACCOUNTS) as chain:
        yield ordered_life(chain)


@pytest.fixture(scope="session")
def ordered_events(ordered: OrderedLife) -> tuple[Event, ...]:
    return tuple(read_events(ordered.life.chain.web3, ordered.life.record))


@pytest.fixture(scope="session")
def whole() -> Iterator[WholeLife]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield whole_life(chain)


@pytest.fixture(scope="session")
def whole_events(whole: WholeLife) -> tuple[Event, ...]:
    return tuple(read_events(whole.life.chain.web3, whole.life.record))


@pytest.fixture(scope="session")
def patents() -> Iterator[PatentsLife]:
    with devnet(timestamp=BEGIN, accounts=PATENTS_ACCOUNTS) as chain:
        yield patents_life(chain)


@pytest.fixture(scope="session")
def patents_events(patents: PatentsLife) -> tuple[Event, ...]:
    return tuple(read_events(patents.life.chain.web3, patents.life.record))


@pytest.fixture(scope="session")
def attested() -> Iterator[OracleStage]:
    with devnet(timestamp=DECEMBER_2023, accounts=ORACLE_ACCOUNTS) as chain:
        yield oracle_life(chain)


@pytest.fixture(scope="session")
def attested_events(attested: OracleStage) -> tuple[Event, ...]:
    return tuple(read_events(attested.life.chain.web3, attested.life.record))
