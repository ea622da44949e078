# SPDX-License-Identifier: Apache-2.0
"""What ``regalia show`` says to an investor and to a supervisor, held against the contracts and their logs."""

from __future__ import annotations

from typing import Any

from tests.cli.json_entries import WHO, Entry, all_entries
from tests.cli.json_explaining import CLASSES, accepted
from tests.cli.json_figures import USD, bytes_of, plain
from tests.cli.json_holdings import Holding, holdings_of
from tests.cli.json_leaf import Derived
from tests.cli.json_offering import COUPONS, TRANCHES, bids_made, state_of
from tests.cli.json_showing import NAMED, as_of, deal_of, halted, next_payment, royalties, status_of, told
from tests.cli.json_showing_deal import opened
from tests.cli.json_world import Asked, equal

RATE = Derived("a rate of return rests on flows and a price: the reports' own tests have it")
SUMS = ("invested", "income", "claimed", "tax")
WEIGHED = 150_000
"""Above this share of a deal in ppm somebody is a concentration: shaped after CSRC [2014] No. 49."""


def investor(asked: Asked) -> None:
    entries, held = all_entries(asked), holdings_of(asked)
    sums = {name: plain(sum(one.values[name] for one in held)) for name in SUMS}
    worth = sum(one.values["value"] or 0 for one in held)
    deal = {
        **NAMED,
        "currency": "USD",
        "status": status_of(asked),
        "halted_until": 0,
        "sums": {**sums, "unclaimed": plain(sum(one.values["to_claim"] for one in held)), "value": plain(worth)},
        "yields": {"realised": None, "with_left": None, "earned": None},
        "positions": [_position(asked, one) for one in held],
        "offering": _offering(asked),
        "bids": [_bid(asked, bid) for bid in bids_made(asked) if bid["investor"] == WHO],
        "orders": [],
        "resolutions": [],
        "entries": [_entry(one) for one in _newest(entries)],
        "entries_in_all": len(entries),
        "as_of": as_of(asked),
    }
    equal(told(asked, "investor", WHO), {"address": WHO, "name": None, "deals": [deal]})


def _position(asked: Asked, held: Holding) -> dict[str, Any]:
    token = asked.market.life.token(held.tranche)
    names = ("cost", "invested", "outstanding", "income", "claimed", "tax", "last_price", "value")
    values = {name: None if held.values[name] is None else plain(held.values[name]) for name in names}
    return {
        "id": held.tranche,
        "name": CLASSES[held.tranche],
        "token": token.address,
        "units": token.functions.balanceOf(WHO).call(),
        "frozen": token.functions.getFrozenTokens(WHO).call(),
        "wallet_frozen": token.functions.isFrozen(WHO).call(),
        **values,
        "unclaimed": plain(held.values["to_claim"]),
        "factor": None if held.factor is None else plain(held.factor),
        "yielded": RATE if held.values["value"] else None,
    }


def _offering(asked: Asked) -> dict[str, Any]:
    opens, deadline = asked.market.life.offering.functions.window().call()
    tranches = [_sold(asked, number, name) for number, name in enumerate(TRANCHES)]
    return {"open": False, "opens": opens, "deadline": deadline, "tranches": tranches}


def _sold(asked: Asked, number: int, name: str) -> dict[str, Any]:
    offering, token = asked.market.life.offering.functions, asked.market.life.token(name)
    offer, (rules, _) = offering.offerOf(number).call(), token.functions.transferRules().call()
    step, by_coupon = bytes_of(offer, 12, 19), bytes_of(offer, 0, 0) == 1
    level, placed, *_ = offering.clearingOf(number).call()
    return {
        "id": name,
        "name": CLASSES[name],
        "kind": ("fixed", "coupon", "price")[bytes_of(offer, 0, 0)],
        "for_sale": deal_of(asked).trancheAt(number).call()[1] - bytes_of(rules, 18, 23),
        "lot": bytes_of(offer, 3, 5),
        "minimum": bytes_of(offer, 6, 11),
        "levels": [
            {
                "id": at,
                "price": plain(offering.priceAt(number, at).call()),
                "coupon": plain(COUPONS[name] + (at * step if by_coupon else 0)),
            }
            for at in range(bytes_of(offer, 1, 1))
        ],
        "cleared": level,
        "placed": placed,
    }


def _bid(asked: Asked, bid: Any) -> dict[str, Any]:
    _, units, allotted, collected, owed = state_of(asked, bid)
    assert collected
    tranche = TRANCHES[bid["tranche"]]
    return {
        "id": f"{tranche}-{bid['level']}-{bid['place']}",
        "tranche": tranche,
        "name": CLASSES[tranche],
        "level": bid["level"],
        "place": bid["place"],
        "units": units,
        "paid": plain(bid["paid"]),
        "allotted": allotted,
        "owed": plain(owed),
        "state": "done",
    }


