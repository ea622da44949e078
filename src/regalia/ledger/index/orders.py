# SPDX-License-Identifier: Apache-2.0
"""What was done by order, as of a block: what is frozen now and which act it rests on, and the last acts of the transfer agent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from regalia.ledger.index.event_args import from_json
from regalia.ledger.index.kinds import MarkKind
from regalia.ledger.index.places import place_of
from regalia.ledger.index.reader_model import IndexedEvent
from regalia.ledger.index.schema import block, entry, event, mark
from regalia.ledger.index.search import Span, events_at, search

ACTS = (
    *("UnitsFrozen", "WalletFrozen", "UnitsForced", "WalletRecovered", "TradingPaused", "TradingResumed"),
    *("UnitsRedeemed", "Ordered"),
)
"""Events that name the order of an act: the agent's, and the token's own of a transfer that it was made to do."""
_FREEZES = ("UnitsFrozen", "WalletFrozen")
_KINDS = (MarkKind.FROZEN_UNITS.value, MarkKind.WALLET_FROZEN.value)
_DEEPEST = 20
"""Acts looked back at for the one that froze."""
_PARTS = 4
"""Most events a token says before it names an order."""


@dataclass(frozen=True)
class FrozenNow:
    """``units`` that are frozen, 1 for a whole wallet. ``act`` froze it: a freeze, or the recovery that closed a lost wallet."""

    wallet: str
    tranche: str
    kind: MarkKind
    units: int
    act: IndexedEvent | None


def frozen_now(connection: Connection, deal: int, until: int, most: int) -> tuple[tuple[FrozenNow, ...], int]:
    """The newest of them, and how many there are."""
    order = (mark.c.block.desc(), mark.c.log_index.desc())
    nth = func.row_number().over(partition_by=(mark.c.wallet, mark.c.tranche, mark.c.kind), order_by=order)
    last = select(mark, nth.label("nth")).where(mark.c.deal == deal, mark.c.block <= until, mark.c.kind.in_(_KINDS))
    of = last.subquery()
    holds = of.c.nth == 1, of.c.value != 0
    total = connection.scalar(select(func.count()).select_from(of).where(*holds)) or 0
    query = select(of).where(*holds).order_by(of.c.block.desc(), of.c.log_index.desc(), of.c.kind).limit(most)
    rows = connection.execute(query).all()
    found = (
        FrozenNow(row.wallet, row.tranche, MarkKind(row.kind), row.value, _rests_on(connection, deal, row))
        for row in rows
    )
    return tuple(found), total


def last_acts(connection: Connection, deal: int, until: int, most: int) -> tuple[tuple[IndexedEvent, ...], int]:
    """Newest first, and how many there are."""
    found = search(connection, [Span(deal, 0, until)], ACTS, "", None, most)
    told = events_at(connection, deal, found.at)
    query = select(func.count()).where(event.c.deal == deal, event.c.name.in_(ACTS), event.c.block <= until)
    return tuple(told[position] for position in found.at), connection.scalar(query) or 0


def parts_of(connection: Connection, deal: int, act: IndexedEvent) -> dict[str, dict[str, Any]]:
    """What the token said in the transfer before it named the order, by name."""
    number, log = act.place.position
    query = _at(deal, number).where(event.c.log_index >= log - _PARTS, event.c.log_index < log)
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query.where(event.c.address == act.address).order_by(event.c.log_index.desc())):
        found[row.name] = from_json(row.args)
        if row.name == "ForcedTransfer":
            break
    return found


def units_moved(connection: Connection, deal: int, wallet: str, tranche: str, act: IndexedEvent) -> int:
    """To a wallet, by an act."""
    number, log = act.place.position
    which = entry.c.wallet == wallet, entry.c.tranche == tranche, entry.c.block == number, entry.c.log_index == log
    found = connection.scalars(select(entry.c.units).where(entry.c.deal == deal, *which))
    return sum(map(abs, found))


def _rests_on(connection: Connection, deal: int, row: Row[Any]) -> IndexedEvent | None:
    """Whatever thawed some of it since, or brought it to another wallet, is not what froze it."""
    wallet, before, last = row.wallet, (row.block, row.log_index + 1), None
    for _ in range(_DEEPEST):
        found = _mark_before(connection, deal, wallet, row, before)
        if found is None:
            return last
        act = _order_after(connection, deal, *found)
        last = last or act
        closed = row.kind == MarkKind.WALLET_FROZEN.value and act is not None and act.args.get("lost") == wallet
        if act is None or act.name in _FREEZES or closed:
            return act or last
        before = found
        if act.args.get("fresh") == wallet:
            wallet = act.args["lost"]
    return last


def _mark_before(
    connection: Connection, deal: int, wallet: str, row: Row[Any], before: tuple[int, int]
) -> tuple[int, int] | None:
    number, log = mark.c.block, mark.c.log_index
    query = select(number, log).where(mark.c.deal == deal, mark.c.wallet == wallet, mark.c.tranche == row.tranche)
    query = query.where(mark.c.kind == row.kind, or_(number < before[0], and_(number == before[0], log < before[1])))
    found = connection.execute(query.order_by(number.desc(), log.desc()).limit(1)).one_or_none()
    return None if found is None else (found.block, found.log_index)


def _order_after(connection: Connection, deal: int, number: int, log: int) -> IndexedEvent | None:
    """A token's mark is followed by the event that names its order."""
    query = _at(deal, number).where(event.c.log_index > log, event.c.name.in_(ACTS))
    row = connection.execute(query.order_by(event.c.log_index).limit(1)).one_or_none()
    return None if row is None else IndexedEvent(row.name, row.address, from_json(row.args), place_of(row))


def _at(deal: int, number: int) -> Select[Any]:
    """Events of a block, with what ``place_of`` needs."""
    query = select(event, block.c.timestamp)
    query = query.join(block, and_(block.c.deal == event.c.deal, block.c.number == event.c.block))
    return query.where(event.c.deal == deal, event.c.block == number)
