# SPDX-License-Identifier: Apache-2.0
"""The two example deals on the real receipts, with investors who buy, trade and claim."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from regalia.ledger.model import DealLedger
from tests import mills
from tests.chain.records import address
from tests.reports.chronicle import EXECUTOR, LICENSEE, ORIGINATOR, Chronicle

SENIOR = address(701)
SECOND_SENIOR = address(702)
MEZZANINE = address(703)
JUNIOR = address(704)
NEWCOMER = address(705)
WHOLE = mills.ROOT / "tests" / "ledger" / "whole.yaml"
WHOLE_RECEIPTS = Path(__file__).with_name("whole_receipts.csv")
LINE, MAKE_UP = 0, 1
USD = 10**6
LABELS = {
    SENIOR: "senior investor 1",
    SECOND_SENIOR: "senior investor 2",
    MEZZANINE: "mezzanine investor",
    JUNIOR: "junior investor",
    NEWCOMER: "newcomer",
    LICENSEE: "licensee",
    EXECUTOR: "somebody without a role",
    ORIGINATOR: "originator",
}


def notes_story() -> DealLedger:
    """The notes on six quarters. A third of the first senior investor's units moves after the second, to a newcomer."""
    deal = Chronicle(mills.NOTES)
    deal.subscribe("senior", SENIOR, 4_999)
    deal.subscribe("senior", SECOND_SENIOR, 3_001)
    deal.subscribe("mezzanine", MEZZANINE, 2_500)
    deal.subscribe("junior", JUNIOR, 900)
    deal.subscribe("junior", SENIOR, 100)
    deal.close()
    for number, row in enumerate(deal.rows(mills.SIX_QUARTERS_NOTES), 1):
        deal.quarter(row)
        if number == 1:
            deal.claim("senior", SENIOR)
        if number == 2:
            deal.transfer("senior", SENIOR, NEWCOMER, 1_666)
        if number == 4:
            deal.claim("senior", SENIOR)
            deal.claim("senior", NEWCOMER)
            deal.withdraw(deal.ledger.record.payees["trustee"])
    deal.claim("mezzanine", MEZZANINE)
    return deal.ledger


def trust_story() -> DealLedger:
    """The trust as it is on six quarters: one class, all units in three hands."""
    deal = Chronicle(mills.DEAL)
    deal.subscribe("units", SENIOR, 200_000)
    deal.subscribe("units", SECOND_SENIOR, 77_000)
    deal.subscribe("units", JUNIOR, 712)
    deal.close()
    for row in deal.rows(mills.SIX_QUARTERS):
        deal.quarter(row)
    deal.claim("units", JUNIOR)
    return deal.ledger


def whole_story() -> DealLedger:
    """The life of ``tests/ledger/whole_life.py``: a trap, support, a default, a call, and the end."""
    deal = Chronicle(WHOLE)
    for tranche, investor, units in (
        ("senior", SENIOR, 700),
        ("senior", SECOND_SENIOR, 300),
        ("deferred", MEZZANINE, 200),
        ("junior", JUNIOR, 300),
    ):
        deal.subscribe(tranche, investor, units)
    deal.close()
    deal.support(LINE, 5_000 * USD)
    first, second, third, fourth, fifth = deal.rows(WHOLE_RECEIPTS)
    deal.quarter(first)
    deal.quarter(second)
    deal.support(MAKE_UP, 20_000 * USD)
    deal.quarter(third)
    deal.support(LINE, 5_000 * USD)
    deal.quarter(fourth)
    deal.call(0, date(2025, 1, 15))
    deal.claim("senior", SENIOR)
    deal.quarter(fifth)
    deal.support(LINE, 2_000 * USD)
    deal.pay_royalty(7_000 * USD)
    deal.conclude()
    deal.claim("deferred", MEZZANINE)
    deal.withdraw(deal.ledger.record.payees["lender"])
    return deal.ledger


def orders_story() -> DealLedger:
    """Two quarters of the notes: a freeze, a forced transfer with income, a recovery, taxes and a halt."""
    deal = Chronicle(mills.NOTES)
    deal.subscribe("senior", SENIOR, 4_999)
    deal.subscribe("senior", SECOND_SENIOR, 3_001)
    deal.subscribe("mezzanine", MEZZANINE, 2_500)
    deal.subscribe("junior", JUNIOR, 1_000)
    deal.close()
    first, second, *_ = deal.rows(mills.SIX_QUARTERS_NOTES)
    deal.quarter(first)
    deal.freeze("senior", SENIOR, 700, "court 1/24")
    deal.claim("senior", SECOND_SENIOR, 100_000)
    deal.force("senior", SENIOR, SECOND_SENIOR, 999, 1_000_000, "court 2/24")
    deal.recover("mezzanine", MEZZANINE, NEWCOMER, "request 3")
    deal.transfer("senior", SECOND_SENIOR, SENIOR, 100)
    deal.quarter(second)
    deal.claim("mezzanine", NEWCOMER, 200_000)
    deal.halt(JUNIOR, 864_000, "source of funds", "authority 4")
    return deal.ledger


def market_story() -> DealLedger:
    """Senior notes after their first quarter: late units are taken up by another, two trades, a transfer, and a claim with tax."""
    deal = Chronicle(mills.NOTES)
    late = deal.ledger.subscriptions
    deal.subscribe("senior", SENIOR, 5_000)
    deal.subscribe("senior", SECOND_SENIOR, 3_000)
    deal.subscribe("mezzanine", MEZZANINE, 2_500)
    deal.subscribe("junior", JUNIOR, 1_000)
    deal.close(SECOND_SENIOR)
    first, second, *_ = deal.rows(mills.SIX_QUARTERS_NOTES)
    deal.quarter(first)
    deal.take_up(late[1], NEWCOMER)
    deal.trade("senior", SENIOR, NEWCOMER, 100, 99_500_000, fee=4_975_000, maker=SENIOR)
    deal.trade("senior", NEWCOMER, MEZZANINE, 40, 101 * USD, fee=1_010_000, maker=MEZZANINE)
    deal.transfer("senior", SENIOR, MEZZANINE, 7)
    deal.claim("senior", NEWCOMER, 100_000)
    deal.quarter(second)
    return deal.ledger