def _newest(entries: list[Entry]) -> list[Entry]:
    """What one log told of several tranches comes in their order."""
    return sorted(entries, key=lambda one: (one["block"], one["log_index"]), reverse=True)


def _entry(entry: Entry) -> dict[str, Any]:
    """``paid`` is what went for units, with what came back taken off."""
    same = ("tranche", "period", "units", "units_held", "counterparty", "block", "transaction")
    amounts = {name: plain(entry[name]) for name in ("income", "claimed", "tax", "unclaimed")}
    paid = plain(entry["cost"] + entry["traded"])
    kind, day = entry["entry"], entry["time"][:10]
    return {**{name: entry[name] for name in same}, **amounts, "kind": kind, "day": day, "paid": paid}


def supervisor(asked: Asked) -> None:
    """Nothing was ordered, disputed or restated: its lists are empty because no contract said anything of the sort."""
    said_nothing(asked)
    paid = royalties(asked)
    share = USD
    assert share > WEIGHED
    expected = {
        "as_of": as_of(asked),
        "attention": [
            {
                "id": "market-concentrated",
                "deal": NAMED["id"],
                "deal_name": NAMED["name"],
                "what": "concentrated",
                "level": "warn",
                "count": 1,
            }
        ],
        "deals": [_deal(asked)],
        "concentrations": [
            {
                "id": f"market-payers-{paid['payer']}",
                "deal": NAMED["id"],
                "basis": "payers",
                "who": paid["payer"],
                "name": "",
                "amount": plain(paid["amount"]),
                "whole": plain(paid["amount"]),
                "share": plain(share),
                "limit": plain(WEIGHED),
                "flagged": True,
            }
        ],
        "attestors": [_attestor(asked, at) for at in (0, 1)],
        **{name: [] for name in _EMPTY},
        "frozen_in_all": 0,
        "acts_in_all": 0,
    }
    found = told(asked, "supervisor")
    equal(found, expected)


_EMPTY = (
    "halts", "frozen", "paused", "acts", "breaches", "disputes", "restatements", "double_signings", "title_events", "offices",
    "differences",
)  # fmt: skip


def said_nothing(asked: Asked) -> None:
    record = asked.market.life.record
    silent = {
        "Supervisor": (record.supervisor.address, ("DealHalted", "TrancheHalted", "HolderHalted")),
        "TransferAgent": (
            record.transfer_agent.address,
            ("UnitsFrozen", "WalletFrozen", "UnitsForced", "TradingPaused"),
        ),
        "RoyaltyOracle": (
            record.oracle.address,
            ("Disputed", "RestatementAccepted", "ReportMissing", "DoubleSigningShown"),
        ),
    }
    for name, (address, events) in silent.items():
        made = asked.contract(name, address).events
        for event in events:
            assert not [log for log in getattr(made, event)().get_logs(from_block=0) if _ours(asked, log)], event


def _ours(asked: Asked, log: Any) -> bool:
    life = asked.market.life
    ours = {life.record.deal.address, *(part.address for part in life.record.tokens.values())}
    return bool(ours & {value for value in log["args"].values() if isinstance(value, str)})


def _deal(asked: Asked) -> dict[str, Any]:
    state = deal_of(asked).state().call()
    collection, accounts = asked.market.life.escrow.functions.cash().call()
    oracle = asked.contract("RoyaltyOracle", asked.market.life.record.oracle.address).functions
    return {
        **NAMED,
        "currency": "USD",
        "status": status_of(asked),
        "next_payment": next_payment(asked),
        "dates": deal_of(asked).nextPeriod().call() - 1,
        "received": plain(royalties(asked)["amount"]),
        "collection": plain(collection),
        "accounts": [{"id": "reserve", "name": "Reserve", "amount": plain(accounts[0])}],
        "owed": plain(sum(state[0])),
        "arrears": plain(sum(state[1])),
        "halted_until": halted(asked),
        "defaulted": False,
        "report_waits": oracle.latest(asked.market.life.record.deal.address).call()[1],
        "as_of": as_of(asked),
    }


def _attestor(asked: Asked, at: int) -> dict[str, Any]:
    panel, said = opened(asked), accepted(asked)["args"]
    signed = said["signerSet"] >> at & 1
    nothing = ("restatements", "late", "missed", "disputes_open", "struck", "upheld", "double_signings")
    return {
        "id": f"market-receipts-{panel['signers'][at]}",
        "deal": NAMED["id"],
        "of": "receipts",
        "attestor": panel["signers"][at],
        "name": ("Servicer", "Trustee")[at],
        "in_office": True,
        "weight": panel["weights"][at],
        "first_epoch": panel["epoch"],
        "last_epoch": panel["epoch"],
        "signed": signed,
        "without": 1 - signed,
        **dict.fromkeys(nothing, 0),
    }
