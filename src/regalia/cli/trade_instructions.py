# SPDX-License-Identifier: Apache-2.0
"""A two-step instruction as the commands about it show it, once it was seen to be one of this deal."""

from __future__ import annotations

from typing import Any

from regalia.cli.market_open import Place
from regalia.cli.trade_orders import OtherDealError
from regalia.cli.whole import Whole
from regalia.market.desk import Desk, Instruction
from regalia.market.order import ANY_INCOME
from regalia.servicing.transfer_text import moment

NUMBERS = Whole("instructions", 1, 2**256 - 1)


def instruction_of(place: Place, desk: Desk, number: int) -> Instruction:
    """Raises ``OtherDealError``, and ``ContractRevertedError`` where there is none."""
    found = desk.instruction(number)
    if place.tranche_of(found.token) is None:
        raise OtherDealError(
            f"instruction {number}, token: {found.token}: no tranche of {place.record.deal_id} has that token",
            "Take the record of the deal it is about, from whom you trust. It may be a counterfeit.",
        )
    if found.payment_token != place.deal.payment_token.address:
        raise OtherDealError(
            f"instruction {number}, payment token: {found.payment_token}: the deal pays in {place.deal.payment_token.address}",
            "Pay nothing in.",
        )
    return found


def instruction_text(place: Place, seen: Instruction) -> str:
    tranche, total = place.tranche_of(seen.token), place.money(seen.units * seen.price)
    return "\n".join(
        (
            f"instruction {seen.number}, {seen.status}: {seen.seller} sells {seen.units:,} units of {tranche} to {seen.buyer}",
            f"  for {place.money(seen.price)} a unit, {total} in all; paid in {place.money(seen.paid)}, due {place.money(seen.due)}"
            if seen.status == "open"
            else f"  for {place.money(seen.price)} a unit, {total} in all; the desk holds {place.money(seen.paid)} of it",
            f"  until {moment(seen.deadline)}{'' if seen.income_per_unit == ANY_INCOME else ', or until income is distributed'}",
        )
    )


def instruction_facts(place: Place, seen: Instruction) -> dict[str, Any]:
    return {
        "instruction": seen.number,
        "status": seen.status,
        "seller": seen.seller,
        "buyer": seen.buyer,
        "tranche": place.tranche_of(seen.token),
        "units": seen.units,
        "price": place.plain(seen.price),
        "paid": place.plain(seen.paid),
        "due": place.plain(seen.due),
        "deadline": seen.deadline,
    }
