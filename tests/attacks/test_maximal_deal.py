# SPDX-License-Identifier: Apache-2.0
"""The largest deal the checker lets through: making, closing, paying and ending it each fit into a block with room to spare.

Larger ones are refused by name before anything is made. Limits are 16 tranches, 40 steps of both lists together and 14 triggers.
"""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest

from bench.scenario import expense, interest, principal, residual
from regalia.domain.program import (
    MAX_ACCOUNTS,
    MAX_STEPS,
    MAX_TRANCHES,
    MAX_TRIGGERS,
    DueKind,
    Program,
    StepFlag,
    TriggerProgram,
)
from regalia.domain.program_words import Measure
from tests.support import sample
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor

USD = sample.USD
BLOCK = 30_000_000
"""Gas of a block of any network the house names; many have more."""
TRANSACTION = 2**24
"""The most gas a transaction may have by EIP-7825."""
UNITS = 10
EVERY_NOTE = 2**MAX_TRANCHES - 1
RESERVE = replace(sample.RESERVE, flags=StepFlag.PART_FIXED, tranche_mask=0, number=0, amount=2 * USD)
DATES = 3


def program(
    tranches: int = MAX_TRANCHES, steps: int = MAX_STEPS, triggers: int = MAX_TRIGGERS, accounts: int = MAX_ACCOUNTS
) -> Program:
    """Interest of every tranche, a reserve of every account, principal as far as there is room; every trigger looks at every tranche."""
    note = replace(sample.PROGRAM.tranches[0], units=UNITS, original_balance=1_000 * USD)
    within = range(min(tranches, MAX_TRANCHES))
    lists = [
        *(interest(t, ()) for t in within),
        *(replace(RESERVE, label=f"reserve {a}", subject=a) for a in range(accounts)),
        replace(expense("fee", 0, DueKind.FIXED, amount=USD), support=()),
    ]
    repaid = [principal(t % MAX_TRANCHES) for t in range(steps - len(lists) - 1)]
    watched = tuple(
        TriggerProgram(f"t{i}", Measure.INTEREST_COVERAGE, threshold=10**6, k=2, n=4, effect=i, tranche_mask=EVERY_NOTE)
        for i in range(triggers)
    )
    return replace(
        sample.PROGRAM,
        tranches=(note,) * tranches,
        accounts=tuple(f"account {i}" for i in range(accounts)),
        steps=(*lists, *repaid, residual(MAX_TRANCHES - 1)),
        triggers=watched,
        flags=tuple(f"f{i}" for i in range(triggers)),
    )


def spec(of: Program) -> DealSpec:
    """With the longest names there are."""
    texts = tuple(f"{t}".rjust(64, "x") for t in range(len(of.tranches)))
    return DealSpec(of, (100 * USD,) * len(of.tranches), (USD,) * len(of.accounts), sample.PAYEES, texts, texts)


@functools.cache
def lived() -> tuple[DealContracts, dict[str, int]]:
    """The largest deal over some dates, with the gas of the dearest transaction of each kind."""
    platform = Platform()
    money = platform.money()
    whole = spec(program())
    made = platform.factory.send("createDeal", whole.request(money.address).as_tuple(), by=actor("issuer"))
    gas = {"create": made.gas}
    deal = DealContracts(
        platform.chain,
        platform.oracle,
        money,
        whole.program,
        made.only("DealCreated"),
        platform.lens,
        platform.support,
    )
    deal.sell({"senior_investor": (UNITS,) * MAX_TRANCHES})
    gas["close"] = deal.close_alone().gas
    deal.collect()
    for date in range(DATES):
        # the first date pays the whole list, the second falls short of it so that every trigger counts a breach
        amount = 3_000 * USD if date != 1 else 8 * USD
        deal.pay_royalty(amount)
        report = deal.report(amount)
        deal.reach(report.period)
        gas["report"] = max(gas.get("report", 0), deal.submit(report).gas)
        gas["date"] = max(gas.get("date", 0), deal.execute(report).gas)
    gas["claim"] = max(deal.claim(t, "senior_investor").gas for t in range(MAX_TRANCHES))
    return deal, gas


@pytest.mark.parametrize("act", ["create", "close", "report", "date", "claim"])
def test_largest_deal__any_transaction__fits_into_half_a_block(act: str) -> None:
    assert lived()[1][act] < min(BLOCK // 2, TRANSACTION)


def test_largest_deal__every_step_and_trigger__was_worked_on() -> None:
    """A deal that skips its list would be cheap."""
    deal, _ = lived()
    state = deal.state()
    assert len(deal.program.steps) == MAX_STEPS and all(deal.program.triggers)
    assert all(state.history), "a trigger that saw no date"
    paid = [int(deal.money.read("balanceOf", actor("senior_investor"))), deal.payable("trustee")]
    assert all(paid)
    accounted = sum(paid) + deal.held()
    proceeds = MAX_TRANCHES * UNITS * 100 * USD
    assert accounted - deal.payable("trustee") == proceeds + (3_000 + 8 + 3_000) * USD


TOO_LARGE = {
    "tranches": (program(tranches=MAX_TRANCHES + 1), 17),
    "twenty tranches": (program(tranches=20), 20),
    "steps": (program(steps=MAX_STEPS + 1), 41),
    "triggers": (program(triggers=MAX_TRIGGERS + 1), 15),
    "accounts": (program(accounts=MAX_ACCOUNTS + 1), 16),
}


@pytest.mark.parametrize("what", list(TOO_LARGE))
def test_larger_deal__refused_by_name__and_nothing_is_made(platform: Platform, money: Contract, what: str) -> None:
    """A deal that can be made can be paid: the limit is asked where it costs the issuer alone."""
    of, given = TOO_LARGE[what]
    field = what.split()[-1].encode().ljust(32, b"\0")
    with refused_whole(platform.chain, "ProgramCheck_Header", field=field, given=given):
        platform.create(money, spec(of))


def test_largest_deal__many_strangers_pay_into_it__the_next_date_costs_no_more() -> None:
    """No list of the deal grows with its age, its payers or its holders."""
    deal, gas = lived()
    with deal.chain.undone():
        for i in range(20):
            deal.pay_royalty(1, by=actor(f"payer {i}"))
        deal.pay_royalty(3_000 * USD)
        report = deal.report(3_000 * USD)
        deal.reach(report.period)
        deal.submit(report)
        assert deal.execute(report).gas <= gas["date"]


def test_largest_deal__a_stranger_repeats_the_date__pays_for_a_refusal() -> None:
    deal, _ = lived()
    with deal.chain.undone():
        report = deal.report(0, period=deal.deal.read("nextPeriod") - 1)
        with refused("Deal_PeriodOutOfOrder") as refusal:
            deal.execute(report, by=actor("attacker"))
        assert refusal.value.gas < 200_000
