# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from regalia.domain.history import AVAILABLE_FUNDS, Source
from regalia.ledger.model import DealLedger
from regalia.reports import UnreconciledError, distribution_report
from regalia.reports.names import Names
from regalia.reports.notes import notes_on
from tests import mills
from tests.reports.chronicle import Chronicle
from tests.reports.stories import JUNIOR, LABELS, SENIOR, notes_story

DEFICIT = 3
"""Index of 2024Q3: expenses above receipts."""
USD = 10**6


def notes_of(ledger: DealLedger, index: int) -> str:
    report = distribution_report(ledger, index)
    return "\n".join(notes_on(report, Names(ledger, LABELS), ledger.terms.money))


@pytest.mark.parametrize("index", range(6))
def test_report__trust__as_printed(trust: DealLedger, index: int) -> None:
    printed = mills.REPORTS[237 + index]
    report = distribution_report(trust, index)
    assert report.period == printed["report"]
    assert str(report.collected) == printed["attributed"]
    assert report.payment.flow.available == printed["received"] * USD
    assert report.tranches[0].residual_paid == printed["distributed"] * USD


def test_report__dates__scheduled_and_accrued(notes: DealLedger) -> None:
    first, second = distribution_report(notes, 0), distribution_report(notes, 1)
    assert (first.scheduled, first.accrual) == (date(2024, 3, 20), (date(2023, 12, 31), date(2024, 3, 20)))
    assert second.accrual == (date(2024, 3, 20), date(2024, 6, 20))
    assert first.threshold == 3


def test_report__deficit_quarter__interest_from_the_reserve(notes: DealLedger) -> None:
    report = distribution_report(notes, DEFICIT)
    senior_interest = next(line for line in report.steps if line.label == "senior-interest")
    balance = report.tranches[0].opening_balance
    due = balance * 80_000 * 90 // (360 * 10**6)
    assert senior_interest.record.due == senior_interest.record.paid == due
    assert senior_interest.sources == (Source("reserve", due),)
    (reserve,) = report.accounts
    assert (reserve.opening, reserve.drawn, reserve.closing) == (40_000 * USD, due, 40_000 * USD - due)


def test_report__deficit_quarter__mezzanine_arrears_shown_before_and_after(notes: DealLedger) -> None:
    missed, after = (distribution_report(notes, i).tranches[1] for i in (DEFICIT, DEFICIT + 1))
    assert (missed.accrued, missed.interest_paid, missed.closing_arrears) == (7_500 * USD, 0, 7_500 * USD)
    # 12% on the balance and on the arrears for a quarter of 90 days
    assert after.opening_arrears == 7_500 * USD
    assert after.accrued == 7_500 * USD + 225 * USD


@pytest.mark.parametrize("index", range(6))
def test_report__steps__remaining_ends_at_what_is_left(notes: DealLedger, index: int) -> None:
    report = distribution_report(notes, index)
    assert report.steps[-1].remaining == report.payment.flow.left
    assert all(line.remaining >= 0 for line in report.steps)
    assert [line.label for line in report.steps] == [step.label for step in notes.program.steps]
    assert all(sum(s.amount for s in line.sources) == line.record.paid for line in report.steps)


@pytest.mark.parametrize("index", range(6))
def test_report__interest__due_is_what_the_step_recorded(notes: DealLedger, index: int) -> None:
    report = distribution_report(notes, index)
    recorded = [line.record.due for line in report.steps if line.label in ("senior-interest", "mezzanine-interest")]
    assert [line.interest_due for line in report.tranches] == [*recorded, 0]


def test_report__per_unit__what_the_tranche_was_paid_by_its_units(trust: DealLedger) -> None:
    report = distribution_report(trust, 0)
    # 288,427 - 132,887 = 155,540 for 277,712 units
    assert report.tranches[0].per_unit == Decimal("0.560076626145")


