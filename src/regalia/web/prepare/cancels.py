# SPDX-License-Identifier: Apache-2.0
"""Orders given up at the desk. Taking one off a board cancels nothing: whoever kept the file could fill it."""

from __future__ import annotations

from regalia.market.desk import Desk
from regalia.market.fillable import check
from regalia.market.signed_order import SignedOrder
from regalia.web.prepare.asked import CancelAllAsked, CancelAsked
from regalia.web.prepare.door import desk_of
from regalia.web.prepare.errors import NotNowError
from regalia.web.prepare.place import Place
from regalia.web.prepare.prepared import Prepared
from regalia.web.prepare.said import N_, sentence


def cancel(place: Place, asked: CancelAsked, signed: SignedOrder, tranche: str) -> Prepared:
    """Raises ``NotNowError``."""
    order = signed.order
    if order.maker != place.wallet:
        raise NotNowError(f"order {asked.order}: its maker is {order.maker}", "Connect the wallet that signed it.")
    found = check(place.web3, signed)
    if found.dead:
        place.door.gone.add(signed.name)
        raise NotNowError(f"order {asked.order}: can't be filled any more", "Nothing is to be cancelled.")
    message = (
        N_("You cancel your order to sell %(units)s units of %(tranche)s at %(price)s each.")
        if order.sells
        else N_("You cancel your order to buy %(units)s units of %(tranche)s at %(price)s each.")
    )
    told = sentence(message, units=found.left, tranche=place.name(tranche), price=place.amount(order.price))
    never = sentence(N_("Nothing more of it can be filled, whoever has it."))
    return Prepared([told, never], Desk(place.web3, signed.domain).cancel(order.nonce))


def cancel_all(place: Place, asked: CancelAllAsked) -> Prepared:
    says = N_("You cancel every order you signed so far for this desk, of all deals it serves, wherever they are.")
    return Prepared([sentence(says)], Desk(place.web3, desk_of(place.subject)).cancel_all())
