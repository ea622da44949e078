# SPDX-License-Identifier: Apache-2.0
"""A statement printed from the index is the one printed from the replay, to the byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from regalia.chain.events import Event
from regalia.domain.terms import Terms
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.reader import IndexReader
from regalia.ledger.reading import read_events
from regalia.ledger.replayed_books import ReplayedBooks
from regalia.reports import Statement, statement_for
from regalia.reports.names import Names
from regalia.reports.periods_csv import periods_csv
from regalia.reports.statement_csv import statement_csv
from regalia.reports.statement_page import statement_page
from regalia.reports.statement_pdf import statement_pdf
from regalia.reports.tax_csv import tax_csv
from tests.ledger.life import Life
from tests.ledger.ordered_life import OrderedLife
from tests.ledger.tampering import replayed
from tests.ledger.whole_life import WholeLife
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet
PRINTED: Sequence[Callable[[Statement, Terms, Names], str | bytes]] = (
    statement_page,
    statement_csv,
    periods_csv,
    tax_csv,
    statement_pdf,
)


def differing(life: Life, events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """Holders and what of theirs is printed otherwise from the index; at least one holder is compared."""
    books = ReplayedBooks(replayed(life, events).ledger)
    assert books.wallets()
    database = open_database("sqlite://", life.record.chain_id, life.record.genesis_hash)
    deal = Indexer(database, life.chain.web3, life.record, life.terms).catch_up()
    with database.reading() as connection:
        indexed = IndexReader(connection, deal)
        assert indexed.wallets() == books.wallets()
        for wallet in books.wallets():
            one, other = statement_for(indexed, wallet), statement_for(books, wallet)
            for print_ in PRINTED:
                if print_(one, life.terms, Names(indexed)) != print_(other, life.terms, Names(books)):
                    yield wallet, print_.__name__
    database.close()


def test_statements__deal_with_orders_tax_and_redemption__same_bytes_from_either(
    ordered: OrderedLife, ordered_events: tuple[Event, ...]
) -> None:
    assert list(differing(ordered.life, ordered_events)) == []


def test_statements__deal_with_a_default_a_call_and_an_end__same_bytes_from_either(
    whole: WholeLife, whole_events: tuple[Event, ...]
) -> None:
    assert list(differing(whole.life, whole_events)) == []


def test_statements__last_word_is_the_registrys__same_bytes_from_either(ordered: OrderedLife) -> None:
    life = ordered.life
    with undone(life.chain):
        ordered.admit(life.investors[1], 826, 4)
        events = read_events(life.chain.web3, life.record)
        assert events[-1].address == life.record.investor_registry.address
        assert list(differing(life, events)) == []
