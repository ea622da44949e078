# SPDX-License-Identifier: Apache-2.0
"""What the rights behind a deal cost: its payment dates, which must not depend on how many there are, and acts on one of many."""

from __future__ import annotations

from datetime import UTC, datetime

from bench.blocks import undone
from bench.dates import THRESHOLD, steady
from bench.measure import Bench, close, make_deal, sell
from bench.portfolio import Portfolio, event, open_portfolio
from bench.scenario import LEGAL_FINAL, POOL_TRIGGERS, STALE, on_rights
from regalia.chain.deployer import MadeDeal
from regalia.chain.transact import send
from regalia.domain.program import Program
from regalia.domain.rights.words import Act

FEW_RIGHTS, MANY_RIGHTS = 10, 2_000
LAST = 4_095
"""The last place a pool has: the same right, and so the same words, whatever the number of others."""
HAIRCUTS = (1_000_000, 1_000_000, 1_000_000, 300_000, 500_000, 200_000, 400_000, 0, 1_000_000, 1_000_000)
"""By condition, in the order of docs/decisions/0004: whatever happens changes what a right counts for."""
STALE_FROM = int(datetime(2030, 1, 2, 12, tzinfo=UTC).timestamp())


def growth_with_a_fact(bench: Bench, four: int) -> dict[str, int]:
    """How much a date with four triggers on few rights grows with a trigger on a further fact."""
    portfolio, made = _offered(bench, FEW_RIGHTS, on_rights((*POOL_TRIGGERS, STALE)))
    return {"payment_date_per_fact_trigger": _date(portfolio, made) - four}


def life_of_a_pool(bench: Bench, rights: int) -> dict[str, int]:
    """A date on a pool of so many rights, and acts on one of them, at their dearest: on the largest, or on what becomes it.

    On a chain of its own, so that deal and pool have the same addresses whatever the number: their zeros would be cheaper.
    """
    portfolio, made = _offered(bench, rights)
    figures = _one_more(portfolio, made)
    figures["payment_date"] = _date(portfolio, made)
    figures[f"legal_report_{THRESHOLD}"] = portfolio.report(event(0, Act.CHALLENGED, 3))["gasUsed"]
    for signers in (1, THRESHOLD):
        with undone(bench.chain):
            valued = portfolio.report_value(1, 3 * portfolio.each, signers)
            figures[f"valuation_report_{signers}"] = valued["gasUsed"]
    figures["right_value"] = portfolio.value(1, 3 * portfolio.each)["gasUsed"]
    bench.chain.warp(STALE_FROM)
    figures["pool_settle_1"] = portfolio.settle(made.deal, 1)["gasUsed"]
    return {_key(name, rights): gas for name, gas in figures.items()}


def _key(name: str, rights: int) -> str:
    """Acts are those on one right of many, unless it is said that there are few."""
    if name == "payment_date":
        return f"payment_date_{rights}_rights"
    return f"{name}_of_{rights}" if rights == FEW_RIGHTS and name != "right_enter" else name


def _offered(bench: Bench, rights: int, program: Program | None = None) -> tuple[Portfolio, MadeDeal]:
    """A deal not yet sold, and its pool of so many rights."""
    portfolio = open_portfolio(bench, rights)
    made = make_deal(bench, THRESHOLD, program=program or on_rights(), facts=portfolio.pool.address)
    packed = sum(rate << 24 * i for i, rate in enumerate(HAIRCUTS))
    terms = (int(LEGAL_FINAL.strftime("%Y%m%d")), packed, 0, 0, 0, 0, 0, ())
    send(bench.web3, portfolio.pool.functions.open(made.deal, terms), bench.operator)
    portfolio.enter(range(rights))
    portfolio.pledge(made.deal, range(rights))
    return portfolio, made


def _one_more(portfolio: Portfolio, made: MadeDeal) -> dict[str, int]:
    """A right beside those there are, entered and pledged; undone, so that there are as many as before."""
    new = portfolio.rights
    with undone(portfolio.bench.chain):
        entered = portfolio.enter_one(LAST)["gasUsed"]
        portfolio.enter(range(new, new + 1))
        return {"right_enter": entered, "right_pledge": portfolio.pledge_one(made.deal, new)["gasUsed"]}


def _date(portfolio: Portfolio, made: MadeDeal) -> int:
    """Sold, closed, past its first quarters, and then a date."""
    list(sell(portfolio.bench, made))
    deal, _ = close(portfolio.bench, made, THRESHOLD)
    steady(deal)
    return deal.quarter()[1]["gasUsed"]
