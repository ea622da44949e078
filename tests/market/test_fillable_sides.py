# SPDX-License-Identifier: Apache-2.0
"""What both sides hold, allow and may: the most that goes, and the token's questions by name."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from eth_utils.crypto import keccak

from regalia.market.fillable import check
from regalia.market.order import Side
from tests.market.stage import BUYER, CASH, HELD, PRICE, SELLER, Stage, refused_by_the_desk
from tests.support.chain import RefusedError
from tests.support.platform import DealSpec
from tests.support.roles import actor, key_of

ORDER = (b"order".ljust(32, b"\0"), keccak(text="judgment"))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def rules(largest: int = 0, denomination: int = 0, retained: int = 0, cap: int = 0) -> DealSpec:
    """The sample deal, its tranches with such limits."""
    word = 0x1E << 240 | largest << 160 | denomination << 112 | retained << 64 | cap
    return DealSpec(transfer_rules=(word.to_bytes(32, "big"), *[(0x1E << 240).to_bytes(32, "big")] * 2))


@pytest.mark.parametrize(
    ("units", "changes", "possible"),
    [
        ({"token": 30}, {}, 30),
        ({"token": 9}, {}, 0),
        ({"money": 40 * PRICE + PRICE - 1}, {}, 40),
        ({"allowance": 25}, {}, 25),
        ({"cash allowance": 12 * PRICE}, {}, 12),
    ],
)
def test_check__one_side_has_less__the_most_that_goes(
    stage: Stage, units: dict[str, int], changes: dict[str, Any], possible: int
) -> None:
    (what, amount), signed = next(iter(units.items())), stage.signed(**changes)
    if what == "token":
        stage.token.send("transfer", actor("senior_investor"), HELD - amount, by=SELLER.address)
    elif what == "money":
        stage.money.send("transfer", actor("outsider"), CASH - amount, by=BUYER.address)
    elif what == "allowance":
        stage.token.send("approve", stage.desk.address, amount, by=SELLER.address)
    else:
        stage.money.send("approve", stage.desk.address, amount, by=BUYER.address)
    found = stage.check(signed)
    assert found.units == possible
    if possible:
        assert found.fillable
        assert not stage.check(signed, units=possible + 1).fillable
        stage.fill(signed, possible)
    else:
        assert [reason.code for reason in found.reasons] == ["seller-units"]


def test_check__nobody_has_anything__every_reason_in_order(stage: Stage) -> None:
    outsider = key_of("outsider").address
    stage.token.send("transfer", actor("senior_investor"), HELD, by=SELLER.address)
    stage.token.send("approve", stage.desk.address, 0, by=SELLER.address)
    assert stage.codes(stage.signed(), outsider) == [
        "seller-units",
        "seller-allowance",
        "buyer-cash",
        "buyer-allowance",
        "transfer:receiver-eligible",
        "transfer:class",
    ]


def test_check__buy_order_with_a_fee__the_maker_pays_it_on_top() -> None:
    stage = Stage(rules(cap=100))
    signed = stage.signed(side=Side.BUY, venue=actor("venue"), venue_fee=10_000, maker=BUYER.address)
    fee = 40 * PRICE // 100
    stage.money.send("transfer", actor("outsider"), CASH - 40 * PRICE - fee, by=BUYER.address)
    assert stage.check(signed, SELLER.address).units == 40
    assert stage.codes(signed, SELLER.address, 41) == ["buyer-cash"]
    stage.fill(signed, 40, by=SELLER.address)
    assert (stage.money.read("balanceOf", BUYER.address), stage.money.read("balanceOf", actor("venue"))) == (0, fee)


def freeze_seller(stage: Stage) -> None:
    stage.platform.agent.send("setAddressFrozen", stage.token.address, SELLER.address, True, ORDER, by=actor("freezer"))


def freeze_units(stage: Stage) -> None:
    stage.platform.agent.send("setFrozenTokens", stage.token.address, SELLER.address, HELD, ORDER, by=actor("freezer"))


def freeze_some(stage: Stage) -> None:
    stage.platform.agent.send(
        "setFrozenTokens", stage.token.address, SELLER.address, HELD - 15, ORDER, by=actor("freezer")
    )


def remove_buyer(stage: Stage) -> None:
    stage.platform.remove(BUYER.address)


def pause(stage: Stage) -> None:
    stage.platform.agent.send("pause", stage.token.address, ORDER, by=actor("pauser"))


@pytest.mark.parametrize(
    ("act", "codes"),
    [
        (freeze_seller, ["transfer:sender-not-frozen"]),
        (freeze_units, ["transfer:units-not-frozen"]),
        (remove_buyer, ["transfer:receiver-eligible"]),
        (pause, ["transfer:not-paused"]),
    ],
)
def test_check__the_tokens_ladder_refuses__the_question_by_name(
    stage: Stage, act: Callable[[Stage], None], codes: list[str]
) -> None:
    signed = stage.signed()
    act(stage)
    found = stage.check(signed)
    assert ([reason.code for reason in found.reasons], found.units, found.dead) == (codes, 0, False)
    assert refused_by_the_desk(stage, signed, 10) in (
        "TrancheToken_TransferRefused",
        "ERC7943InsufficientUnfrozenBalance",
    )


def test_check__some_units_frozen__the_others_go(stage: Stage) -> None:
    signed = stage.signed()
    freeze_some(stage)
    assert stage.check(signed).units == 15
    stage.fill(signed, 15)


def test_check__no_taker_yet__only_the_makers_questions(stage: Stage) -> None:
    sells, buys = stage.signed(), stage.signed(side=Side.BUY, maker=BUYER.address)
    remove_buyer(stage)
    freeze_seller(stage)
    assert stage.codes(sells, None) == ["transfer:sender-not-frozen"]
    assert stage.codes(buys, None) == ["transfer:receiver-eligible"]


def test_check__denomination__as_much_as_leaves_the_seller_one() -> None:
    stage = Stage(rules(denomination=50))
    signed = stage.signed(units=180, minimum_fill=0)
    found = stage.check(signed)
    assert (found.fillable, found.units) == (True, 150)
    assert stage.codes(signed, units=180) == ["transfer:denomination"]
    stage.fill(signed, 150)


def test_check__largest_holding__what_all_wallets_of_the_buyer_have_room_for() -> None:
    stage = Stage(rules(largest=600))
    second = key_of("buyer 2").address
    stage.platform.add_wallet(second, BUYER.address)
    stage.provide(second)
    stage.token.send("transfer", BUYER.address, 370, by=actor("mezzanine_investor"))
    signed = stage.signed()
    for wallet in (BUYER.address, second):
        assert stage.check(signed, wallet).units == 30
    assert stage.codes(signed, second, 31) == ["transfer:largest-share"]
    stage.fill(signed, 30, by=second)


def test_check__the_payment_token_takes_a_fee__found_by_the_trial() -> None:
    """No view tells it."""
    stage = Stage(money="MockFeeToken")
    signed = stage.signed()
    assert stage.check(signed).fillable
    stage.money.send("charge", True, by=actor("anybody"))
    found = stage.check(signed)
    (reason,) = found.reasons
    assert (reason.code, "SettlementDesk_AmountReceived(" in reason.text, found.units) == ("desk-refuses", True, 0)


@pytest.mark.parametrize("seed", range(2))
def test_check__any_balances_allowances_and_rules__what_the_desk_does(seed: int) -> None:
    """The views alone, without the trial, against fills that are sent and undone; sizes around every limit."""
    dice = random.Random(seed)
    stage = Stage(rules(denomination=dice.choice([0, 20]), largest=600, cap=50))
    for _ in range(8):
        with stage.chain.undone():
            side = dice.choice(list(Side))
            least, left = dice.choice([0, 1, 30]), dice.randint(60, 150)
            signed = stage.signed(
                side=side, units=left, minimum_fill=least, venue=actor("venue"), venue_fee=dice.choice([0, 4_999])
            )
            seller, buyer = (SELLER, BUYER) if side is Side.SELL else (BUYER, SELLER)
            shuffle(stage, dice, seller.address, buyer.address)
            found = check(stage.web3, signed, BUYER.address, now=stage.chain.now)
            sizes = {1, 30, left, left + 1, found.units, found.units + 1, dice.randint(1, 160)}
            for units in sorted(sizes - {0}):
                said = check(stage.web3, signed, BUYER.address, units, now=stage.chain.now)
                with stage.chain.undone():
                    assert accepted(stage, signed, units) is said.fillable, (units, said)
            assert found.fillable is (found.units > 0)


def shuffle(stage: Stage, dice: random.Random, seller: str, buyer: str) -> None:
    """Units, money, allowances and freezes as they may come, some of them."""
    if dice.random() < 0.5:
        stage.token.send("transfer", actor("senior_investor"), dice.choice([60, 120, HELD]), by=seller)
    if dice.random() < 0.5:
        stage.money.send("transfer", actor("outsider"), CASH - dice.randint(0, 100) * PRICE, by=buyer)
    if dice.random() < 0.3:
        stage.token.send("approve", stage.desk.address, dice.randint(0, 160), by=seller)
    if dice.random() < 0.3:
        stage.money.send("approve", stage.desk.address, dice.randint(0, 160) * PRICE, by=buyer)
    if dice.random() < 0.3:
        frozen = (stage.token.address, seller, dice.randint(0, 250), ORDER)
        stage.platform.agent.send("setFrozenTokens", *frozen, by=actor("freezer"))
    if dice.random() < 0.2:
        stage.token.send("transfer", buyer, 350, by=actor("mezzanine_investor"))


def accepted(stage: Stage, signed: Any, units: int) -> bool:
    try:
        stage.fill(signed, units)
    except RefusedError:
        return False
    return True
