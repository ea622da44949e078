# SPDX-License-Identifier: Apache-2.0
"""The escrow alone, with somebody in the deal's place: who may do what, and books that always add up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chain import Answer, Chain, refused
from tests.support.contract import Contract
from tests.support.deal import LICENCE, REFERENCE, UNLIMITED
from tests.support.roles import actor
from tests.support.sample import START

DEAL, TOKEN, OFFERING = actor("deal"), actor("tranche token"), actor("offering")
LICENSEE, HOLDER, TRUSTEE, ATTACKER = actor("licensee"), actor("holder"), actor("trustee"), actor("attacker")
SUPERVISOR = actor("supervisor's contract")
ZERO = "0x" + "00" * 20


def terms(money: str, accounts: int) -> tuple[Any, ...]:
    """Arguments of an escrow that withholds no tax."""
    return (DEAL, money, accounts, actor("registry"), SUPERVISOR, b"", ZERO)


class Stage:
    """An escrow of two accounts; from closing on its one book has three units of one holder."""

    def __init__(self) -> None:
        self.chain = Chain(START)
        self.money = Contract.deploy(self.chain, "MockPaymentToken", by=DEAL)
        self.escrow = Contract.deploy(self.chain, "RoyaltyEscrow", *terms(self.money.address, 2), by=DEAL)
        for payer in (LICENSEE, OFFERING):
            self.money.send("mint", payer, 10_000, by=payer)
            self.money.send("approve", self.escrow.address, UNLIMITED, by=payer)

    def open(self, proceeds: int = 1_000, funding: tuple[int, ...] = (100, 50), by: str = DEAL) -> None:
        self.open_alone(proceeds, funding, by)
        self.issue(3)

    def open_alone(
        self, proceeds: int = 0, funding: tuple[int, ...] = (0, 0), by: str = DEAL, units: int = 3
    ) -> Answer:
        """So many units are placed, and none is issued yet."""
        terms = (OFFERING, proceeds, actor("originator"), funding, [TOKEN], [units])
        return self.escrow.send("openBooks", *terms, by=by)

    def issue(self, units: int, holder: str = HOLDER) -> None:
        self.escrow.send("rebook", ZERO, holder, units, by=TOKEN)

    def pay(self, amount: int) -> None:
        self.escrow.send("payRoyalty", LICENCE, amount, REFERENCE, by=LICENSEE)

    def distribute(
        self,
        collection: int = 0,
        accounts: tuple[int, ...] = (0, 0),
        owed: tuple[int, ...] = (0,),
        income: tuple[int, ...] = (0,),
        by: str = DEAL,
    ) -> None:
        self.escrow.send("distribute", collection, accounts, [TRUSTEE] * len(owed), owed, [TOKEN], income, by=by)

    def cash(self) -> tuple[int, ...]:
        collection, accounts = self.escrow.read("cash")
        return (collection, *accounts)

    def entitlement(self, holder: str = HOLDER) -> int:
        return int(self.escrow.read("entitlementOf", TOKEN, holder))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_pay_royalty__before_the_books_open__refused(stage: Stage) -> None:
    """Nobody could get it back from a deal that lapses."""
    with refused("RoyaltyEscrow_NotOpen", deal=DEAL):
        stage.pay(70)
    assert stage.cash() == (0, 0, 0)
    assert stage.money.read("balanceOf", LICENSEE) == 10_000


def test_pay_royalty__by_anybody__into_collection_and_said(stage: Stage) -> None:
    stage.open(0, (0, 0))
    done = stage.escrow.send("payRoyalty", LICENCE, 70, REFERENCE, by=LICENSEE)
    expected = {"payer": LICENSEE, "licence": LICENCE, "amount": 70, "paymentReference": REFERENCE}
    assert done.only("RoyaltyPaid") == expected
    assert stage.cash() == (70, 0, 0)
    assert stage.money.read("balanceOf", stage.escrow.address) == 70


def test_pay_royalty__nothing__refused(stage: Stage) -> None:
    with refused("RoyaltyEscrow_ZeroAmount"):
        stage.pay(0)


def test_pay_royalty__without_leave__refused(stage: Stage) -> None:
    stage.open(0, (0, 0))
    with refused("ERC20InsufficientAllowance", spender=stage.escrow.address, allowance=0, needed=5):
        stage.escrow.send("payRoyalty", LICENCE, 5, REFERENCE, by=ATTACKER)
    assert stage.cash() == (0, 0, 0)


@pytest.mark.parametrize("role", ["attacker", "holder", "trustee", "offering", "tranche token"])
def test_deal_only_entries__by_a_stranger__refused(stage: Stage, role: str) -> None:
    who = actor(role)
    stage.open(0, (0, 0))
    stage.pay(100)
    with refused("RoyaltyEscrow_OnlyDeal", deal=DEAL, caller=who):
        stage.open(by=who)
    with refused("RoyaltyEscrow_OnlyDeal", deal=DEAL, caller=who):
        stage.distribute(100, by=who)


def test_open_books__proceeds__accounts_funded_and_the_rest_owed_to_the_originator(stage: Stage) -> None:
    stage.open()
    assert stage.cash() == (0, 100, 50)
    assert stage.escrow.read("payableTo", actor("originator")) == 850
    assert stage.money.read("balanceOf", stage.escrow.address) == 1_000
    assert stage.escrow.read("bookOf", TOKEN) == (3, 0, 0, True, False, 0, 0)


def test_open_books__units__fixed_said_and_awaited_until_they_are_issued(stage: Stage) -> None:
    said = stage.open_alone(units=5).only("BooksOpened")
    assert (said["tokens"], said["units"]) == ((TOKEN,), (5,))
    assert stage.escrow.read("bookOf", TOKEN) == (5, 0, 0, True, False, 0, 5)
    stage.issue(2)
    assert stage.escrow.read("bookOf", TOKEN) == (5, 0, 0, True, False, 0, 3)


def test_open_books__no_proceeds__needs_no_payment(stage: Stage) -> None:
    stage.open(0, (0, 0))
    assert stage.money.read("balanceOf", stage.escrow.address) == 0


@pytest.mark.parametrize("funding", [(), (1,), (1, 1, 1)])
def test_open_books__funding_of_another_length__refused(stage: Stage, funding: tuple[int, ...]) -> None:
    with refused("RoyaltyEscrow_WrongLength", expected=2, given=len(funding)):
        stage.open(1_000, funding)


def test_open_books__funding_above_proceeds__refused(stage: Stage) -> None:
    with refused("Panic"):
        stage.open(149)


@pytest.mark.parametrize("accounts", [(), (0,), (0, 0, 0)])
def test_distribute__accounts_of_another_length__refused(stage: Stage, accounts: tuple[int, ...]) -> None:
    with refused("RoyaltyEscrow_WrongLength", expected=2, given=len(accounts)):
        stage.distribute(0, accounts)


@pytest.mark.parametrize("off", [-1, 1])
@pytest.mark.parametrize("where", ["collection", "accounts", "owed", "income"])
def test_distribute__a_unit_more_or_less_than_there_was__refused(stage: Stage, where: str, off: int) -> None:
    stage.open()
    stage.pay(200)
    sums = {"collection": 40, "accounts": 200, "owed": 60, "income": 50}
    sums[where] += off
    with refused("RoyaltyEscrow_NotConserved", before=350, afterwards=350 + off):
        stage.distribute(sums["collection"], (sums["accounts"] - 30, 30), (sums["owed"],), (sums["income"],))
    assert stage.cash() == (200, 100, 50)


def test_distribute__conserved__every_number_is_where_it_belongs(stage: Stage) -> None:
    stage.open()
    stage.pay(200)
    stage.distribute(39, (170, 30), (60,), (51,))
    assert stage.cash() == (39, 170, 30)
    assert stage.escrow.read("payableTo", TRUSTEE) == 60
    assert stage.entitlement() == 51


def test_distribute__payee_named_twice__owed_both(stage: Stage) -> None:
    stage.open(0, (0, 0))
    stage.pay(30)
    stage.distribute(owed=(10, 20))
    assert stage.escrow.read("payableTo", TRUSTEE) == 30


def test_distribute__income_of_a_book_without_units__refused(stage: Stage) -> None:
    stage.open(0, (0, 0))
    stage.pay(10)
    with refused("RoyaltyEscrow_NoUnits", token=ATTACKER, income=10):
        stage.escrow.send("distribute", 0, (0, 0), [], [], [ATTACKER], [10], by=DEAL)


def test_distribute__nothing_at_all__changes_nothing(stage: Stage) -> None:
    stage.open()
    before = stage.escrow.read("bookOf", TOKEN)
    stage.distribute(0, (100, 50))
    assert stage.escrow.read("bookOf", TOKEN) == before
    assert stage.cash() == (0, 100, 50)


def test_distribute__not_divisible__holders_round_down_and_the_fraction_is_carried(stage: Stage) -> None:
    stage.open(0, (0, 0))
    for holder in (actor("second"), actor("third")):
        stage.escrow.send("rebook", HOLDER, holder, 1, by=TOKEN)
    stage.pay(300)
    stage.distribute(collection=200, income=(100,))
    assert [stage.entitlement(h) for h in (HOLDER, actor("second"), actor("third"))] == [33, 33, 33]
    stage.distribute(income=(200,))
    assert [stage.entitlement(h) for h in (HOLDER, actor("second"), actor("third"))] == [100, 100, 100]


def test_distribute__some_units_not_issued_yet__they_earn_as_of_closing(stage: Stage) -> None:
    """A unit's share is the same whenever it is issued, also after its holder has had others."""
    stage.open_alone()
    second, third = actor("second"), actor("third")
    stage.issue(1)
    stage.pay(300)
    stage.distribute(collection=200, income=(100,))
    stage.issue(1, second)
    assert [stage.entitlement(h) for h in (HOLDER, second, third)] == [33, 33, 0]
    stage.distribute(income=(200,))
    stage.issue(1, third)
    assert [stage.entitlement(h) for h in (HOLDER, second, third)] == [100, 100, 100]
    for holder in (HOLDER, second, third):
        stage.escrow.send("claim", TOKEN, by=holder)
    assert stage.money.read("balanceOf", stage.escrow.address) == 0


