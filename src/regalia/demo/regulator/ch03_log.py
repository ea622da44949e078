# SPDX-License-Identifier: Apache-2.0
"""3: the whole log of a payment date: due, paid, short, from where, and by which clause."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.demo.quarter import pay_out
from regalia.demo.regulator import people
from regalia.demo.regulator.chapter import TRUST_YEARS, Chapter
from regalia.demo.regulator.checks import holds, same
from regalia.demo.regulator.dates import Executed, last_date
from regalia.demo.regulator.step import Said, Step, Table
from regalia.demo.regulator.world import MILLS, MILLS_NOTES, QUIET, World, offered, paid_up_to
from regalia.demo.reporting import collect_and_report
from regalia.demo.running import RunningDeal
from regalia.domain.program import StepKind
from regalia.explain.explain import LANGUAGES, explain_terms

QUARTER = 3
"""From 0 on: the third of 2024, in which the trust's receipts did not reach its costs."""
HEADINGS = (
    Said("clause", "条"),
    Said("step", "步骤"),
    Said("to", "付给"),
    Said("due", "应付"),
    Said("paid", "已付"),
    Said("of it from the reserve", "其中来自储备"),
    Said("short", "不足"),
)


def stage(world: World) -> None:
    paid_up_to(world, QUARTER, MILLS, MILLS_NOTES)


def play(world: World) -> Iterator[Step]:
    deal = world.deals["mills-notes"]
    row, money = deal.rows[QUARTER], deal.amount
    report = collect_and_report(world.stage, deal, QUARTER, QUIET)
    yield Step(
        people.ATTESTORS,
        Said(
            f"Little comes in for {row.attributed_to}; the report of it is signed and final.",
            f"{row.attributed_to} 收款很少；其报告已签名并终局。",
        ),
        {Said("received", "收款"): money(report.received)},
    )
    pay_out(world.stage, deal, QUARTER, report, QUIET)
    done = last_date(deal)
    same("steps in the chain's log", len(done.records), len(deal.program.steps))
    yield Step(
        people.PASSER_BY,
        Said(
            "The payment date is executed. This is its log, read back from the chain; each step names its clause in the "
            "prospectus wording.",
            "执行支付日。以下为从链上读回的日志；每步注明其在募集说明书文字中的条款。",
        ),
        {
            Said("steps in the log", "日志步骤数"): str(len(done.records)),
            Said("steps in the deal file", "交易文件步骤数"): str(len(deal.program.steps)),
        },
        Table(HEADINGS, _rows(deal, done), "lllrrrr"),
    )
    turbo = {i for i, step in enumerate(deal.program.steps) if step.kind in (StepKind.PRINCIPAL, StepKind.RESIDUAL)}
    for index, record in enumerate(done.records):
        label = deal.program.steps[index].label
        if index not in turbo:
            same(f"{label}: paid and short", record.paid + record.shortfall, record.due)
        holds(f"{label}: no more is paid than is due", record.paid <= record.due)
    paid, drawn = sum(r.paid for r in done.records), sum(r.drawn for r in done.records)
    released = sum(r.released for r in done.records)
    same("paid out of what there was", paid + done.left, done.available + drawn + released)
    senior = next(r for s, r in zip(deal.program.steps, done.records, strict=True) if s.label == "senior-interest")
    holds("senior interest is paid", senior.paid == senior.due > 0)
    holds("all of it from the reserve", senior.drawn == senior.paid)
    yield Step(
        people.ANYBODY,
        Said(
            "Nothing was cut short silently: of every fee and interest due = paid + short, and all that was there went somewhere. "
            "Senior interest is whole, out of the reserve.",
            "无任何静默截断：每项费用与利息 应付 = 已付 + 不足，全部资金皆有去处。优先级利息由储备足额支付。",
        ),
        {
            Said("available", "可用"): money(done.available),
            Said("from the reserve", "取自储备"): money(drawn),
            Said("given back", "退回"): money(released),
            Said("paid", "已付"): money(paid),
            Said("left over", "剩余"): money(done.left),
            Said("short", "不足"): money(sum(r.shortfall for i, r in enumerate(done.records) if i not in turbo)),
        },
    )
    paid_up_to(world, QUARTER + 1, MILLS)


def _rows(deal: RunningDeal, done: Executed) -> list[tuple[str, ...]]:
    document = explain_terms(deal.terms, LANGUAGES["en"])
    clause = {item.id: item.label for section in document.sections if section.key == "steps" for item in section.items}
    rows = []
    for step, r in zip(deal.program.steps, done.records, strict=True):
        # principal asks for the whole balance: what it does not get is outstanding, not short
        short = 0 if step.kind is StepKind.PRINCIPAL else r.shortfall
        amounts = (r.due, r.paid, r.drawn, short)
        written = (deal.amount(amount) if amount else "-" for amount in amounts)
        rows.append((clause[step.label.partition(".")[0]], step.label, deal.program.subject_of(step), *written))
    return rows


CHAPTER = Chapter(
    number=3,
    title=Said("The full step log", "完整步骤日志"),
    minutes=5,
    shows=Said(
        "Due, paid, shortfall, source and clause of every step, in a quarter in which money is short.",
        "在资金不足的一个季度里，每一步的应付、已付、不足、来源与条款。",
    ),
    part=TRUST_YEARS,
    begins=lambda: offered(MILLS),
    stage=stage,
    play=play,
    pages=("/deals/mills-notes/dates/4", "/deals/mills-notes/tranches/senior"),
)
