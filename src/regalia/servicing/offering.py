# SPDX-License-Identifier: Apache-2.0
"""The primary sale: bids, closing, and what becomes of each bid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import TxReceipt

from regalia.chain.errors import ContractRevertedError
from regalia.chain.events import Event
from regalia.chain.logs import LogReader
from regalia.chain.transact import Sender, call, send
from regalia.errors import RegaliaError
from regalia.servicing.allowance import pay
from regalia.servicing.deal_contracts import DealContracts


class NothingToCollectError(RegaliaError, LookupError):
    """No bid of the investor has anything left to be collected or refunded."""


@dataclass(frozen=True)
class Bid:
    """A bid as its event told it: known by tranche (an index), level and place. ``paid`` in smallest units."""

    tranche: int
    level: int
    place: int
    investor: ChecksumAddress
    units: int
    paid: int

    @property
    def key(self) -> tuple[int, int, int]:
        """What the contract finds it by."""
        return self.tranche, self.level, self.place


@dataclass(frozen=True)
class BidState:
    """What comes of a bid: units ``allotted`` (before closing, as things stand), whether they are in hand, and money owed now."""

    bid: Bid
    allotted: int
    collected: bool
    owed: int

    @property
    def is_over(self) -> bool:
        return (self.collected or not self.allotted) and not self.owed


def subscribe(deal: DealContracts, tranche: str, units: int, investor: Sender, level: int = 0) -> TxReceipt:
    """Bid for units at a level, with an allowance for exactly their price. Raises as ``pay`` does."""
    index, offering = deal.index(tranche), deal.offering.functions
    price = call(deal.web3, offering.priceAt(index, level))
    return pay(deal, deal.offering.address, price * units, offering.subscribe(index, level, units), investor)


def close(deal: DealContracts, sender: Sender) -> TxReceipt:
    """Clear every tranche and close the deal, once the window is over. Anybody may."""
    return send(deal.web3, deal.offering.functions.close(), sender)


def bids_of(deal: DealContracts, investor: str | None = None) -> list[Bid]:
    """Every bid, or an investor's, in the order in which they were made. Raises as ``LogReader.read`` does."""
    events = LogReader(deal.web3, [deal.offering.address], deal.record.block_number).read()
    bids = (_bid(event) for event in events if event.name == "Subscribed")
    return [bid for bid in bids if investor is None or bid.investor == investor]


def state_of(deal: DealContracts, bid: Bid) -> BidState:
    """Asked of the offering."""
    _, _, allotted, collected, owed = call(deal.web3, deal.offering.functions.bidAt(*bid.key))
    return BidState(bid, allotted, collected, owed)


def collect(deal: DealContracts, bid: Bid, sender: Sender) -> TxReceipt:
    """Issue what a bid was allotted to its bidder, and pay him the change. Anybody may."""
    return send(deal.web3, deal.offering.functions.collect(*bid.key), sender)


def refund(deal: DealContracts, bid: Bid, sender: Sender) -> TxReceipt:
    """Pay a bidder the money he is owed, and no units. Anybody may."""
    return send(deal.web3, deal.offering.functions.refund(*bid.key), sender)


def take_up(deal: DealContracts, bid: Bid, sender: Sender) -> TxReceipt:
    """Take up the units of a bidder who can't hold them any more, for their price."""
    level, _, _, _ = call(deal.web3, deal.offering.functions.clearingOf(bid.tranche))
    price = call(deal.web3, deal.offering.functions.priceAt(bid.tranche, level))
    cost = price * state_of(deal, bid).allotted
    return pay(deal, deal.offering.address, cost, deal.offering.functions.takeUp(*bid.key), sender)


def open_bids(deal: DealContracts, investor: str | None = None) -> list[BidState]:
    """Those with anything left: before closing all of them."""
    return [state for bid in bids_of(deal, investor) if not (state := state_of(deal, bid)).is_over]


def collect_all(deal: DealContracts, sender: Sender, bids: Iterable[Bid] | None = None) -> list[TxReceipt]:
    """Collect for every bidder who can receive; who can't is left as he is."""
    receipts = []
    for bid in bids_of(deal) if bids is None else bids:
        if state_of(deal, bid).is_over:
            continue
        try:
            receipts.append(collect(deal, bid, sender))
        except ContractRevertedError as error:
            if not error.name.startswith(("TrancheToken_TransferRefused", "Offering_HeldBack")):
                raise
    return receipts


def _bid(event: Event) -> Bid:
    args = event.args
    investor = Web3.to_checksum_address(args["investor"])
    return Bid(args["tranche"], args["level"], args["place"], investor, args["units"], args["paid"])
