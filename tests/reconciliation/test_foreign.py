# SPDX-License-Identifier: Apache-2.0
"""Statements in another currency than the payment token's, at a stated rate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regalia.errors import RegaliaError
from regalia.reconciliation.convert import amount_down
from regalia.reconciliation.model import Reason
from regalia.reconciliation.rules import Rules
from regalia.statements.model import ONE
from tests.reconciliation.made import DAY, Chain, amount, booked, matched, open_as, reasons, said

EUR = {"EUR": amount("1.0823")}


@pytest.mark.parametrize(
    ("net", "rate", "decimals", "expected"),
    [
        ("271000", "1", 6, 271_000_000_000),
        ("0.000000999999", "1", 6, 0),
        ("100", "1.0823", 2, 10_823),
        ("33.335", "1.5", 2, 5_000),
        ("33.335", "1.5", 0, 50),
        ("0.000000000001", "0.5", 18, 500_000),
    ],
)
def test_amount_down__of_a_net__one_rounding(net: str, rate: str, decimals: int, expected: int) -> None:
    assert amount_down(amount(net), amount(rate), decimals) == expected


@pytest.mark.parametrize(("rate", "decimals"), [(0, 6), (-ONE, 6), (ONE, -1)])
def test_amount_down__without_a_rate_or_decimals__refused(rate: int, decimals: int) -> None:
    with pytest.raises(RegaliaError, match="must be"):
        amount_down(ONE, rate, decimals)


def test_reconcile__bank_converted__amount_and_rate_told() -> None:
    chain = Chain()
    result = matched(
        [said(100, "EMI-1", currency="EUR")], [booked("108.23", "EMI-1")], [chain.paid("108.23", "EMI-1")], EUR
    )
    assert [(m.amount, m.rate) for m in result.matched] == [(108_230_000, EUR["EUR"])]


def test_reconcile__bank_account_in_the_foreign_currency__exact_there_and_converted_in_the_escrow() -> None:
    chain = Chain()
    lines = [booked(100, "EMI-1", currency="EUR")]
    assert matched([said(100, "EMI-1", currency="EUR")], lines, [chain.paid("108.23", "EMI-1")], EUR).open == ()
    result = matched([said("100.01", "EMI-1", currency="EUR")], lines, chain.payments, EUR, tolerance_ppm=1_000)
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 1, 1, 1)


@pytest.mark.parametrize(
    ("at_bank", "matches"), [("108.01354", True), ("108.01353", False), ("108.44646", True), ("108.44647", False)]
)
def test_reconcile__bank_differs_within_the_tolerance__what_reached_the_escrow_counts(
    at_bank: str, matches: bool
) -> None:
    receipts, lines = [said(100, "EMI-1", currency="EUR")], [booked(at_bank, "EMI-1")]
    result = matched(receipts, lines, [Chain().paid(at_bank, "EMI-1")], EUR, tolerance_ppm=2_000)
    if matches:
        assert [m.amount for m in result.matched] == [amount(at_bank) // 10**6]
    else:
        assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 1, 1, 1)


def test_reconcile__escrow_got_less_than_the_bank__open_whatever_the_tolerance() -> None:
    payment = Chain().paid("108.22", "EMI-1")
    receipts, lines = [said(100, "EMI-1", currency="EUR")], [booked("108.23", "EMI-1")]
    result = matched(receipts, lines, [payment], EUR, tolerance_ppm=2_000)
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 1, 1, 1)


def test_reconcile__tolerance__none_in_the_payment_currency() -> None:
    payment = Chain().paid("99.99", "EMI-1")
    result = matched([said(100, "EMI-1")], [booked("99.99", "EMI-1")], [payment], tolerance_ppm=2_000)
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 1, 1, 1)


@pytest.mark.parametrize("currency", ["USD", "EUR"])
@pytest.mark.parametrize("reference", ["EMI-1", ""])
def test_reconcile__no_rate__open_with_what_is_lacking(currency: str, reference: str) -> None:
    line = booked(100, reference, currency=currency)
    result = matched([said(100, reference, currency="EUR")], [line], [Chain().paid(100, "EMI-1")])
    if reference or currency == "EUR":
        found = next(item for item in result.open if item.receipt)
        assert found.reason is Reason.NO_RATE
        assert "no rate of EUR to USD is known for" in found.detail
    assert result.matched == ()


def test_reconcile__paid_in_a_third_currency__open() -> None:
    line, payment = booked(100, "EMI-1", currency="GBP"), Chain().paid(100, "EMI-1")
    for currency in ("USD", "EUR"):
        result = matched([said(100, "EMI-1", currency=currency)], [line], [payment], EUR)
        assert reasons(result) == open_as(Reason.CURRENCY_DIFFERS, 1, 1, 1)


def test_reconcile__foreign_batch__escrow_payments_add_up_to_the_line() -> None:
    receipts = [said(100, "EMI-1", currency="EUR"), said(50, "EMI-1", "emi-film", currency="EUR")]
    chain = Chain()
    payments = [chain.paid("108.23", "EMI-1"), chain.paid("54.115", "EMI-1", "emi-film")]
    assert matched(receipts, [booked("162.345", "EMI-1")], payments, EUR).open == ()
    result = matched(receipts, [booked("162.35", "EMI-1")], payments, EUR, tolerance_ppm=1_000)
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 2, 1, 2)


def test_reconcile__foreign_without_a_reference__by_amount_at_the_rate() -> None:
    chain = Chain()
    payment = chain.paid("108.23", "bank-77")
    result = matched([said(100, currency="EUR")], [booked("108.23", "thanks")], [payment], EUR)
    assert [m.by_reference for m in result.matched] == [False]
    result = matched([said(100, currency="EUR")], [booked(100, "thanks", currency="EUR")], [payment], EUR)
    assert [m.by_reference for m in result.matched] == [False]


def test_reconcile__rates_of_two_days_make_one_payment_fit_two_receipts__neither_gets_it() -> None:
    later = DAY + timedelta(1)
    receipts = [said(100, currency="EUR", period="2024Q2"), said(84, currency="EUR")]
    lines, payment = [booked(105), booked(105, on=later)], Chain().paid(105)
    result = matched(receipts, lines, [payment], lambda _, day: amount("1.25" if day == later else "1.05"))
    assert reasons(result) == open_as(Reason.AMBIGUOUS, 2, 2, 1)


@pytest.mark.parametrize(("name", "value"), [("window_days", -1), ("tolerance_ppm", -1), ("tolerance_ppm", 10**6)])
def test_reconcile__limits_that_make_no_sense__refused(name: str, value: int) -> None:
    limits = {"window_days": 10, "tolerance_ppm": 0} | {name: value}
    with pytest.raises(RegaliaError, match=f"{name}: {value}: must be"):
        Rules({}, int, "USD", 6, lambda currency, day: None, str.encode, limits["window_days"], limits["tolerance_ppm"])
