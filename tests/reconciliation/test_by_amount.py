# SPDX-License-Identifier: Apache-2.0
"""Money that has no reference in common: by amount and date, where nothing else can be meant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regalia.reconciliation.model import Reason
from tests.reconciliation.made import DAY, Chain, booked, matched, open_as, reasons, said


@pytest.mark.parametrize("days", [-10, 0, 10])
def test_reconcile__no_reference_and_dates_near__matched(days: int) -> None:
    result = matched([said(271)], [booked(271, "royalties")], [Chain().paid(271, "x", on=DAY + timedelta(days))])
    assert [m.by_reference for m in result.matched] == [False]
    assert result.open == ()


@pytest.mark.parametrize("days", [-11, 11])
def test_reconcile__dates_apart__each_open(days: int) -> None:
    result = matched([said(271)], [booked(271, "royalties")], [Chain().paid(271, "x", on=DAY + timedelta(days))])
    assert reasons(result) == {
        "receipts": [Reason.NO_ESCROW_PAYMENT],
        "lines": [Reason.NO_ESCROW_PAYMENT],
        "payments": [Reason.NO_BANK_LINE_FOR_PAYMENT],
    }


def test_reconcile__line_by_reference_and_payment_by_amount__matched() -> None:
    result = matched([said(271, "EMI-1")], [booked(271, "EMI-1")], [Chain().paid(271)])
    assert [m.by_reference for m in result.matched] == [False]


def test_reconcile__payment_by_reference_and_line_by_amount__matched() -> None:
    result = matched([said(271, "EMI-1")], [booked(271, "royalties")], [Chain().paid(271, "EMI-1")])
    assert [m.by_reference for m in result.matched] == [False]


def test_reconcile__line_bears_another_receipts_reference__not_taken_for_its_amount() -> None:
    chain = Chain()
    receipts = [said(271, "EMI-1"), said(300, "BMG-1", "bmg")]
    lines = [booked(271, "BMG-1")]
    result = matched(receipts, lines, [chain.paid(271, "EMI-1")])
    assert result.matched == ()
    assert reasons(result) == {
        "receipts": [Reason.NO_BANK_LINE, Reason.AMOUNT_DIFFERS],
        "lines": [Reason.AMOUNT_DIFFERS],
        "payments": [Reason.NO_BANK_LINE_FOR_PAYMENT],
    }


def test_reconcile__two_periods_of_one_amount__ambiguous() -> None:
    chain = Chain()
    receipts = [said(271, period="2024Q2"), said(271)]
    result = matched(receipts, [booked(271)], [chain.paid(271)])
    assert reasons(result) == open_as(Reason.AMBIGUOUS, 2, 1, 1)


def test_reconcile__two_lines_of_one_amount__ambiguous() -> None:
    lines = [booked(271, bank_id="1"), booked(271, bank_id="2")]
    assert reasons(matched([said(271)], lines, [Chain().paid(271)])) == open_as(Reason.AMBIGUOUS, 1, 2, 1)


def test_reconcile__two_licences_of_one_amount_in_one_week__ambiguous() -> None:
    chain = Chain()
    receipts = [said(271), said(271, licence="bmg")]
    payments = [chain.paid(271), chain.paid(271, licence="bmg", on=DAY + timedelta(1))]
    lines = [booked(271, bank_id="1"), booked(271, bank_id="2")]
    assert reasons(matched(receipts, lines, payments)) == open_as(Reason.AMBIGUOUS, 2, 2, 2)


def test_reconcile__two_licences_of_one_amount_a_month_apart__told_by_the_dates() -> None:
    chain = Chain()
    later = DAY + timedelta(30)
    receipts = [said(271), said(271, licence="bmg")]
    payments = [chain.paid(271), chain.paid(271, licence="bmg", on=later)]
    result = matched(receipts, [booked(271), booked(271, on=later)], payments)
    assert [(m.receipt.licence, m.line.booked_on) for m in result.matched] == [("bmg", later), ("emi", DAY)]


def test_reconcile__bank_and_escrow_share_a_reference_no_statement_tells__it_decides() -> None:
    chain = Chain()
    receipts = [said(271), said(271, licence="bmg")]
    payments = [chain.paid(271, "INV-1"), chain.paid(271, "INV-2", "bmg")]
    lines = [booked(271, "INV-2", bank_id="2"), booked(271, "invoice INV-1", "INV-1", bank_id="1")]
    result = matched(receipts, lines, payments)
    assert {m.receipt.licence: m.line.bank_id for m in result.matched} == {"emi": "1", "bmg": "2"}
    assert not any(m.by_reference for m in result.matched)


def test_reconcile__payment_for_another_licence__not_taken() -> None:
    result = matched([said(271)], [booked(271)], [Chain().paid(271, licence="bmg")])
    assert reasons(result) == {
        "receipts": [Reason.NO_ESCROW_PAYMENT],
        "lines": [Reason.NO_ESCROW_PAYMENT],
        "payments": [Reason.NO_STATEMENT],
    }
