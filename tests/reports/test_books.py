# SPDX-License-Identifier: Apache-2.0
"""Statements are made from what any books answer, and from nothing else."""

from __future__ import annotations

import pytest

from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger.holding import Books, Holding, PaidBy, TranchePayment
from regalia.ledger.model import DealLedger
from regalia.ledger.place import Place
from regalia.ledger.replayed_books import ReplayedBooks
from regalia.ledger.trade_model import Trade
from regalia.reports import statement_for
from regalia.reports.names import Names
from regalia.reports.periods_csv import periods_csv
from regalia.reports.statement_csv import statement_csv
from regalia.reports.statement_page import statement_page
from regalia.reports.write import reports_of
from tests import mills
from tests.chain.records import address
from tests.reports.chronicle import Chronicle
from tests.reports.stories import JUNIOR, LABELS, NEWCOMER, SECOND_SENIOR, SENIOR, WHOLE, whole_story
from tests.reports.test_pages import Reader


class OnlyAsked:
    """Answers what ``Books`` promise, and has nothing beside it."""

    def __init__(self, books: Books) -> None:
        self.__books = books

    @property
    def terms(self) -> Terms:
        return self.__books.terms

    @property
    def record(self) -> DeploymentRecord:
        return self.__books.record

    @property
    def as_of(self) -> Place | None:
        return self.__books.as_of

    def holding(self, tranche: str, wallet: str) -> Holding | None:
        return self.__books.holding(tranche, wallet)

    def payments(self, tranche: str) -> tuple[TranchePayment, ...]:
        return self.__books.payments(tranche)

    def trades(self, wallet: str) -> tuple[Trade, ...]:
        return self.__books.trades(wallet)

    def halted_until(self, wallet: str) -> int:
        return self.__books.halted_until(wallet)

    def wallets(self) -> tuple[str, ...]:
        return self.__books.wallets()


@pytest.mark.parametrize("story", ["notes", "trust", "orders", "whole", "market"])
def test_statement__from_any_books__what_stands_among_the_reports(story: str, request: pytest.FixtureRequest) -> None:
    ledger: DealLedger = request.getfixturevalue(story)
    books, texts = OnlyAsked(ReplayedBooks(ledger)), reports_of(ledger)
    names = Names(books)
    for holder in books.wallets():
        statement = statement_for(books, holder)
        stem = holder.lower()
        assert statement_csv(statement, books.terms, names) == texts[f"statements/{stem}.csv"]
        assert periods_csv(statement, books.terms, names) == texts[f"periods/{stem}.csv"]
        alone, among = Reader(statement_page(statement, books.terms, names)), Reader(texts[f"statements/{stem}.html"])
        assert alone.text.split() == among.text.replace("All reports of this deal", "").split()


def test_statement_page__of_books_alone__leads_to_no_other_file(notes: DealLedger) -> None:
    books = ReplayedBooks(notes)
    page = Reader(statement_page(statement_for(books, SENIOR), notes.terms, Names(notes, LABELS)))
    targets = {attributes.get("id") for _, attributes in page.elements}
    links = [attributes["href"] or "" for attributes in page.all("a")]
    assert links
    assert {link[0] for link in links} == {"#"}
    assert {link[1:] for link in links} <= targets


def test_books__stranger__no_holding_and_no_account_opened(notes: DealLedger) -> None:
    books, stranger = ReplayedBooks(notes), address(999)
    assert [books.holding(tranche.id, stranger) for tranche in notes.terms.tranches] == [None] * 3
    assert books.trades(stranger) == ()
    assert all(stranger not in book.accounts for book in notes.books.values())


def test_books__payments__each_with_what_the_tranche_was_paid(whole: DealLedger) -> None:
    books = ReplayedBooks(whole)
    senior, deferred = books.payments("senior"), books.payments("deferred")
    assert [payment.by for payment in senior] == [PaidBy.DATE] * 4 + [PaidBy.CALL, PaidBy.DATE, PaidBy.CONCLUSION]
    # the call repaid the senior class alone
    assert [payment.by for payment in deferred] == [PaidBy.DATE] * 5 + [PaidBy.CONCLUSION]
    (call,) = whole.calls
    assert sum(senior[4].parts) == call.paid[0]
    assert senior[4].premium == call.premium[0] > 0
    assert [payment.period for payment in deferred] == [1, 2, 3, 4, 5, None]


def test_books__units_burnt_later__supply_of_each_payment_as_it_was_then() -> None:
    deal = Chronicle(WHOLE)
    deal.ledger = whole_story()
    before = ReplayedBooks(deal.ledger).payments("senior")
    deal.block = 500
    deal.redeem("senior", SENIOR, 700, "request 9")
    after = ReplayedBooks(deal.ledger).payments("senior")
    assert deal.ledger.books["senior"].supply == 300
    assert [payment.supply for payment in after] == [payment.supply for payment in before] == [1_000] * 7


def test_books__before_closing__no_units_of_the_tranche_yet() -> None:
    deal = Chronicle(mills.NOTES)
    deal.subscribe("senior", SENIOR, 10)
    holding = ReplayedBooks(deal.ledger).holding("senior", SENIOR)
    assert holding is not None
    assert (holding.tranche_units, holding.pool_factor, holding.units) == (0, None, 0)


def test_books__halted_holder__until_when_as_of_the_last_event(orders: DealLedger) -> None:
    books = ReplayedBooks(orders)
    assert books.halted_until(JUNIOR) == orders.halted[0].until
    assert books.halted_until(SENIOR) == 0


def test_books__trades__of_both_sides_in_order(market: DealLedger) -> None:
    books = ReplayedBooks(market)
    assert books.trades(NEWCOMER) == tuple(market.trades)
    assert books.trades(SENIOR) == (market.trades[0],)
    assert books.trades(SECOND_SENIOR) == ()


def test_books__bid_that_was_taken_up__still_a_holding(market: DealLedger) -> None:
    holding = ReplayedBooks(market).holding("senior", SECOND_SENIOR)
    assert holding is not None
    assert (holding.units, holding.deliveries) == (0, ())
