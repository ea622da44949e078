# SPDX-License-Identifier: Apache-2.0
"""The bids of the primary sale: what was bid, how it was cleared or would be now, and what comes of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.deal_status import STATUSES
from regalia.chain.events import Event
from regalia.chain.logs import LogReader
from regalia.chain.transact import call
from regalia.domain.compile import compile_terms
from regalia.domain.compile_offers import compile_offers
from regalia.domain.compile_rules import compile_transfer_rules
from regalia.domain.entitlement import SCALE_BITS
from regalia.domain.offering.clearing import Clearing
from regalia.domain.offering.complete import complete
from regalia.domain.program import Program
from regalia.domain.terms import Terms
from regalia.servicing.deal_contracts import DealContracts


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


def price_at(deal: DealContracts, tranche: str, level: int = 0) -> int:
    """Of a unit, in smallest units. Raises ``UnknownTrancheError``."""
    return int(call(deal.web3, deal.offering.functions.priceAt(deal.index(tranche), level)))


def bids_of(deal: DealContracts, investor: str | None = None) -> list[Bid]:
    """Every bid, or an investor's, in the order in which they were made. Raises as ``LogReader.read`` does."""
    events = LogReader(deal.web3, [deal.offering.address], deal.record.block_number).read()
    bids = {bid.key: bid for bid in (_bid(event) for event in events if event.name == "Subscribed")}
    for event in events:
        if event.name == "BidMoved":
            key = event.args["tranche"], event.args["level"], event.args["place"]
            bids[key] = replace(bids[key], investor=Web3.to_checksum_address(event.args["to"]))
    return [bid for bid in bids.values() if investor is None or bid.investor == investor]


def bid_at(deal: DealContracts, tranche: str, level: int, place: int) -> Bid:
    """Raises ``ContractRevertedError`` where no bid has that place."""
    index = deal.index(tranche)
    investor, units, *_ = call(deal.web3, deal.offering.functions.bidAt(index, level, place))
    return Bid(index, level, place, investor, units, units * price_at(deal, tranche, level))


def state_of(deal: DealContracts, bid: Bid) -> BidState:
    """Asked of the offering."""
    _, _, allotted, collected, owed = call(deal.web3, deal.offering.functions.bidAt(*bid.key))
    return BidState(bid, allotted, collected, owed)


def clearings_of(deal: DealContracts, terms: Terms) -> tuple[Clearing, ...]:
    """How each tranche was cleared, or would be now; in tranche order."""
    found = []
    for index, offer in enumerate(compile_offers(terms)):
        level, placed, available, demand = call(deal.web3, deal.offering.functions.clearingOf(index))
        found.append(Clearing(level, placed, available, demand, offer.lot))
    return tuple(found)


def program_as_placed(deal: DealContracts, terms: Terms) -> Program:
    """The program of the terms with the coupons and sizes that closing found; what noteholders amended later is not in it."""
    retained = [rules.retained for rules in compile_transfer_rules(terms)]
    return complete(compile_terms(terms), compile_offers(terms), clearings_of(deal, terms), retained)


def open_bids(deal: DealContracts, investor: str | None = None) -> list[BidState]:
    """Those with anything left: all of them until it is decided what comes of the sale."""
    states = [state_of(deal, bid) for bid in bids_of(deal, investor)]
    undecided = STATUSES[call(deal.web3, deal.deal.functions.status())] in ("offered", "sold")
    return [state for state in states if undecided or not state.is_over]


def cost_of(deal: DealContracts, bid: Bid) -> tuple[int, int]:
    """Units that a bid got, and what who takes them up pays: the price of all, and what they earned so far, rounded up."""
    level, _, _, _ = call(deal.web3, deal.offering.functions.clearingOf(bid.tranche))
    price = call(deal.web3, deal.offering.functions.priceAt(bid.tranche, level))
    units = state_of(deal, bid).allotted
    token, _ = call(deal.web3, deal.deal.functions.trancheAt(bid.tranche))
    _, _, per_unit, *_ = call(deal.web3, deal.escrow.functions.bookOf(token))
    return units, units * price - (-per_unit * units >> SCALE_BITS)


def _bid(event: Event) -> Bid:
    args = event.args
    investor = Web3.to_checksum_address(args["investor"])
    return Bid(args["tranche"], args["level"], args["place"], investor, args["units"], args["paid"])
