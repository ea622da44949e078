# SPDX-License-Identifier: Apache-2.0
"""5: a shortfall, arrears, one period to cure, and an event of default."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from regalia.demo.issuing import offered_at
from regalia.demo.regulator import people
from regalia.demo.regulator.attested import begin
from regalia.demo.regulator.chapter import ALL_YEARS, Chapter
from regalia.demo.regulator.checks import holds, same
from regalia.demo.regulator.dates import execute, next_row, pay_dates, report_next, state
from regalia.demo.regulator.plans import AZASITE, azasite
from regalia.demo.regulator.step import Said, Step
from regalia.demo.regulator.world import World
from regalia.domain.history import DealBooks, PaymentDate, PeriodReport
from regalia.domain.program import SubjectKind
from regalia.domain.terms import load_terms

QUIET_DATES = 23
"""Of the deal's first years, in which interest was paid; the 24th was not."""
INTEREST = 1
"""Place of the step in the deal file."""
UNPAID = 0
"""Place of the trigger."""


def stage(world: World) -> None:
    pay_dates(world, begin(world, azasite()), QUIET_DATES)


def play(world: World) -> Iterator[Step]:
    deal = world.deals[AZASITE]
    money, tranche = deal.amount, 0
    row = next_row(world, deal)
    first = execute(world, deal, report_next(world, deal))
    interest = first.records[INTEREST]
    same("arrears", state(deal).arrears[tranche], interest.shortfall)
    holds("something is short", interest.shortfall > 0)
    same("age of the arrears", state(deal).age[tranche], 1)
    holds("no event of default yet", not state(deal).active[UNPAID])
    yield Step(
        people.PASSER_BY,
        Said(
            f"{row.payment_date}: the minimum royalties stopped, so that collections don't reach the interest. What is short "
            "becomes arrears.",
            f"{row.payment_date}：最低特许权使用费停止，收款不足以支付利息。不足部分转为欠付。",
        ),
        {
            Said("received", "收款"): money(row.received),
            Said("interest due", "应付利息"): money(interest.due),
            Said("paid", "已付"): money(interest.paid),
            Said("arrears", "欠付"): money(state(deal).arrears[tranche]),
        },
    )
    row, books = next_row(world, deal), world.books[AZASITE]
    without = _as_if(books, row.report)
    missing = without.records[INTEREST].shortfall
    cured = _as_if(books, replace(row.report, other_income=missing))
    same("arrears once cured", cured.state.arrears[tranche], 0)
    holds("a cure prevents the default", not cured.state.active[UNPAID])
    yield Step(
        people.PYTHON,
        Said(
            "The issuer's parent has one period to cure, with interest on the arrears. Had it paid what the next date lacks, "
            "the same "
            "program, run in Python, ends without arrears and without a default.",
            "发行人母公司有一个期间可补救，并须付欠付利息。若其补足下一支付日之缺口，同一程序在 Python "
            "中运行的结果是无欠付、无违约。",
        ),
        {
            Said("to cure on the next date", "下一支付日补救所需"): money(missing),
            Said("arrears then", "补救后欠付"): money(cured.state.arrears[tranche]),
        },
    )
    second = execute(world, deal, report_next(world, deal))
    now = state(deal)
    same("what was foreseen without a cure", second.records, without.records)
    same("age of the arrears", now.age[tranche], 2)
    holds("event of default", now.active[UNPAID])
    yield Step(
        people.PASSER_BY,
        Said(
            f"{row.payment_date}: nobody cures. Arrears of a second date are the event of default; the contract finds it by "
            "itself.",
            f"{row.payment_date}：无人补救。第二个支付日仍欠付即构成违约事件；由合约自行认定。",
        ),
        {
            Said("interest due, with arrears", "应付利息（含欠付）"): money(second.records[INTEREST].due),
            Said("paid", "已付"): money(second.records[INTEREST].paid),
            Said("arrears", "欠付"): money(now.arrears[tranche]),
            Said("dates in arrears", "欠付期数"): str(now.age[tranche]),
        },
    )
    row = next_row(world, deal)
    third = execute(world, deal, report_next(world, deal))
    holds("the acceleration list ran", third.accelerated)
    same("steps of the acceleration list", len(third.records), len(deal.program.acceleration))
    yield Step(
        people.PASSER_BY,
        Said(
            f"{row.payment_date}: from now on the other list of the deal file runs, the one for after a default. Chain and "
            "Python agree "
            f"about every record of {world.paid(AZASITE)} dates.",
            f"{row.payment_date}：自此运行交易文件中违约后的另一份支付顺序。{world.paid(AZASITE)} 个支付日的每条记录，链与 "
            "Python 一致。",
        ),
        {
            Said("steps of the list after a default", "违约后支付顺序步骤数"): str(len(third.records)),
            Said("paid to noteholders", "付给持有人"): money(sum(third.paid(SubjectKind.TRANCHE))),
            Said("balance of the notes", "票据余额"): money(state(deal).balance[tranche]),
        },
    )


def _as_if(books: DealBooks, report: PeriodReport) -> PaymentDate:
    """What the next date would do with this report, its cash paid in. The books stay as they are."""
    other = deepcopy(books)
    other.collect(report.received + report.other_income)
    return other.execute(report)


CHAPTER = Chapter(
    number=5,
    title=Said("Shortfall, arrears, cure, event of default", "不足、欠付、补救、违约事件"),
    minutes=5,
    shows=Said(
        "AzaSite notes as modelled from filings: interest goes short in 2014, is not cured, and the contract finds the default.",
        "依公开文件建模的 AzaSite 票据：2014 年利息不足、未获补救，合约认定违约。",
    ),
    part=ALL_YEARS,
    begins=lambda: offered_at(load_terms(azasite().terms_path)),
    stage=stage,
    play=play,
    pages=("/deals/azasite", "/deals/azasite/dates/24", "/deals/azasite/dates/25", "/deals/azasite/dates/26"),
)
