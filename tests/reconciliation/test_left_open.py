# SPDX-License-Identifier: Apache-2.0
"""What has no counterpart, what was taken back, and what can't count at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regalia.reconciliation.match import open_inputs
from regalia.reconciliation.model import Reason
from tests.reconciliation.made import DAY, Chain, booked, matched, open_as, reasons, said


def test_reconcile__statement_alone__says_what_was_looked_for() -> None:
    lines = [booked(1, "A"), booked(2, "B", on=DAY + timedelta(5))]
    (item, *_) = matched([said(271_000, "EMI-1")], lines, []).open
    assert item.reason is Reason.NO_BANK_LINE
    assert item.detail == (
        "statement emi-2024Q3.csv says 271,000.00 USD for licence emi for 2024Q3, reference EMI-1: "
        "no credit of that amount that pays nothing else was booked between 2024-10-15 and 2024-10-20"
    )


def test_reconcile__bank_line_alone__no_statement() -> None:
    (item,) = matched([], [booked("0.5", "hello", bank_id="77")], []).open
    assert item.reason is Reason.NO_STATEMENT
    assert item.detail == (
        "credit of 0.50 USD booked on 2024-10-15 (bank.xml, bank id 77), on which is written 'hello': no statement tells of it"
    )


def test_reconcile__escrow_payment_alone__no_bank_line_for_it() -> None:
    (item,) = matched([], [], [Chain().paid("0.000001", "x")]).open
    assert item.reason is Reason.NO_BANK_LINE_FOR_PAYMENT
    assert "payment of 0.000001 USD into the escrow for licence emi on 2024-10-15" in item.detail
    assert "between 2024-10-05 and 2024-10-25" in item.detail


def test_reconcile__bank_line_and_payment_without_statement__both_say_so() -> None:
    result = matched([], [booked(5, "hello")], [Chain().paid(5, "x")])
    assert reasons(result) == open_as(Reason.NO_STATEMENT, lines=1, payments=1)


def test_reconcile__payment_and_statement_without_bank_line__two_reasons() -> None:
    result = matched([said(5, "EMI-1")], [], [Chain().paid(5, "EMI-1")])
    assert reasons(result) == {
        "receipts": [Reason.NO_BANK_LINE],
        "lines": [],
        "payments": [Reason.NO_BANK_LINE_FOR_PAYMENT],
    }


def test_reconcile__payment_missing__statement_and_line_say_so() -> None:
    result = matched([said(5, "EMI-1")], [booked(5, "EMI-1")], [])
    assert reasons(result) == open_as(Reason.NO_ESCROW_PAYMENT, 1, 1)


def test_reconcile__paid_for_the_wrong_licence__the_sentence_names_the_reference() -> None:
    result = matched([said(5, "EMI-1")], [booked(5, "EMI-1")], [Chain().paid(5, "EMI-1", "bmg")])
    assert result.matched == ()
    (item,) = [item for item in result.open if item.payment]
    assert "with the reference EMI-1, under which no statement has anything to pay for that licence" in item.detail


def test_reconcile__licence_of_no_deal__its_line_and_payment_as_well() -> None:
    result = matched([said(5, "X-001", "nobody")], [booked(5, "X-001")], [Chain().paid(5, "X-001", "nobody")])
    assert reasons(result) == open_as(Reason.UNKNOWN_LICENCE, 1, 1, 1)


def test_reconcile__licence_of_no_deal_beside_a_good_one__the_good_one_matches() -> None:
    receipts = [said(5, "X-001", "nobody"), said(6, "X-001")]
    result = matched(receipts, [booked(5, "X-001"), booked(6, "X-001")], [Chain().paid(6, "X-001")])
    assert len(result.matched) == 1
    assert reasons(result) == open_as(Reason.UNKNOWN_LICENCE, 1, 1)


@pytest.mark.parametrize("net", [0, -5])
def test_reconcile__nothing_to_pay__open_and_never_matched(net: int) -> None:
    (item,) = matched([said(net, "EMI-1")], [], []).open
    assert item.reason is Reason.NO_BANK_LINE
    assert "nothing is to be paid on it" in item.detail


def test_reconcile__debit__no_business_of_ours() -> None:
    assert matched([], [booked(-5, "rent")], []).open == ()


@pytest.mark.parametrize(("bank_id", "written"), [("7", "return of funds"), ("8", "emi/1")])
def test_reconcile__credit_taken_back__all_open_as_reversed(bank_id: str, written: str) -> None:
    lines = [
        booked(5, "EMI-1", bank_id="7"),
        booked(-5, written, bank_id=bank_id, on=DAY + timedelta(1), reversal=True),
    ]
    result = matched([said(5, "EMI-1")], lines, [Chain().paid(5, "EMI-1")])
    assert reasons(result) == {
        "receipts": [Reason.REVERSED],
        "lines": [Reason.REVERSED, Reason.REVERSED],
        "payments": [Reason.REVERSED],
    }


def test_reconcile__credit_of_another_period_taken_back__this_one_only_waits() -> None:
    lines = [booked(5, "EMI-1"), booked(-5, "EMI-1", on=DAY + timedelta(1), reversal=True)]
    result = matched([said(5, "EMI-1", period="2024Q2"), said(6, "EMI-1")], lines, [])
    assert reasons(result)["receipts"] == [Reason.NO_BANK_LINE, Reason.REVERSED]


def test_reconcile__paid_again_after_the_reversal__the_second_credit_counts() -> None:
    days = [DAY + timedelta(n) for n in range(3)]
    lines = [
        booked(5, "EMI-1", bank_id="7", on=days[0]),
        booked(-5, "EMI-1", bank_id="7", on=days[1], reversal=True),
        booked(5, "EMI-1", bank_id="9", on=days[2]),
    ]
    result = matched([said(5, "EMI-1")], lines, [Chain().paid(5, "EMI-1")])
    assert [m.line.bank_id for m in result.matched] == ["9"]
    assert reasons(result) == open_as(Reason.REVERSED, lines=2)


@pytest.mark.parametrize("written", ["OTHER-1", "NOTPROVIDED"])
def test_reconcile__reversal_of_something_else__the_credit_counts(written: str) -> None:
    lines = [booked(5, "EMI-1", "NOTPROVIDED", bank_id="7"), booked(-5, written, bank_id="8", reversal=True)]
    result = matched([said(5, "EMI-1")], lines, [Chain().paid(5, "EMI-1")])
    assert len(result.matched) == 1
    assert reasons(result) == open_as(Reason.REVERSED, lines=1)
    assert "that report is to be restated" in result.open[0].detail


def test_reconcile__debit_taken_back__no_royalties() -> None:
    result = matched([said(5, "EMI-1")], [booked(5, "EMI-1", reversal=True)], [])
    assert reasons(result)["lines"] == [Reason.REVERSED]
    assert result.matched == ()


def test_open_inputs__of_a_month__match_in_the_next() -> None:
    chain = Chain()
    receipt, line, payment = said(5, "EMI-1"), booked(5, "EMI-1"), chain.paid(5, "EMI-1")
    first = matched([receipt], [line, booked(-1)], [])
    receipts, lines, payments = open_inputs(first)
    assert (receipts, lines, payments) == ((receipt,), (line,), ())
    second = matched(receipts, lines, [payment])
    assert (len(second.matched), second.open) == (1, ())
