# SPDX-License-Identifier: Apache-2.0
"""Every reason why an order can't be filled, and its wording: the one table of it. Questions of the token's ladder are in ``domain``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regalia.domain.transfer_questions import Question, refusal_text


class Code(StrEnum):
    """In the order in which they are asked: first where and by whom it was signed, then as the desk does."""

    WRONG_CHAIN = "wrong-chain"
    NOT_THE_DESK = "not-the-desk"
    SIGNATURE = "signature"
    EXPIRED = "expired"
    COUNTERPARTY = "counterparty"
    EPOCH = "epoch"
    CANCELLED = "cancelled"
    FILLED = "filled"
    ABOVE_LEFT = "above-what-is-left"
    BELOW_MINIMUM = "below-minimum-fill"
    NO_TRANCHE = "no-tranche"
    PAYMENT_TOKEN = "payment-token"
    INCOME = "income-distributed"
    OWN_ORDER = "own-order"
    SAME_INVESTOR = "same-investor"
    VENUE_FEE = "venue-fee"
    SELLER_UNITS = "seller-units"
    SELLER_ALLOWANCE = "seller-allowance"
    BUYER_CASH = "buyer-cash"
    BUYER_ALLOWANCE = "buyer-allowance"
    TRANSFER = "transfer"
    REFUSED = "desk-refuses"

    def reason(self, **values: object) -> Reason:
        return Reason(self.value, _TEXTS[self].format(**values), self in _FOR_GOOD)


@dataclass(frozen=True)
class Reason:
    """``code`` as programs know it, ``text`` a sentence. ``for_good``: it will never be otherwise."""

    code: str
    text: str
    for_good: bool = False


_FOR_GOOD = {Code.EXPIRED, Code.CANCELLED, Code.FILLED, Code.INCOME}
"""And ``EPOCH``, when the maker's is past the order's: an order may be of an epoch to come."""
_TEXTS = {
    Code.WRONG_CHAIN: "it is signed for chain {signed}, this node serves chain {served}",
    Code.NOT_THE_DESK: "{desk} is not the settlement desk of this release: allow it nothing",
    Code.SIGNATURE: "the signature is not the maker's: {fault}",
    Code.EXPIRED: "it expired after {expiry}; it is {now} (seconds since 1970)",
    Code.EPOCH: "it is of the maker's epoch {signed}; his orders are filled in epoch {now}",
    Code.CANCELLED: "the maker cancelled it",
    Code.FILLED: "all of its {units} units are filled",
    Code.NO_TRANCHE: "{token} does not answer as the token of a tranche",
    Code.PAYMENT_TOKEN: "it pays in {signed}, the deal in {deal}",
    Code.VENUE_FEE: "the venue takes {fee} ppm, the deal allows {cap} ppm",
    Code.INCOME: "income was distributed since it was signed: {now} a unit, then {signed} (2^48 fixed point)",
    Code.COUNTERPARTY: "it is for {counterparty} alone",
    Code.OWN_ORDER: "maker and taker are the same wallet",
    Code.SAME_INVESTOR: "maker and taker are wallets of one investor, {investor}",
    Code.ABOVE_LEFT: "{left} units are left of it, fewer than {units}",
    Code.BELOW_MINIMUM: "a fill is of at least {least} units, not {units}",
    Code.SELLER_UNITS: "the seller holds {held} units, fewer than {units}",
    Code.SELLER_ALLOWANCE: "the seller allows the desk {allowed} units, fewer than {units}",
    Code.BUYER_CASH: "the buyer holds {held} of the payment token, less than {due} (smallest units)",
    Code.BUYER_ALLOWANCE: "the buyer allows the desk {allowed} of the payment token, less than {due} (smallest units)",
    Code.REFUSED: "the desk would refuse it: {refusal}",
}


def transfer_reason(question: int) -> Reason:
    """A question of the token's ladder that it answers with no, by its name."""
    name = Question(question).name.lower().replace("_", "-") if question in set(Question) else str(question)
    return Reason(f"{Code.TRANSFER}:{name}", f"the token refuses: {refusal_text(question)}")
