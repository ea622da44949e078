# SPDX-License-Identifier: Apache-2.0
"""R1 and R2: every division has a direction and its rest a place; what is repeated ten thousand times gains nothing."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from regalia.domain.entitlement import ONE
from regalia.domain.program import Program, StepFlag, StepKind, StepProgram, SubjectKind
from regalia.domain.state import Inputs
from regalia.domain.withholding import TaxRate, TaxTable
from tests.failures.divisions import DIRECTION, NO_MONEY, UNNAMED, divisions
from tests.failures.engines import QUARTERS, RESIDUAL, SENIOR, opened, payments, run, step
from tests.failures.estate import Books, check_whole, estate, of_nobody, owed
from tests.invariants.bare_deal import BareDeal
from tests.support.chain import Chain
from tests.support.contract import Contract, calldata
from tests.support.deal import DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.roles import actor

TIMES = 10_000


def test_r1__every_division__says_which_way_it_rounds_or_is_listed_with_where_the_rest_goes() -> None:
    found = divisions()
    unnamed = {place for place in found if place in UNNAMED or not DIRECTION.search(place[1])}
    assert {place for place in unnamed if place[0] not in NO_MONEY or place in UNNAMED} == set(UNNAMED)
    assert set(NO_MONEY) <= {file for file, _ in unnamed}


@pytest.mark.parametrize("supply", [2, 3, 17, 1_000_003])
def test_r1__everybody_has_claimed__the_escrow_keeps_the_fractions_and_nothing_else(supply: int) -> None:
    rng, total, books = Random(supply), 0, Books(supply, {"fund": 1, "bank": supply - 1})
    for _ in range(40):
        amount = rng.randrange(1, 10**7)
        books.distribute(amount)
        total += amount
    claimed = sum(books.claim(who) for who in ("fund", "bank"))
    _, remainder, per_unit, dust, _ = books.book()
    assert (per_unit * supply + remainder) == total * ONE and dust == 0
    fractions = sum(per_unit * count % ONE for count in (1, supply - 1)) + remainder
    assert (total - claimed) * ONE == fractions < 2 * ONE
    assert books.balance(books.escrow.address) == total - claimed <= 1


@pytest.mark.parametrize("cash", [0, 1, 2, 3, 9_999, 10_000, 10_001, 2_999_999, 3_000_000])
def test_r1__principal_in_proportion__parts_add_up_to_the_whole(cash: int) -> None:
    tranches = tuple(replace(SENIOR, label=f"t{t}", coupon=0, original_balance=10**6) for t in range(3))
    group = tuple(
        StepProgram(
            f"principal {t}", StepKind.PRINCIPAL, SubjectKind.TRANCHE, t,
            flags=StepFlag.PRO_RATA | (StepFlag.GOES_ON if t else StepFlag.NONE), tranche_mask=0b111 >> t << t,
        )
        for t in range(3)
    )  # fmt: skip
    program = Program(QUARTERS, tranches, (), (), (*group, step(RESIDUAL, 2)))
    balance = (10**6, 999_999, 1_000_001)
    outcome = run(program, opened(program, balance=balance), Inputs(1, cash, cash, None, ()))
    parts = payments(outcome)[:3]
    assert sum(parts) == min(cash, 3_000_000)
    assert all(abs(part - cash * b / 3_000_000) < 2 for part, b in zip(parts, balance, strict=True))


@pytest.mark.parametrize("rate", [1, 333_333, 999_999, 10**6])
def test_r1__withholding__tax_and_what_is_paid_add_up_and_tax_rounds_down(
    platform: Platform, money: Contract, rate: int
) -> None:
    table = TaxTable((TaxRate(0, 0, rate),)).pack()
    deal = platform.create(money, replace(plain_spec(7), tax_table=table, tax_authority="tax"))
    deal.sell({"senior_investor": (7,)})
    deal.close()
    gross = taxed = 0
    amounts = (7, 20, 999, 1_000_001)
    for amount in amounts:
        deal.pay_date(amount)
        told = deal.claim(0, "senior_investor").only("IncomeClaimed")
        assert told["tax"] == told["gross"] * rate // 10**6
        gross, taxed = gross + told["gross"], taxed + told["tax"]
    assert deal.payable("tax") == taxed
    assert int(money.read("balanceOf", actor("senior_investor"))) == gross - taxed
    assert deal.held() == taxed + deal.cash()[0] + deal.entitlement(0, "senior_investor") + (
        sum(amounts) - gross - deal.entitlement(0, "senior_investor")
    )


def attempt(chain: Chain, who: str, to: Contract, function: str, *arguments: object) -> bool:
    return chain.attempt(actor(who), to.address, calldata(to.name, function, *arguments))[0]


def test_r2__ten_thousand_claims_of_whatever_there_is__no_more_than_the_share() -> None:
    """A unit of money is shared out each time; the bank claims each time, the others once at the end."""
    deal = estate()
    claims = sum(_claims_after_one(deal) for _ in range(TIMES))
    assert claims > TIMES // 17
    assert deal.balance("bank") == TIMES * 4 // 17
    for who, count in (("fund", 10), ("saver", 3)):
        assert deal.act(who, deal.escrow, "claim", deal.tokens[0].address) is None
        assert deal.balance(who) == TIMES * count // 17
    check_whole(deal, TIMES)


def _claims_after_one(deal: BareDeal) -> bool:
    assert deal.distribute([1]) is None
    return deal.act("bank", deal.escrow, "claim", deal.tokens[0].address) is None


def test_r2__a_unit_sent_to_and_fro_ten_thousand_times_with_claims__nobody_gains_or_loses() -> None:
    deal = estate()
    deal.distribute([1_009])
    wealth = {who: scaled + deal.balance(who) * ONE for who, scaled in owed(deal).items()}
    carried = of_nobody(deal)
    token = deal.tokens[0]
    for i in range(TIMES // 2):
        assert deal.act("bank", token, "transfer", "saver", 1) is None
        assert deal.act("saver", token, "transfer", "bank", 1) is None
        if i % 10 == 0:
            for who in ("bank", "saver"):
                deal.act(who, deal.escrow, "claim", token.address)
    assert {who: scaled + deal.balance(who) * ONE for who, scaled in owed(deal).items()} == wealth
    assert of_nobody(deal) == carried


def test_r2__leaving_and_coming_back_five_thousand_times__a_fraction_each_time_never_gained() -> None:
    """Who leaves with less than a smallest unit leaves it to the others; he can only lose by it."""
    deal = estate()
    deal.distribute([1_009])
    deal.act("saver", deal.escrow, "claim", deal.tokens[0].address)
    before = deal.balance("saver") * ONE + owed(deal)["saver"]
    for _ in range(TIMES // 4):
        assert deal.act("saver", deal.tokens[0], "transfer", "bank", 3) is None
        assert deal.act("bank", deal.tokens[0], "transfer", "saver", 3) is None
    assert deal.balance("saver") * ONE + owed(deal)["saver"] <= before
    check_whole(deal, 1_009)


def test_r2__royalties_of_one_unit_ten_thousand_times__earn_what_one_of_all_does(
    platform: Platform, money: Contract
) -> None:
    deals: list[DealContracts] = []
    for salt in range(2):
        deals.append(platform.create(money, replace(plain_spec(7), salt=bytes([salt]) * 32)))
        deals[-1].sell({"senior_investor": (4,), "junior_investor": (3,)})
    for deal in deals:
        deal.close()
    drops, flood = deals
    drops.give(actor("licensee"), TIMES, drops.escrow)
    for _ in range(TIMES):
        assert attempt(platform.chain, "licensee", drops.escrow, "payRoyalty", bytes(32), 1, bytes(32))
    flood.pay_royalty(TIMES)
    for deal in deals:
        deal.pay_date_without_cash(TIMES)
        assert deal.entitlement(0, "senior_investor") == TIMES * 4 // 7
        assert deal.entitlement(0, "junior_investor") == TIMES * 3 // 7
