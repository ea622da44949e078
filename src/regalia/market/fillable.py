# SPDX-License-Identifier: Apache-2.0
"""Whether an order could be filled now, for how many units, and if not why: without a transaction, from any node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import TxParams

from regalia.chain import artefacts
from regalia.chain.connection import NodeRefusedError
from regalia.chain.deployer import contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import explained
from regalia.errors import RegaliaError
from regalia.market import judging
from regalia.market.facts import OrderFacts, TrancheReader, read_order
from regalia.market.order import ANYBODY
from regalia.market.reasons import Code, Reason
from regalia.market.signed_order import SignedOrder
from regalia.market.views import SilentContractError, Views


class FillUnitsError(RegaliaError, ValueError):
    """No fill can be of so many units."""


@dataclass(frozen=True)
class Fillability:
    """``units``: the most that one fill could take now, 0 when none could. ``reasons``: why the fill that was asked about would be refused,
    in the order in which that is found out; when none was, why there is none. ``left``: units not filled yet. As of ``block``.
    """

    block: int
    left: int
    units: int
    reasons: tuple[Reason, ...]

    @property
    def fillable(self) -> bool:
        return not self.reasons

    @property
    def dead(self) -> bool:
        """Whether it will never be fillable again."""
        return any(reason.for_good for reason in self.reasons)


def check(
    web3: Web3,
    signed: SignedOrder,
    taker: ChecksumAddress | None = None,
    units: int | None = None,
    now: int | None = None,
) -> Fillability:
    """What the desk and the token would say to a fill at the latest block.

    Without a ``taker`` only the maker's side is looked at; without ``units`` the largest fill is looked for. ``now`` (seconds since 1970)
    judges the expiry at another time than the block's. With a taker the fill is tried out too, without being sent.
    Raises ``FillUnitsError``, ``ChainUnreachableError``, and ``SilentContractError`` when the desk itself does not answer.
    """
    if units is not None and not 0 < units < 2**256:
        raise FillUnitsError(f"units: {units}: must be at least 1", "Units are whole.")
    views = Views(web3)
    if elsewhere := tuple(_elsewhere(views, signed)):
        return Fillability(views.block, 0, 0, elsewhere)
    facts = read_order(views, signed)
    facts = facts if now is None else replace(facts, now=now)
    found = _judged(views, signed, facts, taker, units)
    if taker is None or found.reasons or now is not None:
        return found
    refusal = _trial(views, signed, taker, units or found.units)
    return replace(found, units=0, reasons=(refusal,)) if refusal else found


def _elsewhere(views: Views, signed: SignedOrder) -> Iterator[Reason]:
    """An order names its own desk: a taker who allows a counterfeit his cash has lost it."""
    if signed.domain.chain_id != views.chain_id:
        yield Code.WRONG_CHAIN.reason(signed=signed.domain.chain_id, served=views.chain_id)
    elif not artefacts.load("SettlementDesk").matches(views.code(signed.domain.desk)):
        yield Code.NOT_THE_DESK.reason(desk=signed.domain.desk)


def _judged(
    views: Views, signed: SignedOrder, facts: OrderFacts, taker: ChecksumAddress | None, units: int | None
) -> Fillability:
    order, left = signed.order, signed.order.left(facts.filled)
    reasons = list(judging.of_order(order, facts, taker))
    if left and units is not None:
        reasons += judging.of_units(order, left, units)
    try:
        reader = TrancheReader(views, signed, taker)
        tranche = reader.tranche()
        reasons += judging.of_tranche(order, tranche, taker)
        seller, buyer = (order.maker, taker) if order.sells else (taker, order.maker)
        sides = judging.Sides(
            order,
            reader.seller(seller) if seller else None,
            reader.buyer(buyer, tranche.payment_token) if buyer else None,
            tranche.denomination,
            lambda wanted: reader.noes(seller or ANYBODY, buyer or ANYBODY, wanted),
        )
        best = 0 if _stopped(reasons) else sides.best(left)
        wanted = units or best or order.smallest_fill(left)
        if wanted:
            reasons += sides.against(wanted)
            best = best if reasons else max(best, wanted)
    except SilentContractError:
        best, reasons = 0, [*reasons, Code.NO_TRANCHE.reason(token=order.token)]
    return Fillability(views.block, left, best, tuple(reasons))


def _stopped(reasons: list[Reason]) -> bool:
    """Whether there is a reason that another size would not take away."""
    return any(reason.code not in (Code.ABOVE_LEFT, Code.BELOW_MINIMUM) for reason in reasons)


def _trial(views: Views, signed: SignedOrder, taker: ChecksumAddress, units: int) -> Reason | None:
    """The fill itself, called and not sent: what no view tells, a payment token that takes a fee say, shows here."""
    desk = contract(views.web3, "SettlementDesk", signed.domain.desk)
    question: TxParams = {"from": taker}
    try:
        with explained("fill"):
            desk.functions.fill(signed.order.as_tuple(), signed.signature, units).call(
                question, block_identifier=views.block
            )
    except ContractRevertedError as error:
        return Code.REFUSED.reason(refusal=error.message.removeprefix("fill: "))
    except NodeRefusedError as error:
        return Code.REFUSED.reason(refusal=error.message)
    return None
