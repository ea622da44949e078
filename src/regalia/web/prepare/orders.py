# SPDX-License-Identifier: Apache-2.0
"""An order for a wallet to sign. It costs nothing and locks nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from regalia.chain.transact import call, explained
from regalia.chain.typed_address import address_from
from regalia.market.fillable import check
from regalia.market.judging import due_of
from regalia.market.nonces import free_nonce
from regalia.market.order import ANY_INCOME, ANYBODY, Order, Side
from regalia.market.order_words import FORMAT, OrderWords
from regalia.market.reasons import Code
from regalia.market.signed_order import SIGNATURE, SignedOrder
from regalia.market.typed_data import DeskDomain, typed_data
from regalia.web.prepare.allowing import money_first, promised, units_first
from regalia.web.prepare.asked import OrderAsked
from regalia.web.prepare.door import desk_of
from regalia.web.prepare.fills import refuse
from regalia.web.prepare.place import Place
from regalia.web.prepare.prepared import Prepared
from regalia.web.prepare.said import N_, Sentence, in_every_language, sentence

_DAY = 24 * 3600
_PER_UNIT = 2
"""Where in a book's answer the income distributed per unit stands (2^48 fixed point)."""
_LATER = (Code.SIGNATURE, Code.SELLER_ALLOWANCE, Code.BUYER_ALLOWANCE)


def order(place: Place, asked: OrderAsked) -> Prepared | dict[str, Any]:
    """The allowance where it is missing, else the message to sign. Raises ``NoBoardError``, ``OrderError`` and ``NotNowError``."""
    domain = desk_of(place.subject)
    wished = _order(place, asked, domain)
    draft = SignedOrder(wished, domain, bytes(SIGNATURE))
    refuse(one for one in check(place.web3, draft, None, wished.units).reasons if one.code not in _LATER)
    if wished.sells:
        besides = promised(place, domain, wished.token)
        first = units_first(place, asked.tranche, domain.desk, wished.units, besides)
    else:
        first = money_first(place, domain.desk, due_of(wished, wished.units), promised(place, domain, None))
    return first or _message(place, asked, draft)


def _order(place: Place, asked: OrderAsked, domain: DeskDomain) -> Order:
    token = place.token(asked.tranche)
    with place.door.board() as board:
        known = [one.signed for one in board.orders()]
    book = place.deal.escrow.functions.bookOf(token)
    return Order(
        maker=place.wallet,
        token=token,
        payment_token=place.deal.payment_token.address,
        side=Side(asked.side),
        units=asked.units,
        price=place.units_of("price", asked.price),
        minimum_fill=asked.minimum,
        counterparty=address_from(asked.to) if asked.to else ANYBODY,
        venue=ANYBODY,
        venue_fee=0,
        income_per_unit=ANY_INCOME if asked.stays else int(call(place.web3, book)[_PER_UNIT]),
        nonce=free_nonce(place.web3, domain, place.wallet, known),
        expiry=place.now() + asked.days * _DAY,
    )


def _message(place: Place, asked: OrderAsked, draft: SignedOrder) -> dict[str, Any]:
    with explained("eth_getCode"):
        by_contract = bool(place.web3.eth.get_code(place.wallet))
    data = typed_data(draft.order, draft.domain)
    # 2^53 is where a browser's whole numbers end
    data["message"] = {
        name: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in data["message"].items()
    }
    return {
        "chainId": draft.domain.chain_id,
        "says": in_every_language(_says(place, asked, draft.order)),
        "typedData": data,
        "hash": draft.name,
        "file": {
            "format": FORMAT,
            "chain_id": draft.domain.chain_id,
            "desk": draft.domain.desk,
            "order": OrderWords.of(draft.order).model_dump(mode="json"),
            "by_contract": by_contract,
        },
        "more": False,
    }


def _says(place: Place, asked: OrderAsked, wished: Order) -> list[Sentence]:
    message = (
        N_("You offer to sell %(units)s units of %(tranche)s at %(price)s each, %(total)s in all, until %(until)s UTC.")
        if wished.sells
        else N_(
            "You offer to buy %(units)s units of %(tranche)s at %(price)s each, %(total)s in all, until %(until)s UTC."
        )
    )
    told = sentence(
        message,
        units=wished.units,
        tranche=place.name(asked.tranche),
        price=place.amount(wished.price),
        total=place.amount(wished.units * wished.price),
        until=datetime.fromtimestamp(wished.expiry, UTC).strftime("%Y-%m-%d %H:%M"),
    )
    income = (
        sentence(N_("It stays good after income was distributed."))
        if asked.stays
        else sentence(N_("It is void once income is distributed: the price is with all that comes from now on."))
    )
    who = (
        sentence(N_("Only %(wallet)s can fill it."), wallet=wished.counterparty)
        if asked.to
        else sentence(N_("Whoever has it can fill it, in part or in whole, until you cancel it."))
    )
    return [told, income, who]
