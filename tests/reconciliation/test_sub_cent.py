# SPDX-License-Identifier: Apache-2.0
"""Sales reports add up to fractions of a cent, and a payer transfers whole ones: rounded either way, and never by a cent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regalia.reconciliation.convert import near_net
from regalia.reconciliation.model import Reason
from regalia.statements.model import ONE
from tests.reconciliation.made import DAY, Chain, amount, booked, matched, open_as, reasons, said

NET = "123.456789"
EUR = {"EUR": amount("1.1")}


@pytest.mark.parametrize("reference", ["EMI-1", ""])
@pytest.mark.parametrize("paid", ["123.45", "123.46", NET])
def test_reconcile__net_below_the_cent__what_was_paid_counts(paid: str, reference: str) -> None:
    result = matched([said(NET, reference)], [booked(paid, reference)], [Chain().paid(paid, reference)])
    assert result.open == ()
    assert [(m.amount, m.rate, m.receipt.net) for m in result.matched] == [(amount(paid) // 10**6, ONE, amount(NET))]


@pytest.mark.parametrize("paid", ["123.44", "123.47", "123.455", "123.456788", "123.4568"])
def test_reconcile__a_cent_off_or_rounded_to_no_cent__differs(paid: str) -> None:
    result = matched([said(NET, "EMI-1")], [booked(paid, "EMI-1")], [Chain().paid(paid, "EMI-1")])
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 1, 1, 1)


@pytest.mark.parametrize(("at_bank", "in_escrow"), [("123.45", "123.46"), ("123.46", "123.45"), ("123.46", NET)])
@pytest.mark.parametrize("reference", ["EMI-1", ""])
def test_reconcile__escrow_got_another_rounding_than_the_bank__never_matched(
    at_bank: str, in_escrow: str, reference: str
) -> None:
    payment = Chain().paid(in_escrow, reference)
    result = matched([said(NET, reference)], [booked(at_bank, reference)], [payment])
    assert result.matched == ()
    assert not reference or reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 1, 1, 1)


def test_reconcile__whole_cents__equal_or_not_at_all() -> None:
    for paid in ("123.45", "123.47", "123.465"):
        result = matched([said("123.46", "EMI-1")], [booked(paid, "EMI-1")], [Chain().paid(paid, "EMI-1")])
        assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 1, 1, 1)


@pytest.mark.parametrize(
    ("currency", "paid", "in_escrow"),
    [("EUR", "123.46", "135.806"), ("JPY", "123", "135.3"), ("KWD", "123.457", "135.8027")],
)
def test_reconcile__account_in_the_statements_currency__its_minor_units(
    currency: str, paid: str, in_escrow: str
) -> None:
    chain, rate = Chain(), {currency: amount("1.1")}
    payment = chain.paid(in_escrow, "EMI-1")
    receipt = said(NET, "EMI-1", currency=currency)
    result = matched([receipt], [booked(paid, "EMI-1", currency=currency)], [payment], rate)
    assert [m.amount for m in result.matched] == [payment.amount]
    without = said(NET, currency=currency)
    assert len(matched([without], [booked(paid, currency=currency)], [payment], rate).matched) == 1


@pytest.mark.parametrize(
    ("line", "payments"), [("46.79", ("12.34", "34.45")), ("46.8", ("12.35", "34.45")), ("46.8", ("12.344", "34.456"))]
)
def test_reconcile__batch__each_near_its_net_and_together_the_line(line: str, payments: tuple[str, str]) -> None:
    receipts, chain = [said("12.345", "EMI-1"), said("34.451", "EMI-1", "emi-film")], Chain()
    paid = [chain.paid(value, "EMI-1", who) for value, who in zip(payments, ("emi", "emi-film"), strict=True)]
    result = matched(receipts, [booked(line, "EMI-1")], paid)
    assert (result.open, [m.amount for m in result.matched]) == ((), [p.amount for p in paid])


@pytest.mark.parametrize(
    ("line", "payments"),
    [
        ("46.79", ("12.34", "34.46")),  # a cent more than the bank got
        ("46.8", ("12.34", "34.45")),  # a cent less
        ("46.8", ("12.33", "34.47")),  # together the line, but neither is its net
        ("46.81", ("12.35", "34.46")),  # each rounded up, and together more than a cent
    ],
)
def test_reconcile__batch_that_does_not_add_up__all_of_it_open(line: str, payments: tuple[str, str]) -> None:
    receipts, chain = [said("12.345", "EMI-1"), said("34.451", "EMI-1", "emi-film")], Chain()
    paid = [chain.paid(value, "EMI-1", who) for value, who in zip(payments, ("emi", "emi-film"), strict=True)]
    result = matched(receipts, [booked(line, "EMI-1")], paid)
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 2, 1, 2)


def test_reconcile__batch_with_a_net_in_whole_cents__that_one_exactly() -> None:
    receipts, chain = [said(10, "EMI-1"), said("20.005", "EMI-1", "emi-film")], Chain()
    good = [chain.paid(10, "EMI-1"), chain.paid("20.01", "EMI-1", "emi-film")]
    assert matched(receipts, [booked("30.01", "EMI-1")], good).open == ()
    bad = [chain.paid("10.005", "EMI-1"), chain.paid("20.005", "EMI-1", "emi-film")]
    assert reasons(matched(receipts, [booked("30.01", "EMI-1")], bad)) == open_as(Reason.AMOUNT_DIFFERS, 2, 1, 2)


def test_reconcile__batch_below_the_tokens_unit__each_rounded_down_as_a_receipt_alone() -> None:
    receipts, chain = [said("10.0000019", "EMI-1"), said("9.9999981", "EMI-1", "emi-film")], Chain()
    paid = [chain.paid("10.000001", "EMI-1"), chain.paid("9.999998", "EMI-1", "emi-film")]
    assert matched(receipts, [booked(20, "EMI-1")], paid).open == ()


def test_reconcile__batch_in_the_statements_currency__converted_together() -> None:
    receipts = [said("12.345", "EMI-1", currency="EUR"), said("34.451", "EMI-1", "emi-film", currency="EUR")]
    chain, line = Chain(), booked("46.8", "EMI-1", currency="EUR")
    paid = [chain.paid("13.585", "EMI-1"), chain.paid("37.895", "EMI-1", "emi-film")]
    assert matched(receipts, [line], paid, EUR).open == ()
    short = [paid[0], chain.paid("37.894", "EMI-1", "emi-film")]
    assert reasons(matched(receipts, [line], short, EUR)) == open_as(Reason.AMOUNT_DIFFERS, 2, 1, 2)


def test_reconcile__batch_whose_payments_have_no_reference__by_amount() -> None:
    receipts, chain = [said("12.345", "EMI-1"), said("34.451", "EMI-1", "emi-film")], Chain()
    paid = [chain.paid("12.35"), chain.paid("34.45", licence="emi-film")]
    result = matched(receipts, [booked("46.8", "EMI-1")], paid)
    assert (result.open, [m.by_reference for m in result.matched]) == ((), [False, False])
    again = [*paid, chain.paid("12.344", on=DAY + timedelta(1))]
    assert reasons(matched(receipts, [booked("46.8", "EMI-1")], again)) == open_as(Reason.AMBIGUOUS, 2, 1, 3)


@pytest.mark.parametrize("reference", ["CONTRACT-7", ""])
@pytest.mark.parametrize("other", ["123.451", "123.46", "123.45"])
def test_reconcile__two_nets_that_round_to_one_amount__ambiguous(reference: str, other: str) -> None:
    paid = "123.45" if other == "123.45" else "123.46"
    receipts = [said(NET, reference), said(other, reference, period="2024Q2")]
    result = matched(receipts, [booked(paid, reference)], [Chain().paid(paid, reference)])
    assert reasons(result) == open_as(Reason.AMBIGUOUS, 2, 1, 1)


def test_reconcile__two_nets_that_round_to_one_amount__told_by_their_references() -> None:
    receipts, chain = [said(NET, "EMI-1"), said("123.451", "EMI-2", period="2024Q2")], Chain()
    paid = [chain.paid("123.45", "EMI-2"), chain.paid("123.46", "EMI-1")]
    result = matched(receipts, [booked("123.46", "EMI-1"), booked("123.45", "EMI-2")], paid)
    assert {m.receipt.reference: m.amount for m in result.matched} == {"EMI-1": 123_460_000, "EMI-2": 123_450_000}


def test_reconcile__as_many_equal_payments_as_nets_that_round_to_them__whichever_is_whose() -> None:
    receipts, chain = [said(NET, "CONTRACT-7"), said("123.451", "CONTRACT-7", period="2024Q2")], Chain()
    paid = [chain.paid("123.46", "CONTRACT-7") for _ in range(2)]
    result = matched(receipts, [booked("123.46", "CONTRACT-7") for _ in range(2)], paid)
    assert [m.amount for m in result.matched] == [123_460_000] * 2


def test_reconcile__nothing_reached_the_escrow__the_line_is_found_though_rounded() -> None:
    result = matched([said(NET)], [booked("123.46")], [])
    assert reasons(result) == open_as(Reason.NO_ESCROW_PAYMENT, 1, 1)


def test_reconcile__rounded_credit_taken_back__its_receipt_says_so() -> None:
    lines = [booked("123.46", "EMI-1"), booked("-123.46", "EMI-1", on=DAY + timedelta(1), reversal=True)]
    assert reasons(matched([said(NET, "EMI-1")], lines, []))["receipts"] == [Reason.REVERSED]


@pytest.mark.parametrize(
    ("net", "decimals", "first", "last"),
    [
        (NET, 6, 123_446_790, 123_466_788),
        (NET, 2, 12_345, 12_346),
        (NET, 0, 123, 123),
        ("123.996", 0, 123, 124),
        ("123.46", 6, 123_460_000, 123_460_000),
        ("123.456", 18, 123_446 * 10**15 + 1, 123_466 * 10**15 - 1),
    ],
)
def test_near_net__token__less_than_a_cent_either_way(net: str, decimals: int, first: int, last: int) -> None:
    found = near_net(amount(net), "USD", decimals)
    assert (found.start, found.stop - 1) == (first, last)
