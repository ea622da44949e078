# SPDX-License-Identifier: Apache-2.0
"""One bank line for several receipts of a payer."""

from __future__ import annotations

from regalia.reconciliation.model import Reason
from tests.reconciliation.made import Chain, booked, matched, open_as, reasons, said


def test_reconcile__one_line_for_a_payers_licences__each_with_its_own_escrow_payment() -> None:
    chain = Chain()
    receipts = [said(10, "EMI-Q3"), said(20, "EMI-Q3", "emi-film"), said(5, "EMI-Q3", "emi-print")]
    payments = [chain.paid(n, "EMI-Q3", who) for n, who in ((10, "emi"), (20, "emi-film"), (5, "emi-print"))]
    line = booked(35, "EMI-Q3")
    result = matched(receipts, [line], payments)
    assert result.open == ()
    assert [(m.receipt.licence, m.amount) for m in result.matched] == [
        ("emi", 10_000_000),
        ("emi-film", 20_000_000),
        ("emi-print", 5_000_000),
    ]
    assert all(m.line == line for m in result.matched)


def test_reconcile__one_escrow_payment_of_a_batch_missing__all_of_it_open() -> None:
    chain = Chain()
    receipts = [said(10, "EMI-Q3"), said(20, "EMI-Q3", "emi-film")]
    result = matched(receipts, [booked(30, "EMI-Q3")], [chain.paid(10, "EMI-Q3")])
    assert result.matched == ()
    assert reasons(result) == open_as(Reason.NO_ESCROW_PAYMENT, 2, 1, 1)
    assert "no payment into the escrow was found for licence emi-film" in result.open[0].detail


def test_reconcile__batch_a_cent_short__all_of_it_open() -> None:
    chain = Chain()
    receipts = [said(10, "EMI-Q3"), said(20, "EMI-Q3", "emi-film")]
    payments = [chain.paid(10, "EMI-Q3"), chain.paid(20, "EMI-Q3", "emi-film")]
    result = matched(receipts, [booked("29.99", "EMI-Q3")], payments)
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 2, 1, 2)


def test_reconcile__two_payers_share_reference_and_line__no_batch() -> None:
    chain = Chain()
    receipts = [said(10, "Q3-2024"), said(20, "Q3-2024", "bmg")]
    payments = [chain.paid(10, "Q3-2024"), chain.paid(20, "Q3-2024", "bmg")]
    result = matched(receipts, [booked(30, "Q3-2024")], payments)
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 2, 1, 2)


def test_reconcile__reference_that_never_changes__a_batch_each_period() -> None:
    chain = Chain()
    receipts, lines, payments = [], [], []
    for n in (1, 2, 3):
        receipts += [said(10 * n, "EMI-7", period=f"2024Q{n}"), said(n, "EMI-7", "emi-film", period=f"2024Q{n}")]
        lines.append(booked(11 * n, "EMI-7"))
        payments += [chain.paid(10 * n, "EMI-7"), chain.paid(n, "EMI-7", "emi-film")]
    result = matched(receipts, lines, payments)
    assert (len(result.matched), result.open) == (6, ())


def test_reconcile__line_could_be_one_receipt_or_a_batch__neither_is_taken() -> None:
    chain = Chain()
    receipts = [
        said(10, "EMI-7"),
        said(20, "EMI-7", "emi-film"),
        said(30, "EMI-7", "emi-print", period="2024Q2", file="emi-2024Q2.csv"),
    ]
    payments = [chain.paid(n, "EMI-7", who) for n, who in ((10, "emi"), (20, "emi-film"), (30, "emi-print"))]
    result = matched(receipts, [booked(30, "EMI-7")], payments)
    assert reasons(result) == open_as(Reason.AMBIGUOUS, 3, 1, 3)
    # a second line of that amount pays the other
    assert len(matched(receipts, [booked(30, "EMI-7")] * 2, payments).matched) == 3


def test_reconcile__whole_and_parts_paid__nothing_is_reported_twice() -> None:
    chain = Chain()
    receipts = [said(10, "EMI-7"), said(20, "EMI-7", "emi-film")]
    payments = [chain.paid(10, "EMI-7"), chain.paid(20, "EMI-7", "emi-film")]
    result = matched(receipts, [booked(n, "EMI-7") for n in (10, 20, 30)], payments)
    assert reasons(result) == open_as(Reason.DUPLICATE_REFERENCE, 2, 3, 2)
