# SPDX-License-Identifier: Apache-2.0
"""Which order a command is about: a file, or a hash on a board; and that it is one of this deal, at this desk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from regalia.cli.market_open import Place
from regalia.domain.money import format_rate
from regalia.errors import RegaliaError
from regalia.market.board_client import open_board
from regalia.market.fillable import Fillability
from regalia.market.order import ANY_INCOME, ANYBODY, Order
from regalia.market.order_file import OrderFileAccessError, OrderFileError, read_order
from regalia.market.order_words import OrderWords
from regalia.market.reasons import Reason
from regalia.market.signed_order import SignedOrder
from regalia.market.typed_data import DeskDomain
from regalia.servicing.transfer_text import moment

_HASH = re.compile(r"0x[0-9a-f]{64}")
board_option = click.option("--board", metavar="DIR|URL", help="Board of orders.")
order_argument = click.argument("order", metavar="ORDER")


class OtherDealError(RegaliaError, ValueError):
    """The order is of another deal, desk or chain than the record's."""


class NotFillableError(RegaliaError, ValueError):
    """The order can't be filled so; the message has every reason."""


@dataclass(frozen=True)
class Found:
    """An order of a tranche of the deal."""

    signed: SignedOrder
    tranche: str


def order_of(place: Place, domain: DeskDomain, order: str, board: str | None) -> Found:
    """ORDER as typed: a path, or with a board a hash. Raises ``OtherDealError`` and what reading raises.

    The order's own word is not taken for its token and its desk: a counterfeit can't be told from the order.
    """
    if board is not None and _HASH.fullmatch(order):
        signed = open_board(board).get(order).signed
    elif _HASH.fullmatch(order):
        raise click.UsageError("an order by its hash needs --board: where it is")
    else:
        signed = read_order(Path(order))
    if signed.domain != domain:
        raise OtherDealError(
            f"order: it is for desk {signed.domain.desk} on chain {signed.domain.chain_id}, "
            f"the deal's is {domain.desk} on chain {domain.chain_id}",
            "Allow that desk nothing. Use orders for the desk of the deal's record.",
        )
    tranche = place.tranche_of(signed.order.token)
    if tranche is None:
        raise OtherDealError(
            f"order, token: {signed.order.token}: no tranche of {place.record.deal_id} has that token",
            "Take the record of the deal it is about, from whom you trust. It may be a counterfeit.",
        )
    return Found(signed, tranche)


def orders_in(folder: Path) -> list[SignedOrder]:
    """The order files of a folder; other files are passed over."""
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            found.append(read_order(path))
        except (OrderFileError, OrderFileAccessError):
            continue
    return found


def order_text(place: Place, tranche: str, order: Order) -> str:
    """What an order says, for its maker and its taker."""
    verb = "sells" if order.sells else "buys"
    total = place.money(order.units * order.price)
    lines = [
        f"{order.maker} {verb} {order.units:,} units of {tranche} at {place.money(order.price)} a unit, {total} in all",
        f"  a fill is at least {order.minimum_fill:,} units" if order.minimum_fill > 1 else "  filled in any part",
        f"  {'for anybody' if order.counterparty == ANYBODY else f'for {order.counterparty} alone'}, until {moment(order.expiry)}",
    ]
    if order.income_per_unit == ANY_INCOME:
        lines.append("  it stays good after income was distributed: the price is then without that income")
    else:
        lines.append("  void once income is distributed: the price is for units with all that comes from now on")
    if order.venue_fee:
        lines.append(
            f"  the venue {order.venue} gets {format_rate(order.venue_fee)} of the price, from the maker's side"
        )
    return "\n".join(lines)


def order_facts(place: Place, found: Found) -> dict[str, object]:
    order = found.signed.order
    return {
        "order": found.signed.name,
        "tranche": found.tranche,
        "desk": found.signed.domain.desk,
        "total": place.plain(order.units * order.price),
        "fields": OrderWords.of(order).model_dump(mode="json"),
    }


def reasons_text(reasons: Iterable[Reason]) -> str:
    return "\n".join(f"  {one.code}: {one.text}{' (for good)' if one.for_good else ''}" for one in reasons)


def reasons_facts(judged: Fillability) -> dict[str, object]:
    return {
        "block": judged.block,
        "left": judged.left,
        "units": judged.units,
        "fillable": judged.fillable,
        "reasons": [{"code": one.code, "text": one.text, "for_good": one.for_good} for one in judged.reasons],
    }


def refused(name: str, reasons: Iterable[Reason], hint: str) -> NotFillableError:
    return NotFillableError(f"order {name}: it can't be filled so:\n{reasons_text(reasons)}", hint)
