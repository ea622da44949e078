# SPDX-License-Identifier: Apache-2.0
"""The primary sale: bids, closing, and what becomes of each bid."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from web3.types import TxReceipt

from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import Sender, send
from regalia.errors import RegaliaError
from regalia.servicing.allowance import pay
from regalia.servicing.bids import (
    Bid,
    BidState,
    bid_at,
    bids_of,
    clearings_of,
    cost_of,
    open_bids,
    price_at,
    program_as_placed,
    state_of,
)
from regalia.servicing.deal_contracts import DealContracts

__all__ = [
    "Bid", "BidState", "NothingToCollectError", "bid_at", "bids_of", "clearings_of", "close", "collect", "collect_all", "cost_of",
    "open_bids", "price_at", "program_as_placed", "refund", "refund_all", "state_of", "subscribe", "take_up",
]  # fmt: skip
"""What is read of ``bids`` is told here, too."""


class NothingToCollectError(RegaliaError, LookupError):
    """No bid of the investor has anything left to be collected or refunded."""


def subscribe(deal: DealContracts, tranche: str, units: int, investor: Sender, level: int = 0) -> TxReceipt:
    """Bid for units at a level, with an allowance for exactly their price. Raises as ``pay`` does."""
    index, offering = deal.index(tranche), deal.offering.functions
    price = price_at(deal, tranche, level)
    return pay(deal, deal.offering.address, price * units, offering.subscribe(index, level, units), investor)


def close(deal: DealContracts, sender: Sender) -> TxReceipt:
    """Clear every tranche and close the deal, once the window is over. Anybody may."""
    return send(deal.web3, deal.offering.functions.close(), sender)


def collect(deal: DealContracts, bid: Bid, sender: Sender) -> TxReceipt:
    """Issue what a bid was allotted to its bidder, and pay him the change. Anybody may."""
    return send(deal.web3, deal.offering.functions.collect(*bid.key), sender)


def refund(deal: DealContracts, bid: Bid, sender: Sender) -> TxReceipt:
    """Pay a bidder the money he is owed, and no units. Anybody may."""
    return send(deal.web3, deal.offering.functions.refund(*bid.key), sender)


def take_up(deal: DealContracts, bid: Bid, sender: Sender) -> TxReceipt:
    """Take up the units of a bidder who can't hold them any more, for their price."""
    _, cost = cost_of(deal, bid)
    return pay(deal, deal.offering.address, cost, deal.offering.functions.takeUp(*bid.key), sender)


def collect_all(deal: DealContracts, sender: Sender, bids: Iterable[Bid] | None = None) -> list[TxReceipt]:
    """Collect for every bidder who can receive. Who can't hold units gets his change alone; who is held back is left as he is."""
    states = (state_of(deal, bid) for bid in (bids_of(deal) if bids is None else bids))
    return [receipt for state in states if not state.is_over for receipt in _collect_what_goes(deal, state, sender)]


def refund_all(deal: DealContracts, sender: Sender, bids: Iterable[Bid] | None = None) -> list[TxReceipt]:
    """Pay every bidder the money he is owed; who is held back is left as he is."""
    states = (state_of(deal, bid) for bid in (bids_of(deal) if bids is None else bids))
    return [
        receipt for state in states if state.owed and (receipt := _unless_held_back(refund, deal, state.bid, sender))
    ]


def _collect_what_goes(deal: DealContracts, state: BidState, sender: Sender) -> list[TxReceipt]:
    receipt = _unless_held_back(collect, deal, state.bid, sender)
    if receipt is None and state.owed:
        receipt = _unless_held_back(refund, deal, state.bid, sender)
    return [] if receipt is None else [receipt]


def _unless_held_back(
    act: Callable[[DealContracts, Bid, Sender], TxReceipt], deal: DealContracts, bid: Bid, sender: Sender
) -> TxReceipt | None:
    try:
        return act(deal, bid, sender)
    except ContractRevertedError as error:
        if error.name not in ("TrancheToken_TransferRefused", "Offering_HeldBack"):
            raise
        return None
