# SPDX-License-Identifier: Apache-2.0
"""What is frozen now, and everything the transfer agent did by order."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from regalia.ledger.index.kinds import MarkKind
from regalia.ledger.index.orders import FrozenNow, frozen_now, last_acts, parts_of, units_moved
from regalia.ledger.index.reader_model import IndexedEvent
from regalia.ledger.powers_model import Power
from regalia.views.order_line import At, OrderLine, at_place, name_of, order_told
from regalia.views.seen import DealNow

MOST = 100
"""Lines of each kind; the log has all."""
_POWERS = {
    "UnitsFrozen": Power.FREEZE_UNITS,
    "WalletFrozen": Power.FREEZE_WALLET,
    "UnitsForced": Power.FORCE,
    "Ordered": Power.FORCE,
    "WalletRecovered": Power.RECOVER,
    "TradingPaused": Power.PAUSE,
    "TradingResumed": Power.RESUME,
    "UnitsRedeemed": Power.REDEEM,
}


@dataclass(frozen=True)
class FrozenLine:
    """``kind`` is units or wallet; ``units`` None for a whole wallet, which may do nothing. ``act`` is what froze it: its power."""

    id: str
    deal: str
    tranche: str
    tranche_name: str
    wallet: str
    wallet_name: str
    kind: str
    units: int | None
    act: str
    order: OrderLine | None
    since: At | None


@dataclass(frozen=True)
class ActLine:
    """``act`` is a power; ``units`` those frozen from then on, moved or burnt; ``income`` what went along."""

    id: str
    deal: str
    act: str
    tranche: str
    tranche_name: str
    holder: str
    holder_name: str
    to: str
    to_name: str
    units: int | None
    income: Decimal | None
    order: OrderLine
    at: At


@dataclass(frozen=True)
class PausedLine:
    """Trading of a tranche that is paused now."""

    id: str
    deal: str
    tranche: str
    tranche_name: str
    order: OrderLine
    since: At


@dataclass(frozen=True)
class Orders:
    """Of one deal, the newest first; ``frozen_in_all`` and ``acts_in_all`` also count those left out."""

    frozen: tuple[FrozenLine, ...]
    frozen_in_all: int
    paused: tuple[PausedLine, ...]
    acts: tuple[ActLine, ...]
    acts_in_all: int


def orders_of(now: DealNow) -> Orders:
    connection, deal, until = now.moment.connection, now.seen.deal.id, now.seen.checkpoint.block
    frozen, frozen_in_all = frozen_now(connection, deal, until, MOST)
    acts, acts_in_all = last_acts(connection, deal, until, MOST)
    lines = tuple(_act(now, act) for act in acts)
    return Orders(tuple(_frozen(now, mark) for mark in frozen), frozen_in_all, _paused(now), lines, acts_in_all)


def _frozen(now: DealNow, found: FrozenNow) -> FrozenLine:
    is_wallet, act = found.kind is MarkKind.WALLET_FROZEN, found.act
    kind = "wallet" if is_wallet else "units"
    return FrozenLine(
        id=f"{now.terms.id}-{found.tranche}-{found.wallet}-{kind}",
        deal=now.terms.id,
        tranche=found.tranche,
        tranche_name=now.names.tranche(found.tranche),
        wallet=found.wallet,
        wallet_name=name_of(now, found.wallet),
        kind=kind,
        units=None if is_wallet else found.units,
        act=_power(act).value if act else "",
        order=order_told(now, act.args) if act else None,
        since=at_place(act.place) if act else None,
    )


def _act(now: DealNow, event: IndexedEvent) -> ActLine:
    tranche = _tranche(now, event)
    holder, to, units, income = _sides(now, event, tranche)
    return ActLine(
        id=f"{now.terms.id}-{event.place.block_number}-{event.place.log_index}",
        deal=now.terms.id,
        act=_power(event).value,
        tranche=tranche,
        tranche_name=now.names.tranche(tranche),
        holder=holder,
        holder_name=name_of(now, holder),
        to=to,
        to_name=name_of(now, to),
        units=units,
        income=None if income is None else now.money(income),
        order=order_told(now, event.args),
        at=at_place(event.place),
    )


def _sides(now: DealNow, event: IndexedEvent, tranche: str) -> tuple[str, str, int | None, int | None]:
    """Who held, who got, units, income."""
    args: dict[str, Any] = event.args
    connection, deal = now.moment.connection, now.seen.deal.id
    match event.name:
        case "UnitsForced":
            return args["from"], args["to"], int(args["units"]), int(args["income"])
        case "Ordered":
            parts = parts_of(connection, deal, event)
            moved, carried = parts.get("ForcedTransfer", {}), parts.get("IncomeCarried", {})
            return (
                moved.get("from", ""),
                moved.get("to", ""),
                int(moved.get("amount", 0)),
                int(carried.get("amount", 0)),
            )
        case "WalletRecovered":
            return args["lost"], args["fresh"], units_moved(connection, deal, args["fresh"], tranche, event), None
        case "UnitsFrozen" | "UnitsRedeemed":
            return args["holder"], "", int(args["units"]), None
        case _:
            return args.get("holder", ""), "", None, None


def _power(event: IndexedEvent) -> Power:
    if event.name == "WalletFrozen" and not event.args["frozen"]:
        return Power.RELEASE_WALLET
    return _POWERS[event.name]


def _paused(now: DealNow) -> tuple[PausedLine, ...]:
    last = {_tranche(now, event): event for event in now.moment.events("TradingPaused", "TradingResumed")}
    return tuple(
        PausedLine(
            f"{now.terms.id}-{tranche}",
            now.terms.id,
            tranche,
            now.names.tranche(tranche),
            order_told(now, event.args),
            at_place(event.place),
        )
        for tranche, event in last.items()
        if event.name == "TradingPaused"
    )


def _tranche(now: DealNow, event: IndexedEvent) -> str:
    """By its token: what the agent's events name, or whoever said it."""
    token = event.args.get("token", event.address)
    return next((key for key, contract in now.record.tokens.items() if contract.address == token), "")
