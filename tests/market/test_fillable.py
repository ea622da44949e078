# SPDX-License-Identifier: Apache-2.0
"""What is said of an order without a transaction is what the desk does with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from regalia.market.fillable import FillUnitsError, check
from regalia.market.nonces import free_nonce
from regalia.market.order import Nonce, Side
from regalia.market.signed_order import SignedOrder
from tests.market.stage import BUYER, EXPIRY, SELLER, Stage, refused_by_the_desk
from tests.support import sample
from tests.support.roles import actor, key_of


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize("side", list(Side))
def test_check__everything_in_order__fillable_for_what_is_left_and_then_filled(stage: Stage, side: Side) -> None:
    signed = stage.signed(side=side)
    for taker in (None, BUYER.address):
        found = stage.check(signed, taker)
        assert (found.fillable, found.units, found.left, found.dead) == (True, 100, 100, False)
    stage.fill(signed, 60)
    again = stage.check(signed)
    assert (again.fillable, again.units, again.left) == (True, 40, 40)


def test_check__nothing_changed(stage: Stage) -> None:
    before = stage.chain.storage()
    stage.check(stage.signed())
    assert stage.chain.storage() == before


def expire(stage: Stage) -> None:
    stage.chain.now = EXPIRY + 1


def cancel(stage: Stage) -> None:
    stage.desk.send("cancel", 0, by=SELLER.address)


def cancel_all(stage: Stage) -> None:
    stage.desk.send("cancelAll", by=SELLER.address)


def fill_all(stage: Stage) -> None:
    stage.fill(stage.signed(), 100)


def distribute(stage: Stage) -> None:
    stage.deal.pay_date(100_000 * sample.USD)


@pytest.mark.parametrize(
    ("act", "code", "refusal"),
    [
        (expire, "expired", "SettlementDesk_Expired"),
        (cancel, "cancelled", "SettlementDesk_Cancelled"),
        (cancel_all, "epoch", "SettlementDesk_WrongEpoch"),
        (fill_all, "filled", "SettlementDesk_TooManyUnits"),
        (distribute, "income-distributed", "SettlementDesk_IncomeDistributed"),
    ],
)
def test_check__it_is_over__named_for_good_and_the_desk_says_the_same(
    stage: Stage, act: Callable[[Stage], None], code: str, refusal: str
) -> None:
    signed = stage.signed() if act is fill_all else stage.signed(income_per_unit=0)
    act(stage)
    found = stage.check(signed)
    assert ([reason.code for reason in found.reasons], found.units, found.dead) == ([code], 0, True)
    assert refused_by_the_desk(stage, signed, 10) == refusal


@pytest.mark.parametrize(("second", "fillable"), [(EXPIRY - 1, True), (EXPIRY, True), (EXPIRY + 1, False)])
def test_check__around_the_last_second__as_of_the_block_or_of_a_time_that_is_given(
    stage: Stage, second: int, fillable: bool
) -> None:
    signed = stage.signed()
    assert check(stage.web3, signed, now=second).fillable is fillable
    stage.chain.now = second
    assert stage.check(signed).fillable is fillable


def test_check__epoch_to_come__not_now_but_perhaps_later(stage: Stage) -> None:
    found = stage.check(stage.signed(nonce=Nonce(1, 0, 0)))
    assert ([reason.code for reason in found.reasons], found.dead) == (["epoch"], False)


@pytest.mark.parametrize(
    ("changes", "taker", "code", "refusal"),
    [
        ({"payment_token": actor("other money")}, BUYER.address, "payment-token", "SettlementDesk_OtherPaymentToken"),
        ({"counterparty": actor("somebody")}, BUYER.address, "counterparty", "SettlementDesk_OtherCounterparty"),
        ({"venue": actor("venue"), "venue_fee": 100}, BUYER.address, "venue-fee", "SettlementDesk_FeeTooHigh"),
        ({}, SELLER.address, "own-order", "SettlementDesk_OwnOrder"),
    ],
)
def test_check__terms_that_do_not_fit__named_and_the_desk_says_the_same(
    stage: Stage, changes: dict[str, Any], taker: str, code: str, refusal: str
) -> None:
    signed = stage.signed(**changes)
    assert stage.codes(signed, taker)[0] == code  # type: ignore[arg-type]
    assert refused_by_the_desk(stage, signed, 10, taker) == refusal


def test_check__another_wallet_of_the_maker__one_investor(stage: Stage) -> None:
    second = key_of("seller 2").address
    stage.platform.add_wallet(second, SELLER.address)
    stage.provide(second)
    signed = stage.signed()
    assert stage.codes(signed, second) == ["same-investor"]
    assert refused_by_the_desk(stage, signed, 10, second) == "SettlementDesk_SameInvestor"


def test_check__forged__the_signature_first(stage: Stage) -> None:
    signed = stage.signed()
    forged = replace(signed, order=replace(signed.order, price=1))
    assert stage.codes(forged) == ["signature"]
    assert refused_by_the_desk(stage, forged, 10) == "SettlementDesk_BadSignature"


@pytest.mark.parametrize(
    ("mood", "code", "refusal"),
    [
        (0, "seller-allowance", "ERC20InsufficientAllowance"),
        (1, "signature", "SettlementDesk_BadSignature"),
        (2, "signature", "SettlementDesk_BadSignature"),
        (3, "signature", "SettlementDesk_BadSignature"),
    ],
)
def test_check__a_contract_signs__asked_whatever_it_answers(stage: Stage, mood: int, code: str, refusal: str) -> None:
    """It confirms, and then the desk goes on to the units; it refuses, answers garbage, reverts."""
    signed = stage.by_contract(mood)
    assert stage.codes(signed)[0] == code
    assert refused_by_the_desk(stage, signed, 10) == refusal


def test_check__said_to_be_a_contracts_and_there_is_none__no_signature(stage: Stage) -> None:
    signed = replace(stage.signed(), signature=b"\x01", by_contract=True)
    (reason,) = stage.check(signed).reasons
    assert (reason.code, "there is no contract at" in reason.text) == ("signature", True)


@pytest.mark.parametrize(
    ("units", "code", "refusal"),
    [
        (101, "above-what-is-left", "SettlementDesk_TooManyUnits"),
        (9, "below-minimum-fill", "SettlementDesk_BelowMinimumFill"),
    ],
)
def test_check__wrong_size__named_and_how_much_would_go(stage: Stage, units: int, code: str, refusal: str) -> None:
    signed = stage.signed()
    found = stage.check(signed, units=units)
    assert ([reason.code for reason in found.reasons], found.units) == ([code], 100)
    assert refused_by_the_desk(stage, signed, units) == refusal


@pytest.mark.parametrize("units", [0, -1, 2**256])
def test_check__no_number_of_units__refused(stage: Stage, units: int) -> None:
    with pytest.raises(FillUnitsError, match="must be at least 1"):
        stage.check(stage.signed(), units=units)


@pytest.mark.parametrize("what", ["no code", "other contract"])
def test_check__no_tranche__said_so(stage: Stage, what: str) -> None:
    token = actor("nothing") if what == "no code" else stage.money.address
    found = stage.check(stage.signed(token=token))
    assert ([reason.code for reason in found.reasons], found.units) == (["no-tranche"], 0)


def test_check__counterfeit_desk_or_other_chain__nothing_else_is_asked(stage: Stage) -> None:
    signed = stage.signed()
    for domain, code in (
        (replace(stage.domain, desk=stage.money.address), "not-the-desk"),
        (replace(stage.domain, desk=actor("nothing")), "not-the-desk"),
        (replace(stage.domain, chain_id=1), "wrong-chain"),
    ):
        stage.node.asked = 0
        assert stage.codes(replace(signed, domain=domain)) == [code]
        assert stage.node.asked == 0


def test_free_nonce__of_a_maker__beside_filled_cancelled_and_known_ones(stage: Stage) -> None:
    def free(*known: SignedOrder) -> Nonce:
        return free_nonce(stage.web3, stage.domain, SELLER.address, known)

    assert free() == Nonce(0, 0, 0)
    stage.fill(stage.signed(), 10)
    stage.desk.send("cancel", Nonce(0, 0, 1).packed, by=SELLER.address)
    assert free(stage.signed(nonce=Nonce(0, 0, 2))) == Nonce(0, 0, 3)
    stage.desk.send("cancelAll", by=SELLER.address)
    assert free(stage.signed(nonce=Nonce(0, 0, 2))) == Nonce(1, 0, 0)
