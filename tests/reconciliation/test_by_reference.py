# SPDX-License-Identifier: Apache-2.0
"""Money that is known by its payment reference, and what becomes of what is not as it should be."""

from __future__ import annotations

import pytest

from regalia.reconciliation.model import Reason
from regalia.statements.model import ONE
from tests.reconciliation.made import Chain, booked, matched, open_as, reasons, said


def test_reconcile__all_three_agree__matched_once() -> None:
    chain = Chain()
    receipt, line, payment = said(271_000, "EMI-24Q3"), booked(271_000, "EMI-24Q3"), chain.paid(271_000, "EMI-24Q3")
    result = matched([receipt], [line], [payment])
    (found,) = result.matched
    assert (found.receipt, found.line, found.payment) == (receipt, line, payment)
    assert (found.period, found.rate, found.amount, found.by_reference) == (3, ONE, 271_000 * 10**6, True)
    assert result.open == ()


@pytest.mark.parametrize(
    "written",
    [
        "EMI-24Q3",
        "emi 24q3",
        "/ROC/EMI.24Q3//ROYALTIES",
        "Royalties third quarter, ref. EMI-24\nQ3, thank you",
        "Émi-24Q3",
    ],
)
def test_reconcile__reference_within_what_the_bank_passes_on__found(written: str) -> None:
    assert matched([said(5, "EMI-24Q3")], [booked(5, "NOTPROVIDED", written)], [Chain().paid(5, "EMI-24Q3")]).open == ()


@pytest.mark.parametrize("written", ["EMI-24Q31", "XEMI-24Q3", "EMI-24Q", "EMI-24-3"])
def test_reconcile__reference_only_part_of_a_word__not_found(written: str) -> None:
    chain = Chain()
    # a month between bank and escrow, so that the amount alone doesn't do
    payment = chain.paid(5, "EMI-24Q3", on=booked(5).booked_on.replace(month=11))
    result = matched([said(5, "EMI-24Q3")], [booked(5, written)], [payment])
    assert result.matched == ()
    assert reasons(result)["lines"] == [Reason.NO_STATEMENT]


def test_reconcile__reference_that_begins_another__only_the_longer_one_is_meant() -> None:
    chain = Chain()
    receipts = [said(5, "INV 2024", period="2024Q2"), said(5, "INV 2024 07")]
    result = matched(receipts, [booked(5, "INV 2024 07")], [chain.paid(5, "INV 2024 07")])
    assert [m.receipt.reference for m in result.matched] == ["INV 2024 07"]
    assert reasons(result) == open_as(Reason.NO_BANK_LINE, receipts=1)


def test_reconcile__short_reference_in_a_text__not_looked_for() -> None:
    chain = Chain()
    late = booked(5).booked_on.replace(month=12)
    result = matched([said(5, "Q3")], [booked(5, "royalties Q3 2024")], [chain.paid(5, "Q3", on=late)])
    assert result.matched == ()
    assert len(matched([said(5, "Q3")], [booked(5, "Q3")], chain.payments).matched) == 1


@pytest.mark.parametrize(
    "written", ["RF18 5390 0754 7034", "rf18000000000539007547034", "Payment RF18539007547034 EMI"]
)
def test_reconcile__creditor_reference__in_every_form(written: str) -> None:
    payment = Chain().paid(5, "RF18539007547034")
    assert matched([said(5, "RF18 5390 0754 7034")], [booked(5, written)], [payment]).open == ()


def test_reconcile__creditor_reference_with_wrong_check_digits__zeros_count() -> None:
    payment = Chain().paid(5, "RF19539007547034", on=booked(5).booked_on.replace(month=12))
    result = matched([said(5, "RF19539007547034")], [booked(5, "RF190539007547034")], [payment])
    assert result.matched == ()


def test_reconcile__amount_below_the_tokens_unit__rounded_down_once() -> None:
    chain = Chain()
    result = matched([said("10.0000019", "EMI-1")], [booked("10.0000019", "EMI-1")], [chain.paid("10.000001", "EMI-1")])
    assert [m.amount for m in result.matched] == [10_000_001]
    result = matched([said("10.0000019", "EMI-1")], [booked("10.000001", "EMI-1")], chain.payments)
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 1, 1, 1)


@pytest.mark.parametrize(("at_bank", "in_escrow"), [(270_000, 271_000), (271_000, 270_000), (270_000, 270_000)])
def test_reconcile__amount_differs__all_open_and_told(at_bank: int, in_escrow: int) -> None:
    chain = Chain()
    lines = [booked(at_bank, "EMI-24Q3")]
    result = matched([said(271_000, "EMI-24Q3")], lines, [chain.paid(in_escrow, "EMI-24Q3")])
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 1, 1, 1)
    assert result.open[0].detail.startswith(
        "statement emi-2024Q3.csv says 271,000.00 USD for licence emi for 2024Q3, reference EMI-24Q3: with that reference came"
    )


def test_reconcile__paid_in_two_parts__neither_counts() -> None:
    result = matched([said(10, "EMI-1")], [booked(4, "EMI-1"), booked(6, "EMI-1")], [Chain().paid(10, "EMI-1")])
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 1, 2, 1)


def test_reconcile__reference_that_never_changes__each_period_by_its_amount() -> None:
    chain = Chain()
    receipts = [said(10 + n, "CONTRACT-7", period=f"2024Q{n}") for n in (1, 2, 3)]
    lines = [booked(10 + n, "CONTRACT-7") for n in (3, 1, 2)]
    payments = [chain.paid(10 + n, "CONTRACT-7") for n in (2, 3, 1)]
    assert [(m.period, m.line.amount // ONE) for m in matched(receipts, lines, payments).matched] == [
        (1, 11),
        (2, 12),
        (3, 13),
    ]


def test_reconcile__flat_fee_under_one_reference__as_many_payments_as_periods_match() -> None:
    chain = Chain()
    receipts = [said(10, "CONTRACT-7", period=f"2024Q{n}") for n in (1, 2, 3)]
    lines = [booked(10, "CONTRACT-7") for _ in range(3)]
    payments = [chain.paid(10, "CONTRACT-7") for _ in range(3)]
    assert len(matched(receipts, lines, payments).matched) == 3
    result = matched(receipts, lines[:2], payments)
    assert result.matched == ()
    assert reasons(result) == open_as(Reason.AMBIGUOUS, 3, 2, 3)


def test_reconcile__line_names_two_references__the_amount_says_which() -> None:
    chain = Chain()
    receipts = [said(10, "EMI-1", period="2024Q2"), said(12, "EMI-2")]
    payments = [chain.paid(10, "EMI-1"), chain.paid(12, "EMI-2")]
    result = matched(receipts, [booked(12, "EMI-2, after EMI-1"), booked(10, "EMI-1")], payments)
    assert len(result.matched) == 2
    result = matched(receipts, [booked(22, "EMI-1 and EMI-2")], payments)
    assert reasons(result) == open_as(Reason.AMOUNT_DIFFERS, 2, 1, 2)


def test_reconcile__line_names_two_references_of_its_amount__ambiguous() -> None:
    chain = Chain()
    receipts = [said(10, "EMI-1", period="2024Q2"), said(10, "EMI-2")]
    result = matched(receipts, [booked(10, "EMI-1 EMI-2")], [chain.paid(10, "EMI-1"), chain.paid(10, "EMI-2")])
    assert reasons(result) == open_as(Reason.AMBIGUOUS, 2, 1, 2)
