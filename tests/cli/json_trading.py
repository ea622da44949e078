# SPDX-License-Identifier: Apache-2.0
"""What the commands of orders and instructions say, held against the settlement desk, the tokens and the money that moved."""

from __future__ import annotations

from typing import Any

from tests.cli.json_figures import plain
from tests.cli.json_leaf import Words
from tests.cli.json_world import Asked, equal
from tests.ledger.life import DAY
from tests.support.roles import key_of

PRICE = 101_500_000
NOBODY = "0x" + "00" * 20
ANY_INCOME = 2**256 - 1


def order(asked: Asked, role: str, sells: bool, units: int, least: int, expiry: int, place: int) -> dict[str, Any]:
    """What commands say of an order for senior units at 101.50 that outlives income, whose name is the desk's own hash of it."""
    life, maker = asked.market.life, key_of(role).address
    token, desk = life.token("senior").address, desk_of(asked)
    money = life.escrow.functions.PAYMENT_TOKEN().call()
    epoch = desk.functions.epochOf(maker).call()
    struct = (
        maker,
        token,
        money,
        sells,
        units,
        PRICE,
        least,
        NOBODY,
        NOBODY,
        0,
        ANY_INCOME,
        epoch << 192 | place,
        expiry,
    )
    return {
        "order": "0x" + desk.functions.hashOf(struct).call().hex(),
        "tranche": "senior",
        "desk": desk.address,
        "total": plain(units * PRICE),
        "fields": {
            "maker": maker,
            "token": token,
            "payment_token": money,
            "side": "sell" if sells else "buy",
            "units": str(units),
            "price": str(PRICE),
            "minimum_fill": str(least),
            "counterparty": None,
            "venue": None,
            "venue_fee": "0",
            "income_per_unit": None,
            "nonce": {"epoch": str(epoch), "word": "0", "place": place},
            "expiry": str(expiry),
        },
    }


def desk_of(asked: Asked) -> Any:
    named = asked.market.life.record.settlement_desk
    assert named is not None
    return asked.contract("SettlementDesk", named.address)


def offered(asked: Asked) -> dict[str, Any]:
    """The order that waits on the board since the stage began; part of it is filled."""
    return order(asked, "senior_investor", True, 100, 10, asked.world.expiry, 0)


def left_of(asked: Asked) -> int:
    return 100 - int(desk_of(asked).functions.filledOf(key_of("senior_investor").address, 0).call())


def trade_sign(asked: Asked) -> None:
    """By the buyer, beside a bid: an allowance of money is sent for it."""
    typed = ["--tranche", "senior", "--buy", "20", "--price", "101.50", "--any-income", "--expires", "30d", "--allow"]
    out, expiry = asked.folder / "order.json", asked.now + 30 * DAY
    desk, token = desk_of(asked), asked.market.life.cash.functions
    before = token.allowance(key_of("buyer").address, desk.address).call()
    line = ("trade", "sign", *typed, "--out", str(out), *asked.market.by("buyer"), "--yes")
    found, sent = asked.sending(lambda: asked.of_market(*line))
    made = order(asked, "buyer", False, 20, 1, expiry, 0)
    asks = {"allow": True, "lacks_allowance": before < 20 * PRICE, "reasons": []}
    equal(found, {**made, **asks, "sent": True, "transactions": sent, "file": str(out)})
    assert token.allowance(key_of("buyer").address, desk.address).call() == before + 20 * PRICE


def trade_check(asked: Asked) -> None:
    """By anybody, then by somebody who has allowed nothing and is not admitted."""
    left, seller = left_of(asked), key_of("senior_investor").address
    token, outsider = asked.market.life.token("senior").functions, key_of("outsider").address
    most = min(left, token.balanceOf(seller).call(), token.allowance(seller, desk_of(asked).address).call())
    now = {"block": asked.head, "left": left}
    found = asked.of_market("trade", "check", str(asked.world.order_file))
    equal(found, {**offered(asked), **now, "units": most, "fillable": True, "reasons": []})
    allowed = asked.market.life.cash.functions.allowance(outsider, desk_of(asked).address).call()
    lacks = f"the buyer allows the desk {allowed} of the payment token, less than {10 * PRICE} (smallest units)"
    noes = token.answersOf(seller, outsider, 10).call()
    refusals = [token.messageForTransferRestriction(code).call() for code in range(1, 19) if noes >> code & 1]
    reasons = [
        {"code": "buyer-allowance", "text": lacks, "for_good": False},
        *(
            {"code": Words("of the question"), "text": f"the token refuses: {why}", "for_good": False}
            for why in refusals
        ),
    ]
    found = asked.of_market("trade", "check", str(asked.world.order_file), "--taker", outsider, code=1)
    equal(found, {**offered(asked), **now, "units": 0, "fillable": False, "reasons": reasons})


def trade_board(asked: Asked) -> None:
    found = asked.of_market("trade", "board", "--board", str(asked.world.board), "--check")
    left = left_of(asked)
    judged = {"block": asked.head, "left": left, "units": left, "fillable": True, "reasons": []}
    equal(found, {"orders": [{**offered(asked), **judged}], "dropped": 0, "passed_over": []})


def trade_fill(asked: Asked) -> None:
    desk, typed = asked.market, ("trade", "fill", str(asked.world.order_file), "--units", "15")
    units, cash = desk.units("senior", "buyer"), desk.cash("buyer")
    found, sent = asked.sending(lambda: asked.of_market(*typed, *desk.by("buyer"), "--yes"))
    came, paid = desk.units("senior", "buyer") - units, cash - desk.cash("buyer")
    assert paid == came * PRICE > 0
    told = {
        "taker": key_of("buyer").address,
        "units": came,
        "price": plain(PRICE),
        "pays": plain(paid),
        "permit": False,
    }
    equal(found, {**offered(asked), **told, "sent": True, "transactions": sent})


def trade_cancel(asked: Asked) -> None:
    """An order."""
    by = [*asked.market.by("senior_investor"), "--yes"]
    found, sent = asked.sending(lambda: asked.of_market("trade", "cancel", str(asked.world.order_file), *by))
    equal(found, {**offered(asked), "sent": True, "transactions": sent})
    assert desk_of(asked).functions.filledOf(key_of("senior_investor").address, 0).call() == 2**48 - 1


def trade_cancel_all(asked: Asked) -> None:
    desk, maker = desk_of(asked), key_of("senior_investor").address
    epoch = desk.functions.epochOf(maker).call()
    found, sent = asked.sending(
        lambda: asked.of_market("trade", "cancel-all", *asked.market.by("senior_investor"), "--yes")
    )
    equal(found, {"maker": maker, "desk": desk.address, "epoch": epoch, "sent": True, "transactions": sent})
    assert desk.functions.epochOf(maker).call() == epoch + 1
