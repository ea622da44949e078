# SPDX-License-Identifier: Apache-2.0
"""The entries of a wallet's statement, made anew from the logs of the offering, the desk, the deal and the escrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from web3.contract import Contract

from tests.cli.json_explaining import PRINCIPAL, Record, records_of
from tests.cli.json_figures import plain
from tests.cli.json_offering import TRANCHES
from tests.cli.json_trading import desk_of
from tests.cli.json_world import Asked
from tests.support.roles import key_of

AMOUNTS = (
    "cost", "accrued", "traded", "fee", "interest", "principal", "residual", "premium", "income", "carried", "fractions", "claimed",
    "tax", "net", "unclaimed",
)  # fmt: skip
"""In smallest units, zero where an entry says nothing of them."""
Entry = dict[str, Any]
"""As shown, but amounts and the price are numbers."""
WHO = key_of("buyer").address
"""Bid for two tranches, bought at the desk, had a payment date and claimed."""


def time_of(asked: Asked, block: int) -> str:
    seconds = asked.web3.eth.get_block(block)["timestamp"]
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entries_of(asked: Asked, tranche: str) -> list[Entry]:
    """In the order of the chain, with what is held and owed after each."""
    found = sorted(_entries(asked, tranche), key=_place)
    held = owed = 0
    for entry in found:
        share = _income(asked, tranche, held) if entry["entry"] == "income" else {}
        entry |= share
        held, owed = held + entry["units"], owed + entry["income"] - entry["claimed"]
        entry |= {"units_held": held, "unclaimed": owed}
    return found


def all_entries(asked: Asked) -> list[Entry]:
    return sorted((entry for tranche in TRANCHES for entry in entries_of(asked, tranche)), key=_place)


def shown(entry: Entry) -> dict[str, Any]:
    amounts = {name: plain(entry[name]) for name in AMOUNTS}
    return {**entry, **amounts, "price": None if entry["price"] is None else plain(entry["price"])}


def _place(entry: Entry) -> tuple[int, int]:
    return entry["block"], entry["log_index"]


def _entries(asked: Asked, tranche: str) -> Iterator[Entry]:
    life, number = asked.market.life, TRANCHES.index(tranche)
    offering, token = life.offering, life.token(tranche)

    def entry(log: Any, kind: str, **said: Any) -> Entry:
        return _entry(asked, tranche, log, kind, **said)

    def logs(event: Any) -> list[Any]:
        found = event().get_logs(from_block=0)
        return [one for one in found if (one["args"]["tranche"], one["args"]["investor"]) == (number, WHO)]

    bids = logs(offering.events.Subscribed)
    if not bids:
        return
    price = offering.functions.priceAt(number, offering.functions.clearingOf(number).call()[0]).call()
    yield from (entry(log, "subscription", cost=log["args"]["paid"]) for log in bids)
    for log in logs(offering.events.Collected):
        yield entry(_moved(token, log), "issued", units=log["args"]["units"], price=price)
    yield from (entry(log, "paid back", cost=-log["args"]["paid"]) for log in logs(offering.events.Refunded))
    for log in desk_of(asked).events.OrderFilled().get_logs(from_block=0):
        told = log["args"]
        if (told["token"], told["taker"], told["sells"]) == (token.address, WHO, True):
            paid = {"units": told["units"], "price": told["price"], "traded": told["units"] * told["price"]}
            yield entry(_moved(token, log), "bought", counterparty=told["maker"], **paid)
    yield entry(executed(asked), "income", period=executed(asked)["args"]["period"])
    for log in life.escrow.events.IncomeClaimed().get_logs(from_block=0):
        told = log["args"]
        if (told["token"], told["holder"]) == (token.address, WHO):
            yield entry(log, "claim", claimed=told["gross"], tax=told["tax"], net=told["gross"] - told["tax"])


def _moved(token: Contract, log: Any) -> Any:
    """Where the units came in, in the transaction of another log."""
    came = token.events.Transfer().get_logs(from_block=log["blockNumber"], to_block=log["blockNumber"])
    (found,) = (one for one in came if one["args"]["to"] == WHO)
    assert (found["transactionHash"], found["args"]["value"]) == (log["transactionHash"], log["args"]["units"])
    return found


def _entry(asked: Asked, tranche: str, log: Any, kind: str, **said: Any) -> Entry:
    return {
        "deal": asked.market.life.record.deal_id,
        "tranche": tranche,
        "currency": "USD",
        "time": time_of(asked, log["blockNumber"]),
        "entry": kind,
        "period": None,
        "counterparty": None,
        "order": None,
        "units": 0,
        "price": None,
        **dict.fromkeys(AMOUNTS, 0),
        "block": log["blockNumber"],
        "transaction": log["transactionHash"].to_0x_hex(),
        "log_index": log["logIndex"],
        **said,
    }


def executed(asked: Asked) -> Any:
    deal = asked.contract("Deal", asked.market.life.record.deal.address)
    (log,) = deal.events.PaymentDateExecuted().get_logs(from_block=0)
    return log


def _income(asked: Asked, tranche: str, held: int) -> dict[str, int]:
    """The wallet's part of what the payment date paid the tranche, rounded down; the whole of it is what the escrow owed."""
    steps: dict[str, list[Record]] = records_of(executed(asked)["args"]["records"])
    deal = asked.contract("Deal", asked.market.life.record.deal.address).functions
    units = deal.trancheAt(TRANCHES.index(tranche)).call()[1]
    principal = steps[PRINCIPAL][TRANCHES.index(tranche)][1] if tranche != "junior" else 0
    interest = steps[f"{tranche}-interest"][0][1] if tranche != "junior" else 0
    residual = steps["residual"][0][1] if tranche == "junior" else 0
    parts = {"interest": interest, "principal": principal, "residual": residual}
    escrow, token = asked.market.life.escrow, asked.market.life.token(tranche).address
    claims = [log["args"] for log in escrow.events.IncomeClaimed().get_logs(from_block=0)]
    claimed = sum(one["gross"] for one in claims if (one["token"], one["holder"]) == (token, WHO))
    income = claimed + escrow.functions.entitlementOf(token, WHO).call()
    assert income == sum(parts.values()) * held // units
    return {**{name: part * held // units for name, part in parts.items()}, "income": income}
