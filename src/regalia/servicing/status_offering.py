# SPDX-License-Identifier: Apache-2.0
"""The part of a deal's status about its primary sale: the window, what is bid and how it would clear, and what waits to be collected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regalia.chain.transact import call
from regalia.domain.money import format_rate
from regalia.domain.offering.offer import Offer, OfferKind
from regalia.domain.transfer_rules import TransferRules
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.transfer_text import moment

_AWAITED = 6
"""Where in a book's answer the units stand that are not issued yet."""
_UNDECIDED = ("offered", "sold")


def offering_lines(deal: DealContracts, status: str, coupons: Sequence[int] | None) -> dict[str, Any]:
    """``coupons`` are the deal file's, in ppm; without them a level of coupon bids has no rate. ``None`` where there is nothing to say.

    Once closed only what bidders have not fetched yet is left to be told; of a sale that lapsed, their money.
    """
    asked = deal.offering.functions
    held = call(deal.web3, deal.payment_token.functions.balanceOf(deal.offering.address))
    tranches = sorted(deal.record.tokens, key=deal.index)
    found: dict[str, Any] = {"cash in the offering": deal.money.format(held)}
    if status not in _UNDECIDED:
        waits = {} if status == "lapsed" else {t: _awaited(deal, t) for t in tranches}
        return found | {f"{t}: units to be collected": f"{units:,}" for t, units in waits.items()}
    opens, deadline = call(deal.web3, asked.window())
    until = deadline + call(deal.web3, asked.CLOSING_WINDOW())
    found |= {"bids from": moment(opens), "bids until": moment(deadline), "to be closed until": moment(until)}
    for index, tranche in enumerate(tranches):
        found |= _bids(deal, tranche, index, None if coupons is None else coupons[index])
    return found


def _bids(deal: DealContracts, tranche: str, index: int, coupon: int | None) -> dict[str, Any]:
    asked, token = deal.offering.functions, deal.token(tranche).functions
    offer = Offer.unpack(call(deal.web3, asked.offerOf(index)).to_bytes(32, "big"))
    word, countries = call(deal.web3, token.transferRules())
    _, units = call(deal.web3, deal.deal.functions.trancheAt(index))
    retained = TransferRules.unpack(word.to_bytes(32, "big"), countries).retained
    demand = sum(call(deal.web3, asked.demandAt(index, level)) for level in range(offer.levels))
    level, placed, _, _ = call(deal.web3, asked.clearingOf(index))
    return {
        f"{tranche}: units for sale": f"{units - retained:,}",
        f"{tranche}: units retained": f"{retained:,}",
        f"{tranche}: units bid for": f"{demand:,}",
        f"{tranche}: fewest to be placed": f"{offer.minimum:,}",
        f"{tranche}: would be placed": f"{placed + retained:,}",
        f"{tranche}: would clear": _level(deal, offer, level, coupon) if placed else None,
    }


def _level(deal: DealContracts, offer: Offer, level: int, coupon: int | None) -> str:
    price = f"at {deal.money.format(offer.price_at(level))} a unit"
    if offer.kind is OfferKind.FIXED_PRICE:
        return price
    rate = (
        ""
        if coupon is None or offer.kind is OfferKind.PRICE_BIDS
        else f", {format_rate(offer.coupon_at(coupon, level))}"
    )
    return f"level {level} of 0 to {offer.levels - 1}{rate}, {price}"


def _awaited(deal: DealContracts, tranche: str) -> int:
    return int(call(deal.web3, deal.escrow.functions.bookOf(deal.token(tranche).address))[_AWAITED])
