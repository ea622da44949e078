# SPDX-License-Identifier: Apache-2.0
"""An allowance that has to come before an act: exactly what the act takes, beside what the wallet's other orders on the board need."""

from __future__ import annotations

from eth_typing import ChecksumAddress
from web3.contract import Contract

from regalia.chain.transact import call
from regalia.market.desk import Desk
from regalia.market.judging import due_of
from regalia.market.signed_order import SignedOrder
from regalia.market.typed_data import DeskDomain
from regalia.web.prepare.door import Door
from regalia.web.prepare.place import Place
from regalia.web.prepare.prepared import Prepared
from regalia.web.prepare.said import N_, Sentence, sentence

UNLIMITED = 2**255
"""An allowance above this is meant for anything."""
_MOST_ORDERS = 20
"""Of the wallet's own, looked at for what they need."""


def money_first(place: Place, spender: ChecksumAddress, amount: int, besides: int = 0) -> Prepared | None:
    """None where the spender may take that much already."""
    token = place.deal.payment_token
    says = N_("First of two steps: allow the contract %(spender)s to take %(amount)s of yours in all, and no more.")
    return _first(
        place, token, spender, amount + besides, sentence(says, spender=spender, amount=place.amount(amount + besides))
    )


def units_first(place: Place, tranche: str, spender: ChecksumAddress, units: int, besides: int = 0) -> Prepared | None:
    """The same of units."""
    token, name = place.deal.token(tranche), place.name(tranche)
    says = N_(
        "First of two steps: allow the contract %(spender)s to take %(units)s units of %(tranche)s of yours in all, and no more."
    )
    return _first(
        place, token, spender, units + besides, sentence(says, spender=spender, units=units + besides, tranche=name)
    )


def promised(place: Place, domain: DeskDomain, token: ChecksumAddress | None) -> int:
    """What the wallet's orders on the board may still take: units of a token, or money (None)."""
    desk = Desk(place.web3, domain)
    orders = [
        signed.order
        for signed in _own(place.door, domain, place.wallet)
        if (signed.order.token == token and signed.order.sells) or (token is None and not signed.order.sells)
    ]
    found, now = 0, place.now() if orders else 0
    for order in orders:
        if order.expiry < now or order.nonce.epoch < desk.epoch_of(order.maker):
            continue
        filled = int(call(place.web3, desk.contract.functions.filledOf(order.maker, order.nonce.packed)))
        left = order.left(filled)
        found += left if token else due_of(order, left)
    return found


def _own(door: Door, domain: DeskDomain, wallet: ChecksumAddress) -> list[SignedOrder]:
    own = [one.signed for one in door.orders() if one.signed.order.maker == wallet and one.signed.domain == domain]
    return [signed for signed in own if signed.name not in door.gone][:_MOST_ORDERS]


def _first(place: Place, token: Contract, spender: ChecksumAddress, needed: int, says: Sentence) -> Prepared | None:
    now = int(call(place.web3, token.functions.allowance(place.wallet, spender)))
    if now >= min(needed, UNLIMITED):
        return None
    return Prepared([says], token.functions.approve(spender, needed), more=True)
