# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from regalia.ledger.model import DealLedger
from regalia.ledger.place import Place
from regalia.ledger.replayed_books import ReplayedBooks
from regalia.ledger.trade_model import Trade
from regalia.reports.holder_flows import PPM
from regalia.reports.portfolio import PortfolioLine, portfolio_lines, portfolio_sums
from tests.reports.replayed import statement_of
from tests.reports.stories import JUNIOR, MEZZANINE, NEWCOMER, SECOND_SENIOR, SENIOR, USD

LEFT = 47 * 101 * USD * 699_353 // 838_708
"""Of units that were traded at 101 when 83.8708% of the balance were outstanding; of these 69.9353% are left."""


def lines_of(ledger: DealLedger, holder: str) -> tuple[PortfolioLine, ...]:
    return portfolio_lines(ReplayedBooks(ledger), statement_of(ledger, holder), ledger.last_trades())


def test_portfolio__position_with_a_last_price__value_of_the_units_held(market: DealLedger) -> None:
    senior, mezzanine = lines_of(market, MEZZANINE)
    assert (senior.units, senior.last_price, senior.value) == (47, 101 * USD, LEFT)
    assert (mezzanine.units, mezzanine.last_price, mezzanine.value) == (2_500, None, None)


def test_portfolio__money_put_in__offering_desk_and_fees_less_what_was_sold(market: DealLedger) -> None:
    (seller,) = lines_of(market, SENIOR)
    assert (seller.cost, seller.invested) == (500_000 * USD, (500_000 - 9_950) * USD + 4_975_000)
    (taker,), (bidder,) = lines_of(market, NEWCOMER), lines_of(market, SECOND_SENIOR)
    earned = -bidder.invested
    assert earned > 0
    assert taker.invested == (300_000 + 9_950 - 4_040) * USD + earned
    assert (bidder.units, bidder.cost, bidder.value) == (0, 0, 0)


def test_portfolio__income__claimed_taxed_and_left_as_in_the_statement(market: DealLedger) -> None:
    statement = statement_of(market, NEWCOMER)
    (line,) = lines_of(market, NEWCOMER)
    assert (line.income, line.claimed, line.tax, line.unclaimed) == (
        statement.income,
        statement.claimed,
        statement.tax,
        statement.unclaimed,
    )
    assert line.income == line.claimed + line.unclaimed
    assert line.outstanding_down == statement.positions[0].outstanding_down > 0
    assert (line.deal, line.deal_name, line.tranche_name) == (
        "mills-notes",
        market.terms.name,
        "Class A Senior Notes",
    )


def test_portfolio__several_deals__one_sum_a_currency(notes: DealLedger, market: DealLedger, trust: DealLedger) -> None:
    lines = [line for ledger in (notes, market, trust) for line in lines_of(ledger, JUNIOR)]
    (both,) = portfolio_sums(lines)
    assert both.currency == notes.terms.money
    assert both.cost == sum(statement_of(ledger, JUNIOR).cost for ledger in (notes, market, trust))
    assert both.income == sum(statement_of(ledger, JUNIOR).income for ledger in (notes, market, trust))
    assert (both.value, both.unpriced) == (0, 3)


def test_portfolio__price_of_some_tranches__value_of_these_and_how_many_have_none(market: DealLedger) -> None:
    (both,) = portfolio_sums(lines_of(market, MEZZANINE))
    assert (both.value, both.unpriced) == (LEFT, 1)


@pytest.mark.parametrize("story", ["notes", "orders", "whole", "market"])
def test_portfolio__traded_before_principal_was_repaid__value_of_what_is_left(
    story: str, request: pytest.FixtureRequest
) -> None:
    """Bought by the first payment date at 90 a unit: what is repaid since is not counted again."""
    ledger = request.getfixturevalue(story)
    books, start = ReplayedBooks(ledger), ledger.events[0]
    first = Place(start.block_number, start.transaction_hash, 0, start.timestamp)
    last = {tranche.id: Trade(tranche.id, "0xa", "0xb", 1, 90 * USD, first) for tranche in ledger.terms.tranches}
    lines = [line for wallet in books.wallets() for line in portfolio_lines(books, statement_of(ledger, wallet), last)]
    factors = {tranche.id: [p.pool_factor for p in books.payments(tranche.id)][-1] for tranche in ledger.terms.tranches}
    for line in lines:
        factor = factors[line.tranche]
        assert line.value == 90 * USD * line.units * (PPM if factor is None else factor) // PPM
    (both,) = portfolio_sums(lines)
    assert both.value == sum(line.value or 0 for line in lines) and both.unpriced == 0
    assert both.value < sum(90 * USD * line.units for line in lines)


def test_portfolio__nothing_held__no_line_and_no_sum(notes: DealLedger) -> None:
    assert lines_of(notes, "0x00000000000000000000000000000000DeaDBeef") == ()
    assert portfolio_sums(()) == ()
