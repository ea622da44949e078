# SPDX-License-Identifier: Apache-2.0
"""What ``regalia show tranche`` says, held against the token, the deal, the desk and the events of what was paid and traded."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cli.json_entries import executed
from tests.cli.json_explaining import CLASSES, PRINCIPAL, records_of
from tests.cli.json_figures import USD, bytes_of, plain
from tests.cli.json_holdings import CLOSING as BALANCES
from tests.cli.json_holdings import fill_of
from tests.cli.json_leaf import Derived
from tests.cli.json_offering import CLASSES as INVESTORS
from tests.cli.json_offering import COUPONS
from tests.cli.json_quoting import CLOSING, day_of
from tests.cli.json_showing import NAMED, PERIOD, as_of, deal_of, halted, status_of, told
from tests.cli.json_trading import left_of, offered
from tests.cli.json_verifying import holders
from tests.cli.json_world import Asked, equal

YIELD = Derived("it rests on a projection of receipts")
ORIGINAL = BALANCES["senior"]


def tranche(asked: Asked) -> None:
    """The senior one."""
    found = told(asked, "tranche", "senior", board=asked.world.board)
    token, state = asked.market.life.token("senior"), deal_of(asked).state().call()
    balance, units = state[0][0], deal_of(asked).trancheAt(0).call()[1]
    supervisor = asked.contract("Supervisor", asked.market.life.record.supervisor.address).functions
    trade, paid = _trade(asked, units), _paid(asked, balance, units)
    assert not halted(asked)
    expected = {
        "id": "senior",
        "deal": NAMED["id"],
        "deal_name": NAMED["name"],
        "name": CLASSES["senior"],
        "symbol": token.functions.symbol().call(),
        "currency": "USD",
        "token": deal_of(asked).trancheAt(0).call()[0],
        "status": status_of(asked),
        "rank": token.functions.trancheIndex().call() + 1,
        "tranches": list(COUPONS),
        "coupon": plain(_coupon(asked)),
        "units": units,
        "in_hands": token.functions.totalSupply().call(),
        "holders": len(_holders(asked)),
        "original": plain(ORIGINAL),
        "outstanding": plain(balance),
        "arrears": plain(state[1][0]),
        "factor": plain(balance * USD // ORIGINAL),
        "accrued": _accrued(asked, state, units),
        "basis": "trailing",
        "at_closing": _priced(_price_at_closing(asked), balance),
        "at_last": _priced(fill_of(asked)["args"]["price"], balance),
        "last": trade,
        "bid": None,
        "offer": {
            "id": offered(asked)["order"],
            "price": plain(fill_of(asked)["args"]["price"]),
            "units": left_of(asked),
            "until": asked.world.expiry,
        },
        "paid": paid["paid"],
        "cash": [paid],
        "trades": [trade],
        "largest": [
            {"id": who, "label": "", "units": held, "share": plain(held * USD // units)}
            for who, held in sorted(_holders(asked).items(), key=lambda one: -one[1])
        ],
        "rules": _rules(token),
        "paused": token.functions.paused().call(),
        "halted_until": supervisor.trancheHaltedUntil(token.address).call(),
        "as_of": as_of(asked),
    }
    equal(found, expected)


def _holders(asked: Asked) -> dict[str, int]:
    return {who: held for who in holders(asked) if (held := _held(asked, who))}


def _held(asked: Asked, who: str) -> int:
    return int(asked.market.life.token("senior").functions.balanceOf(who).call())


def _coupon(asked: Asked) -> int:
    offering: Any = asked.market.life.offering.functions
    return COUPONS["senior"] + int(offering.clearingOf(0).call()[0]) * bytes_of(offering.offerOf(0).call(), 12, 19)


def _price_at_closing(asked: Asked) -> int:
    offering = asked.market.life.offering.functions
    return int(offering.priceAt(0, offering.clearingOf(0).call()[0]).call())


def _priced(price: int, balance: int) -> dict[str, Any]:
    """Paid before any principal was."""
    return {"price": plain(price), "reduced": plain(price * balance // ORIGINAL), "rate": YIELD, "why": ""}


def _interest(asked: Asked, balance: int, since: date, until: date) -> int:
    days = 360 * (until.year - since.year) + 30 * (until.month - since.month) + min(until.day, 30) - min(since.day, 30)
    return balance * _coupon(asked) * days // (360 * 10**6)


def _accrued(asked: Asked, state: Any, units: int) -> dict[str, Any]:
    since, until = day_of(deal_of(asked).scheduledAt(1).call()), day_of(asked.now)
    interest, arrears = _interest(asked, state[0][0], since, until), state[1][0]
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "interest": plain(interest),
        "arrears": plain(arrears),
        "interest_of_a_unit": _fine(interest * USD // units),
        "arrears_of_a_unit": _fine(arrears * USD // units),
    }


def _fine(exact: int) -> str:
    """Six decimals more than money has."""
    return f"{exact // USD**2}.{exact % USD**2:012d}"


def _trade(asked: Asked, units: int) -> dict[str, Any]:
    fill = fill_of(asked)
    told_of, time = fill["args"], asked.web3.eth.get_block(fill["blockNumber"])["timestamp"]
    accrued = _interest(asked, ORIGINAL, CLOSING, day_of(time)) * USD // units
    assert told_of["sells"]
    return {
        "id": f"{fill['blockNumber']}-{fill['logIndex']}",
        "time": time,
        "day": day_of(time).isoformat(),
        "units": told_of["units"],
        "price": plain(told_of["price"]),
        "clean": _fine(told_of["price"] * USD - accrued),
        "seller": told_of["maker"],
        "buyer": told_of["taker"],
        "by": "order",
        "transaction": fill["transactionHash"].to_0x_hex(),
    }


def _paid(asked: Asked, balance: int, units: int) -> dict[str, Any]:
    date_ = executed(asked)
    records = records_of(date_["args"]["records"])
    interest, principal = records["senior-interest"][0][1], records[PRINCIPAL][0][1]
    assert ORIGINAL - principal == balance
    period = date_["args"]["period"]
    return {
        "id": f"date-{period}",
        "by": "date",
        "period": period,
        "label": PERIOD,
        "day": day_of(asked.web3.eth.get_block(date_["blockNumber"])["timestamp"]).isoformat(),
        "interest": plain(interest),
        "principal": plain(principal),
        "residual": plain(0),
        "premium": plain(0),
        "paid": plain(interest + principal),
        "per_unit": _fine((interest + principal) * USD // units),
        "balance": plain(balance),
        "factor": plain(balance * USD // ORIGINAL),
        "transaction": date_["transactionHash"].to_0x_hex(),
    }


def _rules(token: Any) -> dict[str, Any]:
    """As the token has them packed: see ``contracts/compliance/TransferPolicy.sol``."""
    word, countries = token.functions.transferRules().call()
    flags, classes, locked = bytes_of(word, 0, 0), bytes_of(word, 1, 1), bytes_of(word, 24, 27)
    assert not flags >> 1 & 1 and not countries and not locked
    return {
        "countries": "any",
        "country_list": [],
        "classes": [name for number, name in enumerate(INVESTORS, 1) if classes >> number & 1],
        "eligible_sender": bool(flags & 1),
        "denomination": bytes_of(word, 12, 17) or None,
        "holder_limit": bytes_of(word, 2, 5) or None,
        "largest_holding": bytes_of(word, 6, 11) or None,
        "retained": bytes_of(word, 18, 23),
        "locked_until": None,
        "record_dates": bool(flags >> 2 & 1),
        "venue_fee_cap": plain(bytes_of(word, 30, 31) * 100),
    }
