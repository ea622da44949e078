# SPDX-License-Identifier: Apache-2.0
"""Somebody's order filled: units against money, both or neither."""

from __future__ import annotations

from collections.abc import Iterable

from regalia.market.desk import Desk
from regalia.market.fillable import check
from regalia.market.judging import due_of
from regalia.market.reasons import Code, Reason
from regalia.market.signed_order import SignedOrder
from regalia.views.following import Subject
from regalia.web.prepare.allowing import money_first, promised, units_first
from regalia.web.prepare.asked import FillAsked
from regalia.web.prepare.door import Door, desk_of
from regalia.web.prepare.errors import NotNowError, OrderElsewhereError
from regalia.web.prepare.place import Place
from regalia.web.prepare.prepared import Prepared
from regalia.web.prepare.said import N_, sentence


def order_on_board(door: Door, order_hash: str) -> tuple[SignedOrder, Subject, str]:
    """With its deal and tranche, by the deal's record: an order's own word is not taken. Raises ``NoSuchOrderError`` and others."""
    with door.board() as board:
        signed = board.get(order_hash).signed
    found = door.subject_of(signed.order.token)
    if found is None or signed.domain != desk_of(found[0]):
        raise OrderElsewhereError(
            f"order {signed.name}: is for no tranche, desk or chain shown here",
            "Allow its desk nothing. It may be a counterfeit.",
        )
    return signed, *found


def fill(place: Place, asked: FillAsked, signed: SignedOrder, tranche: str) -> Prepared:
    """Every reason against it is named before anything is allowed. Raises ``NotNowError``."""
    order, domain = signed.order, signed.domain
    anyhow = check(place.web3, signed)
    if anyhow.dead:
        place.door.gone.add(signed.name)
    units = asked.units or anyhow.left or order.units
    own = Code.BUYER_ALLOWANCE if order.sells else Code.SELLER_ALLOWANCE
    refuse([one for one in check(place.web3, signed, place.wallet, units).reasons if one.code != own])
    cost = due_of(order, units)
    if order.sells:
        first = money_first(place, domain.desk, cost, promised(place, domain, None))
        says = N_("You buy %(units)s units of %(tranche)s from %(maker)s at %(price)s each and pay %(cost)s.")
    else:
        first = units_first(place, tranche, domain.desk, units, promised(place, domain, order.token))
        says = N_("You sell %(units)s units of %(tranche)s to %(maker)s at %(price)s each and get %(cost)s.")
    if first is not None:
        return first
    # a fee of the venue is the maker's affair: a buyer pays it on top
    cash = cost if order.sells else units * order.price
    told = sentence(
        says,
        units=units,
        tranche=place.name(tranche),
        maker=order.maker,
        price=place.amount(order.price),
        cost=place.amount(cash),
    )
    both = sentence(
        N_("Units and money change hands in one transaction, or neither does. Accrued interest goes with the units.")
    )
    return Prepared([told, both], Desk(place.web3, domain).fill(signed, units))


def refuse(reasons: Iterable[Reason]) -> None:
    """Raises ``NotNowError`` where there are any."""
    if found := [one.text for one in reasons]:
        raise NotNowError("\n".join(["it can't be done now:", *found]), "Ask again later, or take another order.")
