# SPDX-License-Identifier: Apache-2.0
"""What a wallet has in one tranche, and what happened to it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from regalia.ledger.trade_model import Trade
from regalia.reports.entries import Entry
from regalia.reports.holder_flows import flows_of
from regalia.reports.portfolio import PortfolioLine, portfolio_lines
from regalia.reports.statement import Position, Statement
from regalia.views.seen import DealNow, share

MOST_ENTRIES = 200
"""The last of them are on a page; the statement has all."""


@dataclass(frozen=True)
class PositionLine:
    """``id`` is the tranche's. ``frozen`` units can't be moved (it may be more than are held); ``value`` is by the last trade of anybody,
    None where there was none; ``yielded`` the money-weighted yearly rate to date with what is left, None where none can be told.
    """

    id: str
    name: str
    token: str
    units: int
    frozen: int
    wallet_frozen: bool
    cost: Decimal
    invested: Decimal
    outstanding: Decimal
    income: Decimal
    claimed: Decimal
    tax: Decimal
    unclaimed: Decimal
    last_price: Decimal | None
    value: Decimal | None
    factor: Decimal | None
    yielded: Decimal | None


@dataclass(frozen=True)
class EntryLine:
    """``paid`` for units, fees and income that came with them; ``income`` with what orders carried. Both are negative where they went."""

    kind: str
    tranche: str
    day: date
    period: int | None
    units: int
    units_held: int
    paid: Decimal
    income: Decimal
    claimed: Decimal
    tax: Decimal
    unclaimed: Decimal
    counterparty: str | None
    block: int
    transaction: str


def position_lines(now: DealNow, statement: Statement, last: Mapping[str, Trade]) -> tuple[PositionLine, ...]:
    """Most senior first."""
    lines = portfolio_lines(now.moment.books, statement, last)
    return tuple(
        _position(now, statement, position, line, last)
        for position, line in zip(statement.positions, lines, strict=True)
    )


def entry_lines(now: DealNow, statement: Statement) -> tuple[EntryLine, ...]:
    """Of all tranches, the newest first."""
    found = [(position.tranche, entry) for position in statement.positions for entry in position.entries]
    found.sort(key=lambda one: one[1].place.position, reverse=True)
    return tuple(_entry(now, tranche, entry) for tranche, entry in found[:MOST_ENTRIES])


def _position(
    now: DealNow, statement: Statement, position: Position, line: PortfolioLine, last: Mapping[str, Trade]
) -> PositionLine:
    alone = replace(statement, positions=(position,))
    yielded = flows_of(now.moment.books, alone, now.today, last, taken=True).yielded
    return PositionLine(
        id=position.tranche,
        name=line.tranche_name,
        token=now.record.tokens[position.tranche].address,
        units=position.closing_units,
        frozen=position.frozen_units,
        wallet_frozen=position.wallet_frozen,
        cost=now.money(line.cost),
        invested=now.money(line.invested),
        outstanding=now.money(line.outstanding_down),
        income=now.money(line.income),
        claimed=now.money(line.claimed),
        tax=now.money(line.tax),
        unclaimed=now.money(line.unclaimed),
        last_price=None if line.last_price is None else now.money(line.last_price),
        value=None if line.value is None else now.money(line.value),
        factor=None if position.pool_factor is None else share(position.pool_factor),
        yielded=yielded.rate,
    )


def _entry(now: DealNow, tranche: str, entry: Entry) -> EntryLine:
    paid = entry.cost + entry.accrued + entry.traded + entry.fee
    return EntryLine(
        kind=entry.kind.value,
        tranche=tranche,
        day=datetime.fromtimestamp(entry.place.timestamp, UTC).date(),
        period=entry.period,
        units=entry.units,
        units_held=entry.units_held,
        paid=now.money(paid),
        income=now.money(entry.income + entry.carried + entry.fractions),
        claimed=now.money(entry.claimed),
        tax=now.money(entry.tax),
        unclaimed=now.money(entry.unclaimed),
        counterparty=entry.counterparty,
        block=entry.place.block_number,
        transaction=entry.place.transaction_hash,
    )
