# SPDX-License-Identifier: Apache-2.0
"""4: what a listed trust printed, paid again to the dollar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from regalia.demo.places import find
from regalia.demo.quarter import pay_out
from regalia.demo.regulator import people
from regalia.demo.regulator.chapter import TRUST_YEARS, Chapter
from regalia.demo.regulator.checks import same
from regalia.demo.regulator.step import Said, Step, Table
from regalia.demo.regulator.world import MILLS, QUIET, World, closed, offered
from regalia.demo.reporting import collect_and_report
from regalia.domain.money import format_decimal

ZERO_QUARTER = 240
HEADINGS = (
    Said("report", "报告"),
    Said("quarter", "季度"),
    Said("received", "收款"),
    Said("expenses", "费用"),
    Said("distributed, printed", "分配（公布）"),
    Said("distributed, chain", "分配（链上）"),
    Said("reserve, printed", "储备（公布）"),
    Said("reserve, chain", "储备（链上）"),
)


def stage(world: World) -> None:
    closed(world, MILLS)


def play(world: World) -> Iterator[Step]:
    deal = world.deals["mills"]
    printed = {
        r["report"]: r for r in json.loads(find("data", "mills", "reports.json").read_text(encoding="utf-8"))["reports"]
    }
    before = world.paid("mills")
    for quarter in range(before, len(deal.rows)):
        row = deal.rows[quarter]
        report = collect_and_report(world.stage, deal, quarter, QUIET)
        pay_out(world.stage, deal, quarter, report, QUIET)
        period, told = deal.figures["periods"][-1], printed[row.period]
        _compare(period, told)
        yield Step(
            people.PASSER_BY,
            Said(
                f"Report {row.period}, {row.attributed_to}: the documents are attested, the payment date is executed, and it is "
                "as printed.",
                f"第 {row.period} 号报告，{row.attributed_to}：文件经见证，支付日已执行，与公布一致。",
            ),
            {
                Said("received", "收款"): _whole(told["received"]),
                Said("distributed", "分配"): _whole(told["distributed"]),
                Said("held in the reserve", "储备"): _whole(told.get("to_reserve", 0)),
            },
        )
    rows = []
    for period in deal.figures["periods"]:
        told = printed[period["period"]]
        _compare(period, told)
        figures = (told["received"], told["expenses"], told["distributed"], period["distributed"]["units"])
        reserve = (told.get("to_reserve", 0), period["escrow"]["reserve"])
        rows.append((str(period["period"]), period["attributed_to"], *map(_whole, (*figures, *reserve))))
    zero = next(period for period in deal.figures["periods"] if period["period"] == ZERO_QUARTER)
    same("distributed in the zero quarter", Decimal(zero["distributed"]["units"]), Decimal(0))
    short = Decimal(printed[ZERO_QUARTER]["expenses"]) - Decimal(printed[ZERO_QUARTER]["received"])
    same("expenses above receipts", Decimal(zero["steps"][0]["shortfall"]), short)
    yield Step(
        people.ANYBODY,
        Said(
            f"{len(rows)} quarters side by side. In report {ZERO_QUARTER} expenses exceeded receipts and nothing was paid; then "
            "the trustees kept "
            "everything in a reserve.",
            f"{len(rows)} 个季度逐一对照。第 {ZERO_QUARTER} 号报告费用超过收款，未作分配；其后受托人将全部余额留作储备。",
        ),
        {
            Said("difference", "差额"): _whole(0),
            Said("expenses above receipts in the zero quarter", "零分配季度费用超出收款"): _whole(short),
        },
        Table(HEADINGS, rows, "llrrrrrr"),
    )


def _compare(period: dict[str, Any], told: dict[str, Any]) -> None:
    where = f"report {told['report']}"
    same(f"{where}: received", Decimal(period["received"]), Decimal(told["received"]))
    same(f"{where}: distributed", Decimal(period["distributed"]["units"]), Decimal(told["distributed"]))
    same(f"{where}: reserve", Decimal(period["escrow"]["reserve"]), Decimal(told.get("to_reserve", 0)))


def _whole(amount: int | str | Decimal) -> str:
    return format_decimal(Decimal(amount), 2)


CHAPTER = Chapter(
    number=4,
    title=Said("A real trust's history, to the dollar", "真实信托的历史，分毫不差"),
    minutes=5,
    shows=Said(
        "Six printed distribution reports of Mills Music Trust, with its zero quarter and its reserve, equal what the "
        "contracts paid.",
        "Mills Music Trust 六份公布的分配报告，含零分配季度与储备，与合约所付相等。",
    ),
    part=TRUST_YEARS,
    begins=lambda: offered(MILLS),
    stage=stage,
    play=play,
    pages=("/deals/mills", "/deals/mills/dates/240", "/deals/mills/tranches/units"),
)
