# SPDX-License-Identifier: Apache-2.0
"""What is paid, booked or told twice under one reference."""

from __future__ import annotations

import pytest

from regalia.reconciliation.model import Reason
from tests.reconciliation.made import Chain, booked, matched, open_as, reasons, said


def test_reconcile__paid_twice__all_open() -> None:
    lines = [booked(10, "EMI-1", bank_id="1"), booked(10, "EMI-1", bank_id="2")]
    result = matched([said(10, "EMI-1")], lines, [Chain().paid(10, "EMI-1")])
    assert reasons(result) == open_as(Reason.DUPLICATE_REFERENCE, 1, 2, 1)


def test_reconcile__two_escrow_payments__all_open() -> None:
    chain = Chain()
    payments = [chain.paid(10, "EMI-1"), chain.paid(10, "EMI-1")]
    result = matched([said(10, "EMI-1")], [booked(10, "EMI-1")], payments)
    assert reasons(result) == open_as(Reason.DUPLICATE_REFERENCE, 1, 1, 2)


def test_reconcile__same_event_given_twice__counts_once() -> None:
    payment = Chain().paid(10, "EMI-1")
    result = matched([said(10, "EMI-1")], [booked(10, "EMI-1")], [payment, payment])
    assert len(result.matched) == 1
    assert reasons(result) == open_as(Reason.DUPLICATE_REFERENCE, payments=1)


def test_reconcile__one_booking_in_two_bank_statements__counts_once() -> None:
    lines = [booked(10, "EMI-1", bank_id="7", file=name) for name in ("october.xml", "quarter.xml")]
    result = matched([said(10, "EMI-1")], lines, [Chain().paid(10, "EMI-1")])
    assert [m.line.source.name for m in result.matched] == ["october.xml"]
    assert reasons(result) == open_as(Reason.DUPLICATE_REFERENCE, lines=1)


@pytest.mark.parametrize("again", [10, 11])
def test_reconcile__licence_and_period_told_twice_under_one_reference__open(again: int) -> None:
    receipts = [said(10, "EMI-1"), said(again, "EMI-1", file="emi-again.csv")]
    result = matched(receipts, [booked(10, "EMI-1")], [Chain().paid(10, "EMI-1")])
    assert reasons(result) == open_as(Reason.DUPLICATE_REFERENCE, 2, 1, 1)


def test_reconcile__two_payers_with_one_reference_and_amount__open() -> None:
    receipts = [said(10, "ROYALTIES"), said(10, "ROYALTIES", "bmg")]
    chain = Chain()
    payments = [chain.paid(10, "ROYALTIES"), chain.paid(10, "ROYALTIES", "bmg")]
    result = matched(receipts, [booked(10, "ROYALTIES")], payments)
    assert reasons(result) == open_as(Reason.DUPLICATE_REFERENCE, 2, 1, 2)
