# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from regalia.ledger.model import DealLedger
from regalia.reports.portfolio import PortfolioLine, portfolio_lines, portfolio_sums
from tests.reports.replayed import statement_of
from tests.reports.stories import JUNIOR, MEZZANINE, NEWCOMER, SECOND_SENIOR, SENIOR, USD


def lines_of(ledger: DealLedger, holder: str) -> tuple[PortfolioLine, ...]:
    prices = {tranche.id: ledger.last_price(tranche.id) for tranche in ledger.terms.tranches}
    return portfolio_lines(statement_of(ledger, holder), ledger.terms, prices)


def test_portfolio__position_with_a_last_price__market_value_of_the_units_held(market: DealLedger) -> None:
    senior, mezzanine = lines_of(market, MEZZANINE)
    assert (senior.units, senior.last_price, senior.market_value) == (47, 101 * USD, 47 * 101 * USD)
    assert (mezzanine.units, mezzanine.last_price, mezzanine.market_value) == (2_500, None, None)


def test_portfolio__money_put_in__offering_desk_and_fees_less_what_was_sold(market: DealLedger) -> None:
    (seller,) = lines_of(market, SENIOR)
    assert (seller.cost, seller.invested) == (500_000 * USD, (500_000 - 9_950) * USD + 4_975_000)
    (taker,), (bidder,) = lines_of(market, NEWCOMER), lines_of(market, SECOND_SENIOR)
    earned = -bidder.invested
    assert earned > 0
    assert taker.invested == (300_000 + 9_950 - 4_040) * USD + earned
    assert (bidder.units, bidder.cost, bidder.market_value) == (0, 0, 0)


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
    assert (both.market_value, both.unpriced) == (0, 3)


def test_portfolio__price_of_some_tranches__value_of_these_and_how_many_have_none(market: DealLedger) -> None:
    (both,) = portfolio_sums(lines_of(market, MEZZANINE))
    assert (both.market_value, both.unpriced) == (47 * 101 * USD, 1)


def test_portfolio__nothing_held__no_line_and_no_sum(notes: DealLedger) -> None:
    assert lines_of(notes, "0x00000000000000000000000000000000DeaDBeef") == ()
    assert portfolio_sums(()) == ()
