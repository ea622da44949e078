# SPDX-License-Identifier: Apache-2.0
"""6: three strikes turn a deal to rapid amortisation, and the senior class is paid in full."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.demo.issuing import offered_at
from regalia.demo.places import find
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
from regalia.demo.regulator.plans import BIOPHARMA, BIOPHARMA_YEARS, biopharma
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.world import World
from regalia.domain.terms import load_terms

STRIKES = 3
BEFORE = 6
"""Dates without a strike of the senior covenant in force: the seventh is the first."""
THREE_STRIKES, SENIOR_COVENANT = 0, 2
"""Places of the triggers in the deal file."""
SENIOR, MEZZANINE = 0, 1


def stage(world: World) -> None:
    pay_dates(world, begin(world, biopharma(world.stage.out / "deals")), BEFORE)


def play(world: World) -> Iterator[Step]:
    deal = world.deals[BIOPHARMA]
    money = deal.amount
    for strike in range(1, STRIKES + 1):
        row, report = next_row(world, deal), report_next(world, deal)
        needed = ask_guarantor(world, deal, report)
        if needed:
            guarantor_pays(deal, needed)
        done, last = execute(world, deal, report), strike == STRIKES
        now = state(deal)
        same(f"strike {strike}: breaches remembered in a row", _in_a_row(now.history[THREE_STRIKES]), strike)
        same(f"strike {strike}: rapid amortisation", now.active[THREE_STRIKES], last)
        labels = {step.label: record for step, record in zip(done.steps, done.records, strict=True)}
        scheduled, turbo = labels["senior-principal"].paid, labels["senior-turbo"].paid
        holds(f"strike {strike}: which list of principal ran", (turbo > 0, scheduled > 0) == (last, not last))
        yield Step(
            people.PASSER_BY,
            Said(
                f"{row.payment_date}: coverage of the senior class is below 1.60x, strike {strike}. "
                + (
                    "It latches: all principal goes to the senior class now."
                    if last
                    else "The deal remembers it and pays as scheduled."
                ),
                f"{row.payment_date}：优先级覆盖倍数低于 1.60 倍，第 {strike} 次。"
                + ("触发且不可撤销：此后全部本金归优先级。" if last else "合约记住此次，仍按计划支付。"),
            ),
            {
                Said("breaches remembered in a row", "连续违反次数"): str(_in_a_row(now.history[THREE_STRIKES])),
                Said("received", "收款"): money(row.received),
                Said("senior principal", "优先级本金"): money(scheduled + turbo),
                Said("senior balance", "优先级余额"): money(now.balance[SENIOR]),
                Said("guarantor paid for the mezzanine class", "担保人为中间级支付"): money(needed),
            },
        )
    while state(deal).balance[SENIOR]:
        holds("receipts are left", world.paid(BIOPHARMA) < len(deal.rows))
        row = next_row(world, deal)
        pay_dates(world, deal, world.paid(BIOPHARMA) + 1)
    now = state(deal)
    same("senior balance", now.balance[SENIOR], 0)
    same("senior arrears", now.arrears[SENIOR], 0)
    same("mezzanine arrears", now.arrears[MEZZANINE], 0)
    yield Step(
        people.PASSER_BY,
        Said(
            f"{row.payment_date}: the dates up to here ran with their guarantor paying each time. The senior class is repaid in "
            "full, "
            "without a cent of arrears; the guarantor carries what was missing.",
            f"{row.payment_date}：至此各期均由担保人按时支付。优先级全额清偿，无一分欠付；缺口由担保人承担。",
        ),
        {
            Said("senior balance", "优先级余额"): money(now.balance[SENIOR]),
            Said("senior arrears", "优先级欠付"): money(now.arrears[SENIOR]),
            Said("mezzanine balance", "中间级余额"): money(now.balance[MEZZANINE]),
            Said("owed to the guarantor", "应还担保人"): money(now.drawn[0]),
            Said("payment dates", "支付日数"): str(world.paid(BIOPHARMA)),
        },
    )


def _in_a_row(history: int) -> int:
    """How many of the latest answers, the last in the lowest bit, are breaches."""
    count = 0
    while history >> count & 1:
        count += 1
    return min(count, STRIKES)


CHAPTER = Chapter(
    number=6,
    title=Said("Three strikes to rapid amortisation", "三次违反触发加速摊还"),
    minutes=5,
    shows=Said(
        f"BioPharma Royalty Trust, moved {BIOPHARMA_YEARS} years on: a trigger with a memory of three dates, a latch, the "
        "senior class whole.",
        f"BioPharma 特许权使用费信托（整体后移 {BIOPHARMA_YEARS} 年）：记忆三期的触发器、不可撤销、优先级足额清偿。",
    ),
    part=ALL_YEARS,
    begins=lambda: moved_time(offered_at(load_terms(find("deals", "biopharma.yaml"))), BIOPHARMA_YEARS),
    stage=stage,
    play=play,
    pages=(
        f"/deals/{BIOPHARMA}",
        f"/deals/{BIOPHARMA}/dates/9",
        f"/deals/{BIOPHARMA}/tranches/senior",
        f"/deals/{BIOPHARMA}/tranches/mezzanine",
    ),
)
