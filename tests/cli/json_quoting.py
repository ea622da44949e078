# SPDX-License-Identifier: Apache-2.0
"""What a quote says, held against the desk's events and the deal's state: a yield alone is a projection."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.cli.json_figures import USD, bytes_of, plain
from tests.cli.json_leaf import Derived
from tests.cli.json_offering import COUPONS
from tests.cli.json_trading import PRICE, desk_of, left_of, offered
from tests.cli.json_world import Asked, equal
from tests.ledger.life import DAY

CLOSING = date(2023, 12, 31)
"""From which day on interest accrues: the deal file's."""
YIELD = Derived("it rests on a projection of receipts")


def quote_before_income(asked: Asked) -> None:
    _quote(asked, CLOSING)


def quote_between_dates(asked: Asked) -> None:
    """A month after the first payment date."""
    scheduled = asked.contract("Deal", asked.market.life.record.deal.address).functions.scheduledAt(1).call()
    asked.market.warp(asked.now + 30 * DAY)
    _quote(asked, day_of(scheduled))


def _quote(asked: Asked, since: date) -> None:
    typed = ("--tranche", "senior", "--board", str(asked.world.board), "--price", "101", "--flat", "10,000")
    found = asked.of_market("quote", *typed, "--periods", "12")
    life = asked.market.life
    deal, until = asked.contract("Deal", life.record.deal.address).functions, day_of(asked.now)
    state, units = deal.state().call(), deal.trancheAt(0).call()[1]
    days = 360 * (until.year - since.year) + 30 * (until.month - since.month) + min(until.day, 30) - min(since.day, 30)
    interest = state[0][0] * _coupon(asked) * days // (360 * 10**6)
    (fill,) = desk_of(asked).events.OrderFilled().get_logs(from_block=0)
    priced = {"price": plain(PRICE), "yield": YIELD, "no_yield": None}
    equal(
        found,
        {
            "deal": life.record.deal_id,
            "id": "senior",
            "currency": life.cash.functions.symbol().call(),
            "block": asked.head,
            "tranche": deal.trancheAt(0).call()[0],
            "bid": None,
            "offer": {"order": offered(asked)["order"], "units": left_of(asked), **priced},
            "last": {
                "timestamp": asked.web3.eth.get_block(fill["blockNumber"])["timestamp"],
                "transaction": fill["transactionHash"].to_0x_hex(),
                "units": fill["args"]["units"],
                **priced,
            },
            "accrued": {
                "since": since.isoformat(),
                "until": until.isoformat(),
                "interest": _of_a_unit(interest, units),
                "arrears": _of_a_unit(state[1][0], units),
            },
            "unchecked": 0,
            "at": {"price": plain(101 * USD), "yield": YIELD, "no_yield": None},
        },
    )
    assert fill["args"]["price"] == PRICE


def _coupon(asked: Asked) -> int:
    """Of the level at which the senior tranche cleared, in ppm."""
    offering: Any = asked.market.life.offering.functions
    return COUPONS["senior"] + int(offering.clearingOf(0).call()[0]) * bytes_of(offering.offerOf(0).call(), 12, 19)


def _of_a_unit(smallest: int, units: int) -> str:
    """Six decimals more than money has."""
    exact = smallest * USD // units
    return f"{exact // USD**2}.{exact % USD**2:012d}"


def day_of(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
