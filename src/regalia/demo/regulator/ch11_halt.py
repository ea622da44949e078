# SPDX-License-Identifier: Apache-2.0
"""11: a halt with a reason ends by itself; a chain that stood still is caught up with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256

from regalia.demo.clock import noon, wait_until
from regalia.demo.quarter import claim, pay_out
from regalia.demo.refusals import refused
from regalia.demo.regulator import people
from regalia.demo.regulator.chapter import ALL_YEARS, Chapter
from regalia.demo.regulator.checks import same
from regalia.demo.regulator.dates import last_date
from regalia.demo.regulator.standstill import caught_up
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.world import MILLS_NOTES, QUIET, World, offered, paid_up_to
from regalia.demo.reporting import collect_and_report
from regalia.demo.running import RunningDeal
from regalia.demo.trading import transfer
from regalia.servicing import payments, supervision
from regalia.servicing.orders import Order
from regalia.servicing.transfer_text import moment

PAID = 2
DAY = 24 * 3600
AFTER = 2
"""Days after the payment date on which the halt ends."""
TOO_LONG = 91
REASON = "inquiry into the licensee's statements"
REFERENCE = "SUP-2024-07"


def stage(world: World) -> None:
    paid_up_to(world, PAID, MILLS_NOTES)


def play(world: World) -> Iterator[Step]:
    deal, supervisor = world.deals["mills-notes"], world.stage.cast.wallet("supervisor")
    row, passer_by = deal.rows[PAID], world.stage.cast.wallet("passer-by")
    report = collect_and_report(world.stage, deal, PAID, QUIET)
    order = Order.of(REFERENCE, sha256(REASON.encode()).digest())
    foreseen = payments.preview(deal.contracts, report.as_tuple())
    until, far = noon(row.payment_date) + AFTER * DAY, world.stage.chain.now() + TOO_LONG * DAY
    halt = partial(supervision.halt_deal, deal.contracts, order=order, officer=supervisor)
    endless = refused(lambda: halt(far, reason=REASON))
    mute = refused(lambda: halt(until, reason=""))
    halt(until, reason=REASON)
    yield Step(
        people.SUPERVISOR,
        Said(
            f"The deal is halted under order {REFERENCE}: {REASON}. A halt of more than 90 days is refused: {endless}; so is "
            f"one without a reason: {mute}.",
            f"依 {REFERENCE} 号令暂停本交易：{REASON}。超过 90 天的暂停被拒：{endless}；无理由者亦然：{mute}。",
        ),
        {Said("ends by itself after", "自动终止于"): moment(until)},
    )
    wait_until(world.stage.chain, noon(row.payment_date))
    date = refused(lambda: payments.execute(deal.contracts, report.as_tuple(), passer_by))
    sale = refused(partial(transfer, deal, "senior", "senior_investor_1", "senior_investor_3", 100))
    owed = payments.entitlement(deal.contracts, "senior", deal.investor("senior_investor_2"))
    taken = same("claimed during the halt", claim(deal, "senior", "senior_investor_2").gross, owed) if owed else 0
    yield Step(
        people.PASSER_BY,
        Said(
            f"Meanwhile no payment date: {date}. No trade: {sale}. Nobody can move anything by a halt; income that was earned "
            "before can be claimed.",
            f"其间支付日不得执行：{date}。不得交易：{sale}。暂停不能转移任何权益；此前所得收益仍可领取。",
        ),
        {Said("claimed during the halt", "暂停期间领取"): deal.amount(taken)},
    )
    block = deal.web3.eth.block_number
    wait_until(world.stage.chain, until + 1)
    same("transactions until its end", _transactions(deal, block), 0)
    pay_out(world.stage, deal, PAID, report, QUIET)
    same("records, as foreseen before the halt", last_date(deal).records, foreseen.records)
    yield Step(
        people.PASSER_BY,
        Said(
            "A second after its end the halt is over. Nobody lifted it; the payment date is executed, two days late and "
            "otherwise the same.",
            "到期后一秒暂停即告结束。无人解除；支付日推迟两日执行，其余不变。",
        ),
        {
            Said("transactions that ended it", "为解除而发的交易"): "0",
            Said("paid", "已付"): deal.amount(sum(r.paid for r in last_date(deal).records)),
        },
    )
    yield from caught_up(world, deal)


def _transactions(deal: RunningDeal, after: int) -> int:
    blocks = range(after + 1, deal.web3.eth.block_number + 1)
    return sum(len(deal.web3.eth.get_block(number)["transactions"]) for number in blocks)


CHAPTER = Chapter(
    number=11,
    title=Said("A halt that ends by itself; a chain that stood still", "自动终止的暂停；停摆的链"),
    minutes=5,
    shows=Said(
        "A supervisor halts a deal with a reason and an end, and can move nothing. After a standstill of the chain money is "
        "reconciled.",
        "监管人以理由与期限暂停交易，但无权转移任何权益。链停摆之后款项对账相符。",
    ),
    part=ALL_YEARS,
    begins=lambda: offered(MILLS_NOTES),
    stage=stage,
    play=play,
    pages=("/supervisor", "/supervisor/log", "/deals/mills-notes/dates/3", "/deals/mills-notes/dates/4"),
)
