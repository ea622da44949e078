# SPDX-License-Identifier: Apache-2.0
"""What the commands of sales in two steps say, held against the settlement desk's instruction and the money that moved."""

from __future__ import annotations

from typing import Any

from tests.cli.json_figures import USD, plain
from tests.cli.json_trading import desk_of
from tests.cli.json_world import Asked, equal
from tests.ledger.life import DAY
from tests.support.roles import key_of

STATUSES = ("none", "open", "settled", "cancelled", "expired")


def instruction(asked: Asked, number: int = 1) -> dict[str, Any]:
    """As commands say it: what is due until it is paid, whatever became of it."""
    seller, units, deadline, buyer, price, token, status, _, paid, _ = (
        desk_of(asked).functions.instructionAt(number).call()
    )
    assert token == asked.market.life.token("senior").address
    return {
        "instruction": number,
        "status": STATUSES[status],
        "seller": seller,
        "buyer": buyer,
        "tranche": "senior",
        "units": units,
        "price": plain(price),
        "paid": plain(paid),
        "due": plain(units * price - paid),
        "deadline": deadline,
    }


def trade_instruct(asked: Asked) -> None:
    typed = ["--tranche", "senior", "--to", key_of("buyer").address, "--units", "7", "--price", "99.50", "--any-income"]
    found, sent = asked.sending(
        lambda: asked.of_market("trade", "instruct", *typed, *asked.market.by("senior_investor"), "--yes")
    )
    number = int(desk_of(asked).functions.instructions().call())
    made = instruction(asked, number)
    kept = {name: made[name] for name in ("tranche", "seller", "buyer", "units", "price", "deadline", "instruction")}
    equal(found, {**kept, "total": made["due"], "sent": True, "transactions": sent})


def trade_pay_in(asked: Asked) -> None:
    before, cash = instruction(asked), asked.market.cash("buyer")
    typed = ("trade", "pay-in", "1", "--amount", "250.25", *asked.market.by("buyer"), "--yes")
    found, sent = asked.sending(lambda: asked.of_market(*typed))
    paid = cash - asked.market.cash("buyer")
    assert paid == 250 * USD + USD // 4
    equal(found, {**before, "amount": plain(paid), "permit": False, "sent": True, "transactions": sent})


def trade_settle(asked: Asked) -> None:
    assert asked.market.run("trade", "pay-in", "1", *asked.market.by("buyer"), "--yes") == 0
    before, units = instruction(asked), asked.market.units("senior", "buyer")
    found, sent = asked.sending(lambda: asked.of_market("trade", "settle", "1", *asked.market.by("outsider"), "--yes"))
    equal(found, {**before, "sent": True, "transactions": sent})
    assert asked.market.units("senior", "buyer") - units == before["units"]


def trade_take_back(asked: Asked) -> None:
    asked.market.warp(asked.now + 8 * DAY)
    before, cash = instruction(asked), asked.market.cash("buyer")
    found, sent = asked.sending(lambda: asked.of_market("trade", "take-back", "1", *asked.market.by("buyer"), "--yes"))
    equal(found, {**before, "sent": True, "transactions": sent})
    assert plain(asked.market.cash("buyer") - cash) == before["paid"]


def trade_cancel(asked: Asked) -> None:
    """An instruction, as it stood before."""
    before, by = instruction(asked), [*asked.market.by("senior_investor"), "--yes"]
    found, sent = asked.sending(lambda: asked.of_market("trade", "cancel", "--instruction", "1", *by))
    equal(found, {**before, "sent": True, "transactions": sent})
    assert instruction(asked)["status"] == "cancelled"