def test_funds__cash_late__attested_waits_for_it_and_comes_later() -> None:
    deal = Chronicle(mills.DEAL)
    deal.subscribe("units", SENIOR, 277_712)
    deal.close()
    first, second, *_ = deal.rows(mills.SIX_QUARTERS)
    deal.pay_royalty(first.received - 1_000 * USD)
    deal.execute(first)
    deal.pay_royalty(1_000 * USD + second.received + 7 * USD)
    deal.execute(second)
    early, late = distribution_report(deal.ledger, 0), distribution_report(deal.ledger, 1)
    assert (early.funds.uncovered, early.funds.available) == (1_000 * USD, first.received - 1_000 * USD)
    assert (late.funds.brought_forward, late.funds.unattested) == (1_000 * USD, 7 * USD)
    assert late.funds.available == second.received + 1_000 * USD
    assert "1,000.00 USD are attested, but the cash was not there" in notes_of(deal.ledger, 0)
    assert "Cash of 7.00 USD in collection is attested by no report" in notes_of(deal.ledger, 1)


def test_receipts__each_report__the_cash_since_the_date_before(notes: DealLedger) -> None:
    assert [[r.amount for r in distribution_report(notes, i).receipts] for i in range(6)] == [
        [row.received] for row in Chronicle(mills.NOTES).rows(mills.SIX_QUARTERS_NOTES)
    ]


def test_report__period_without_receipts__zeros_and_a_note() -> None:
    deal = Chronicle(mills.DEAL)
    deal.subscribe("units", SENIOR, 277_712)
    deal.close()
    row = deal.rows(mills.SIX_QUARTERS)[0]
    deal.quarter(row.model_copy(update={"received": 0, "invoices": ((row.invoices[0][0], 0),)}))
    report = distribution_report(deal.ledger, 0)
    assert report.payment.flow.money_in == 0
    assert report.receipts == ()
    assert report.tranches[0].paid == 0
    assert notes_of(deal.ledger, 0) == "No tranche was paid on this date."


def test_notes__deficit_quarter__say_what_is_missing_and_what_becomes_of_it(notes: DealLedger) -> None:
    assert notes_of(notes, DEFICIT).splitlines() == [
        "Administrative expenses: 40,678.927436 USD of 277,422.00 USD due was not paid. It is due again on the next "
        "payment date.",
        "Senior interest: available funds were not enough; 4,268.808185 USD was drawn from Liquidity reserve.",
        "Mezzanine interest: 7,500.00 USD of 7,500.00 USD due was not paid. It is in arrears and bears interest at "
        "the coupon.",
        "Liquidity reserve, two quarters of interest, at least 40,000: Liquidity reserve is 4,268.808185 USD below its "
        "target. This is no default.",
    ]


def test_notes__reserved_quarter__what_was_kept(trust: DealLedger) -> None:
    assert "63,932.00 USD was kept in Reserve under section 5.7" in notes_of(trust, 4)


def test_notes__expense_presented_again__is_not_called_carried(trust: DealLedger) -> None:
    note = (
        "Expenses of the trust: 35,644.00 USD of 277,422.00 USD due was not paid. It is for the payee to present again."
    )
    assert note in notes_of(trust, DEFICIT)


def test_notes__quiet_quarter__none(notes: DealLedger) -> None:
    assert notes_of(notes, 0).count("\n") == 0


def test_sources__paid_from_available_funds__named(notes: DealLedger) -> None:
    fee = distribution_report(notes, 0).steps[0]
    assert fee.sources == (Source(AVAILABLE_FUNDS, 2_500 * USD),)


def test_report__a_record_off_by_one__refused() -> None:
    ledger = notes_story()
    done = ledger.dates[0]
    wrong = replace(done.payment, flow=replace(done.payment.flow, payees=done.payment.flow.payees + 1))
    ledger.dates[0] = replace(done, payment=wrong)
    with pytest.raises(UnreconciledError, match="period 1: money in = money out"):
        distribution_report(ledger, 0)


def test_report__an_earlier_date_missing__refused() -> None:
    ledger = notes_story()
    del ledger.dates[0]
    with pytest.raises(UnreconciledError, match="period 2"):
        distribution_report(ledger, 0)


def test_names__labels__go_before_the_record_and_ignore_case(notes: DealLedger) -> None:
    trustee = notes.record.payees["trustee"]
    assert Names(notes).label(trustee) == "Illustrative Note Trustee"
    assert Names(notes, {trustee.upper().replace("0X", "0x"): "the trustee"}).label(trustee) == "the trustee"
    assert Names(notes).label(JUNIOR) is None