def test_cash__collection_and_first_account_share_a_slot__extremes_stay_apart(stage: Stage) -> None:
    stage.open(0, (0, 0))
    stage.money.send("mint", LICENSEE, 2**128, by=LICENSEE)
    stage.pay(2**128 - 1)
    stage.distribute(0, (2**128 - 1, 0))
    assert stage.cash() == (0, 2**128 - 1, 0)


def test_pay_royalty__collection_would_overflow__refused(stage: Stage) -> None:
    stage.open(0, (0, 0))
    with refused("SafeCastOverflowedUintDowncast", bits=128, value=2**128):
        stage.pay(2**128)


def test_claim__income__paid_once_and_said(stage: Stage) -> None:
    stage.open(0, (0, 0))
    stage.pay(102)
    stage.distribute(income=(102,))
    done = stage.escrow.send("claim", TOKEN, by=HOLDER)
    assert done.only("IncomeClaimed") == {"token": TOKEN, "holder": HOLDER, "gross": 102, "tax": 0}
    assert int.from_bytes(done.output, "big") == 102
    assert stage.money.read("balanceOf", HOLDER) == 102
    with refused("RoyaltyEscrow_NothingOwed", claimant=HOLDER):
        stage.escrow.send("claim", TOKEN, by=HOLDER)


