# SPDX-License-Identifier: Apache-2.0
"""What went wrong once and was mended."""

from __future__ import annotations

from dataclasses import replace

from bench.scenario import expense
from regalia.domain.program import NO_LIMIT, DueKind
from tests.support import sample, whole
from tests.support.acts import demand, deposit_support, pay_support
from tests.support.chain import RefusedError
from tests.support.contract import Contract
from tests.support.deal import DealContracts, Report
from tests.support.platform import Platform
from tests.support.powers import halt
from tests.support.whole import GUARANTEE, HOUR, LINE, USD, live_whole


def dry_quarter(deal: DealContracts) -> Report:
    report = deal.report(0)
    deal.reach(report.period)
    deal.submit(report)
    return report


def test_halt__over_the_guarantor_s_whole_notice__puts_it_in_no_default(platform: Platform, money: Contract) -> None:
    """A halt of the deal refused the payment that was asked for, and the deadline went on running: an event of default for good."""
    deal = live_whole(platform, money)
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    report = dry_quarter(deal)
    until = deal.chain.now + 30 * sample.DAY
    halt(platform, "haltDeal", deal.deal.address, until=until)
    try:  # asked during the halt, or not to be asked in it
        asked, deadline = demand(deal, GUARANTEE, report)
        deal.chain.now = deadline
        pay_support(deal, GUARANTEE, asked, by="guarantor")
    except RefusedError as refusal:
        assert refusal.revert.name == "Deal_Halted"
    deal.chain.now = until + 1
    assert deal.support.read("unpaidOf", deal.deal.address, 1, 2) == 0


def test_deposit__of_all_that_was_demanded__puts_the_provider_in_no_default(
    platform: Platform, money: Contract
) -> None:
    """What was put in with ``deposit`` after a demand did not count towards it: the money was there, and the provider in default."""
    deal = live_whole(platform, money)
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    report = dry_quarter(deal)
    asked, deadline = demand(deal, GUARANTEE, report)
    try:  # taken as an answer to the demand, or refused while one is open
        deposit_support(deal, GUARANTEE, asked, by="guarantor")
    except RefusedError as refusal:
        assert refusal.revert.name.startswith("SupportFacility_")
        pay_support(deal, GUARANTEE, asked, by="guarantor")
    deal.chain.now = deadline + HOUR
    assert deal.support.read("unpaidOf", deal.deal.address, 1, 2) == 0


def test_demand__of_more_than_a_notice_can_hold__locks_no_date(platform: Platform, money: Contract) -> None:
    """Two invoices of nearly 2^96 behind which an unlimited guarantee stands: it could not be asked, and the date not be executed."""
    invoices = tuple(
        replace(expense(f"adviser {i}", 0, DueKind.AS_INVOICED), number=i, support=(129,)) for i in range(2)
    )
    line, guarantee = whole.FACILITIES
    program = replace(
        whole.PROGRAM,
        steps=(*invoices, *whole.STEPS),
        acceleration=(replace(whole.FEE, carry=2), *whole.AFTER_DEFAULT[1:]),
        facilities=(line, replace(guarantee, limit=NO_LIMIT)),
    )
    deal = live_whole(platform, money, whole.spec(program))
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    report = deal.report(0, invoices=(2**96 - 1, 2**96 - 1))
    deal.reach(1)
    deal.submit(report)
    _, deadline = demand(deal, GUARANTEE, report)
    deal.chain.now = deadline + 1
    deal.execute(report)
    assert deal.deal.read("nextPeriod") == 2
