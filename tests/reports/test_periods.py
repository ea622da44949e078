# SPDX-License-Identifier: Apache-2.0
"""Statements period by period: each line begins where the one before ended, and every figure has its order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports import UnreconciledError
from regalia.reports.entries import EntryKind
from regalia.reports.names import Names
from regalia.reports.periods import PeriodLine
from regalia.reports.periods_csv import HEADER, periods_csv
from tests.reports.replayed import holders_of, statement_of
from tests.reports.stories import LABELS, MEZZANINE, NEWCOMER, SECOND_SENIOR, SENIOR, orders_story
from tests.reports.test_csv import read

INTEREST = 14_222_222_222
"""800,000 at 8% for 80 days of 360, in millionths."""


def lines(ledger: DealLedger, holder: str) -> tuple[PeriodLine, ...]:
    return statement_of(ledger, holder).positions[0].periods


def test_periods__every_holder__each_line_begins_where_the_one_before_ended(
    notes: DealLedger, orders: DealLedger
) -> None:
    for ledger in (notes, orders):
        for holder in holders_of(ledger):
            for position in statement_of(ledger, holder).positions:
                found = position.periods
                for before, after in pairwise(found):
                    assert after.opening_units == before.closing_units
                    assert after.opening_unclaimed == before.closing_unclaimed
                assert (found[0].opening_units, found[0].opening_unclaimed) == (0, 0)
                assert (found[-1].closing_units, found[-1].closing_unclaimed) == (
                    position.closing_units,
                    position.unclaimed,
                )
                assert sum(line.income for line in found) == position.income
                assert sum(line.claimed for line in found) == position.claimed
                assert sum(line.tax for line in found) == position.tax


def test_periods__units__by_what_brought_and_took_them(orders: DealLedger) -> None:
    first, second = lines(orders, SENIOR)
    assert (first.period, first.collected, first.units_by(EntryKind.ISSUED)) == (1, "2023Q4", 4_999)
    assert (second.opening_units, second.units_by(EntryKind.FORCED_OUT)) == (4_999, -999)
    assert (second.units_by(EntryKind.TRANSFER_IN), second.closing_units) == (100, 4_100)
    assert second.orders == ("court 2/24",)
    assert first.orders == ()


def test_periods__interest_per_unit__what_the_step_paid_over_the_units(orders: DealLedger) -> None:
    first = lines(orders, SENIOR)[0]
    assert first.per_unit is not None
    # 14,222.222222 over 8,000 units is 1.77777777775
    assert first.per_unit.interest == Decimal("1.777777777750")
    assert first.per_unit.residual == 0
    assert first.interest == INTEREST * 4_999 // 8_000


def test_periods__forced_transfer__income_goes_by_order_and_the_rest_stays(orders: DealLedger) -> None:
    assert lines(orders, SENIOR)[1].carried == -1_000_000
    assert lines(orders, SECOND_SENIOR)[1].carried == 1_000_000


def test_periods__claim__gross_tax_and_net_in_the_period_of_the_claim(orders: DealLedger) -> None:
    first, second = lines(orders, SECOND_SENIOR)
    assert (first.claimed, first.tax, first.net) == (0, 0, 0)
    assert second.claimed == first.income
    assert (second.tax, second.net) == (first.income // 10, first.income - first.income // 10)


def test_periods__after_the_last_date__a_line_without_a_period(orders: DealLedger) -> None:
    *_, last = lines(orders, NEWCOMER)
    assert (last.period, last.per_unit, last.income) == (None, None, 0)
    assert last.claimed > 0
    assert last.closing_unclaimed == 0


def test_periods__recovery__units_and_income_leave_one_wallet_and_enter_the_other(orders: DealLedger) -> None:
    lost, fresh = lines(orders, MEZZANINE), lines(orders, NEWCOMER)
    assert [line.closing_units for line in lost] == [2_500, 0]
    assert lost[1].units_by(EntryKind.RECOVERED_OUT) == -2_500
    assert lost[1].carried == -lost[0].closing_unclaimed == -fresh[0].carried < 0
    assert fresh[0].units_by(EntryKind.RECOVERED_IN) == 2_500
    assert (fresh[0].period, fresh[0].orders) == (2, ("request 3",))


def test_statement__frozen_units_and_wallet__as_they_stand(orders: DealLedger) -> None:
    senior = statement_of(orders, SENIOR).positions[0]
    lost = statement_of(orders, MEZZANINE).positions[0]
    assert (senior.frozen_units, senior.wallet_frozen) == (700, False)
    assert (lost.frozen_units, lost.wallet_frozen) == (0, True)


def test_statement__carried_income_lost__refused() -> None:
    ledger = orders_story()
    forced = next(move for move in ledger.transfers if move.income_in)
    ledger.transfers[ledger.transfers.index(forced)] = replace(forced, income_in=forced.income_in - 1)
    with pytest.raises(UnreconciledError, match=r"income = claimed \+ unclaimed, senior of 0x.*a difference of -1"):
        statement_of(ledger, SECOND_SENIOR)


def test_periods_csv__every_row__adds_up_when_read_back(orders: DealLedger) -> None:
    units = HEADER[HEADER.index("opening_units") : HEADER.index("closing_units")]
    for holder in holders_of(orders):
        for row in read(periods_csv(statement_of(orders, holder), orders.terms, Names(orders, LABELS))):
            assert sum(int(row[column]) for column in units) == int(row["closing_units"])
            gross = Decimal(row["interest"]) + Decimal(row["principal"]) + Decimal(row["residual"])
            assert gross == Decimal(row["gross"])
            owed = Decimal(row["opening_unclaimed"]) + gross + Decimal(row["carried"]) - Decimal(row["claimed"])
            assert owed == Decimal(row["closing_unclaimed"])
            assert Decimal(row["claimed"]) - Decimal(row["tax"]) == Decimal(row["net"])


def test_periods_csv__a_row__names_period_orders_and_per_unit(orders: DealLedger) -> None:
    first, second = read(periods_csv(statement_of(orders, SENIOR), orders.terms, Names(orders, LABELS)))
    assert (first["period"], first["collection_period"], first["issued"]) == ("1", "2023Q4", "4999")
    assert first["interest_per_unit"] == "1.777777777750"
    assert (second["orders"], second["forced_out"], second["carried"]) == ("court 2/24", "-999", "-1.000000")
