# SPDX-License-Identifier: Apache-2.0
"""7: a guarantor who pays when asked, and does not another time."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.demo.clock import wait_until
from regalia.demo.issuing import offered_at
from regalia.demo.places import find
from regalia.demo.refusals import refused
from regalia.demo.regulator import people
from regalia.demo.regulator.attested import begin
from regalia.demo.regulator.chapter import ALL_YEARS, Chapter
from regalia.demo.regulator.checks import holds, same
from regalia.demo.regulator.dates import (
    ask_guarantor,
    execute,
    guarantor_pays,
    next_row,
    pay_dates,
    report_next,
    state,
)
from regalia.demo.regulator.moved import moved_time
from regalia.demo.regulator.plans import GUANGZHOU, GUANGZHOU_YEARS, guangzhou
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.world import World
from regalia.domain.program import SubjectKind
from regalia.domain.terms import load_terms
from regalia.servicing import payments, support
from regalia.servicing.transfer_text import moment

BEFORE = 2
"""Dates on which receipts sufficed."""
PAID_BACK = 6
"""Dates after which the guarantor had been repaid."""
UNPAID = 0
"""Place of the trigger in the deal file."""


def stage(world: World) -> None:
    pay_dates(world, begin(world, guangzhou(world.stage.out / "deals")), BEFORE)


def play(world: World) -> Iterator[Step]:
    deal = world.deals[GUANGZHOU]
    money, program = deal.amount, deal.program
    principal = next(i for i, step in enumerate(program.steps) if step.label == "senior-principal")
    row, report = next_row(world, deal), report_next(world, deal)
    needed = ask_guarantor(world, deal, report)
    holds("the guarantor is needed", needed > 0)
    asked = support.facility_state(deal.contracts, 0)
    early = refused(lambda: support.pay_support(deal.contracts, 0, 1, world.stage.cast.wallet("outsider")))
    yield Step(
        people.ANYBODY,
        Said(
            f"{row.attributed_to}: receipts won't do. Anybody may make the demand; the contract computes it from the signed "
            "report. "
            f"Nobody but the guarantor can pay it: {early}.",
            f"{row.attributed_to}：收款不足。任何人均可发出通知，金额由合约依已签报告计算。除担保人外无人可付：{early}。",
        ),
        {
            Said("asked for", "请求金额"): money(needed),
            Said("until", "期限"): moment(asked.deadline),
        },
    )
    guarantor_pays(deal, needed)
    done = execute(world, deal, report)
    same("drawn for the senior principal", done.records[principal].drawn, needed)
    same("short", done.records[principal].shortfall, 0)
    yield Step(
        people.GUARANTOR,
        Said(
            f"{row.payment_date}: the guarantor pays in time. The senior principal is whole, and the log says how much of it is "
            "the guarantor's.",
            f"{row.payment_date}：担保人如期支付。优先级本金足额，日志载明其中担保人所付。",
        ),
        {
            Said("senior principal paid", "已付优先级本金"): money(done.records[principal].paid),
            Said("of it from the guarantor", "其中担保人所付"): money(done.records[principal].drawn),
            Said("owed to the guarantor", "应还担保人"): money(state(deal).drawn[0]),
        },
    )
    pay_dates(world, deal, PAID_BACK)
    same("owed to the guarantor", state(deal).drawn[0], 0)
    yield Step(
        people.PASSER_BY,
        Said(
            "Better dates follow; the guarantor is repaid before the junior class sees anything.",
            "其后收款好转；担保人先于次级获得偿还。",
        ),
        {Said("owed to the guarantor", "应还担保人"): money(0)},
    )
    row, report = next_row(world, deal), report_next(world, deal)
    needed = ask_guarantor(world, deal, report)
    deadline = support.facility_state(deal.contracts, 0).deadline
    wait_until(world.stage.chain, deadline + 1)
    late = refused(lambda: guarantor_pays(deal, needed))
    foreseen = payments.preview(deal.contracts, report.as_tuple())
    holds("the acceleration list would run", foreseen.accelerated)
    yield Step(
        people.GUARANTOR,
        Said(
            f"{row.attributed_to}: asked again, the guarantor lets the deadline pass. Then it is too late: {late}.",
            f"{row.attributed_to}：再次请求，担保人逾期未付。其后为时已晚：{late}。",
        ),
        {Said("asked for", "请求金额"): money(needed), Said("until", "期限"): moment(deadline)},
    )
    done = execute(world, deal, report)
    holds("the trigger is active", state(deal).active[UNPAID])
    holds("the acceleration list ran", done.accelerated)
    senior, junior = done.paid(SubjectKind.TRANCHE)
    same("paid to the junior class", junior, 0)
    yield Step(
        people.PASSER_BY,
        Said(
            "After the deadline the date is executed: that is an event of default. All that comes in repays the senior class; "
            "the junior one, held by the "
            "originator, gets nothing.",
            "逾期后执行支付日：此为违约事件。全部收款用于清偿优先级；由原始权益人持有的次级分文不得。",
        ),
        {
            Said("paid to the senior class", "付给优先级"): money(senior),
            Said("paid to the junior class", "付给次级"): money(junior),
            Said("senior balance", "优先级余额"): money(state(deal).balance[0]),
        },
    )


CHAPTER = Chapter(
    number=7,
    title=Said("A guarantor who pays, and does not", "担保人履约与不履约"),
    minutes=5,
    shows=Said(
        f"Guangzhou's patent licence plan, moved {GUANGZHOU_YEARS} years on: a make-up undertaking called, paid, repaid, called "
        "and not paid.",
        f"广州开发区专利许可专项计划（整体后移 {GUANGZHOU_YEARS} 年）：差额支付被请求、履行、获偿，再被请求而未履行。",
    ),
    part=ALL_YEARS,
    begins=lambda: moved_time(offered_at(load_terms(find("deals", "guangzhou-patent-2019.yaml"))), GUANGZHOU_YEARS),
    stage=stage,
    play=play,
    pages=(f"/deals/{GUANGZHOU}", f"/deals/{GUANGZHOU}/dates/3", f"/deals/{GUANGZHOU}/dates/7", "/supervisor"),
)
