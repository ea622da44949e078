# SPDX-License-Identifier: Apache-2.0
"""A chain that stood still over a payment date, and what is done once it is back."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.demo.books import cash_position
from regalia.demo.clock import noon, wait_until
from regalia.demo.quarter import pay_out
from regalia.demo.regulator import documents, people
from regalia.demo.regulator.checks import same
from regalia.demo.regulator.dates import last_date, state
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.world import QUIET, World
from regalia.demo.running import RunningDeal
from regalia.domain.accrual import interest_down
from regalia.servicing import disputes
from regalia.servicing.transfer_text import moment

STANDS_STILL = 5
"""Days after the next scheduled date until which no block is mined."""
DAY = 24 * 3600


def caught_up(world: World, deal: RunningDeal) -> Iterator[Step]:
    """Nothing happens on chain until days after the date; then what was paid outside is reconciled, and the date is executed."""
    quarter = world.paid(deal.terms.id)
    row = deal.rows[quarter]
    stopped, outstanding = world.stage.chain.now(), state(deal).balance[0]
    scheduled = deal.program.schedule.payment_date(row.period)
    wait_until(world.stage.chain, noon(scheduled) + STANDS_STILL * DAY)
    deal.papers.deliver(row.attributed_to)
    at_bank = documents.booked(deal)[f"MMT-{row.attributed_to}"]
    same("booked by the bank", at_bank, row.received)
    same("paid into the escrow", documents.pass_on(deal), row.received)
    yield Step(
        people.BANK,
        Said(
            f"No block from {moment(stopped)} until {STANDS_STILL} days after the next scheduled date, {scheduled}. The "
            "licensee had paid its bank in time; once the chain is "
            "back the money is passed on, and fits the bank's statement.",
            f"自 {moment(stopped)} 起无区块，直至下一预定支付日 {scheduled} 后 {STANDS_STILL} 天。被许可方已按期付款至银行；"
            "链恢复后款项转入，并与银行对账单相符。",
        ),
        {
            Said("booked by the bank", "银行入账"): deal.amount(row.received),
            Said("passed on", "转入托管"): deal.amount(row.received),
        },
    )
    report = documents.reported(world, deal, row.period)
    same("received", report.received, row.received)
    wait_until(world.stage.chain, disputes.final_from(deal.contracts) or 0)
    pay_out(world.stage, deal, quarter, report, QUIET)
    steps = dict(zip((step.label for step in deal.program.steps), last_date(deal).records, strict=True))
    interest, tranche = steps["senior-interest"], deal.program.tranches[0]
    days = deal.program.schedule.accrual_days(tranche.day_count, row.period)
    expected = interest_down(outstanding, tranche.coupon * days, tranche.day_count)
    same("interest of the quarter, no day more", interest.due, expected)
    held = cash_position(deal).balance
    yield Step(
        people.ANYBODY,
        Said(
            "The date is executed late and pays what it would have paid on its day: interest runs to the scheduled date. "
            "Everything is reconciled.",
            "支付日迟延执行，所付与当日相同：利息计至预定支付日。全部对账相符。",
        ),
        {
            Said("senior interest", "优先级利息"): deal.amount(interest.paid),
            Said("days of interest", "计息天数"): str(days),
            Said("difference", "差额"): deal.amount(same("difference", deal.cash_in - deal.cash_out - held, 0)),
        },
    )