def test_claim__by_a_stranger_or_of_an_unknown_token__refused(stage: Stage) -> None:
    with refused("RoyaltyEscrow_NothingOwed", claimant=ATTACKER):
        stage.escrow.send("claim", TOKEN, by=ATTACKER)
    with refused("RoyaltyEscrow_NothingOwed", claimant=HOLDER):
        stage.escrow.send("claim", actor("no token"), by=HOLDER)


def test_withdraw__payable__paid_once_and_said(stage: Stage) -> None:
    stage.open(0, (0, 0))
    stage.pay(60)
    stage.distribute(owed=(60,))
    done = stage.escrow.send("withdraw", by=TRUSTEE)
    assert done.only("PayableClaimed") == {"payee": TRUSTEE, "amount": 60}
    assert int.from_bytes(done.output, "big") == 60
    assert stage.money.read("balanceOf", TRUSTEE) == 60
    with refused("RoyaltyEscrow_NothingOwed", claimant=TRUSTEE):
        stage.escrow.send("withdraw", by=TRUSTEE)


def test_withdraw__again_after_more_was_credited__only_the_new_part(stage: Stage) -> None:
    stage.open(0, (0, 0))
    stage.pay(60)
    stage.distribute(collection=20, owed=(40,))
    stage.escrow.send("withdraw", by=TRUSTEE)
    stage.distribute(owed=(20,))
    assert int.from_bytes(stage.escrow.send("withdraw", by=TRUSTEE).output, "big") == 20


def test_withdraw__nothing_owed__refused(stage: Stage) -> None:
    with refused("RoyaltyEscrow_NothingOwed", claimant=ATTACKER):
        stage.escrow.send("withdraw", by=ATTACKER)


def test_escrow__payment_token_without_code__refused(stage: Stage) -> None:
    with refused("RoyaltyEscrow_NoCode", paymentToken=ATTACKER):
        Contract.deploy(stage.chain, "RoyaltyEscrow", *terms(ATTACKER, 1), by=DEAL)


def test_escrow__sixteen_accounts__refused(stage: Stage) -> None:
    with refused("RoyaltyEscrow_WrongLength", expected=15, given=16):
        Contract.deploy(stage.chain, "RoyaltyEscrow", *terms(stage.money.address, 16), by=DEAL)


def test_escrow__fifteen_accounts__each_its_own(stage: Stage) -> None:
    escrow = Contract.deploy(stage.chain, "RoyaltyEscrow", *terms(stage.money.address, 15), by=DEAL)
    stage.money.send("approve", escrow.address, UNLIMITED, by=OFFERING)
    funding = tuple(range(1, 16))
    escrow.send("openBooks", OFFERING, 120, actor("originator"), funding, [], [], by=DEAL)
    assert escrow.read("cash") == (0, funding)
