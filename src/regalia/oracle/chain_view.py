# SPDX-License-Identifier: Apache-2.0
"""Everything an attestor asks its own node before it signs, read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.events import Event
from regalia.chain.logs import LogReader
from regalia.chain.transact import explained
from regalia.oracle.mandate import Mandate
from regalia.oracle.standing import NOTHING, Standing, standing_reports
from regalia.oracle.stream import Latest, Stream, read_latest, read_stream
from regalia.reconciliation.model import EscrowPayment


@dataclass(frozen=True)
class Paid:
    """A payment into the escrow and the block it came in."""

    payment: EscrowPayment
    block: int


@dataclass(frozen=True)
class ChainView:
    """As of ``block``, mined at ``timestamp`` (seconds since 1970). ``paid`` in the order of the chain; ``restatements``: how many were
    accepted so far.
    """

    deal: ChecksumAddress
    block: int
    timestamp: int
    stream: Stream
    latest: Latest
    paid: tuple[Paid, ...]
    standing: tuple[Standing, ...]
    restatements: int = 0

    @property
    def today(self) -> date:
        """The day it is on chain (UTC): deadlines and future dates are the chain's, never this machine's."""
        return day_of(self.timestamp)

    @property
    def next_period(self) -> int:
        """The period a report is awaited for: also that whose report was declared missing, as long as its payment date has not been."""
        missing = any(s.period == self.latest.period and s.root == NOTHING for s in self.standing)
        return self.latest.period + (0 if self.latest.pending and missing else 1)

    def payments(self, up_to: int | None = None) -> tuple[EscrowPayment, ...]:
        """Up to a block, that one included."""
        return tuple(paid.payment for paid in self.paid if up_to is None or paid.block <= up_to)


def read_chain(web3: Web3, mandate: Mandate) -> ChainView:
    """Raises ``ContractRevertedError``, ``LogError`` in its kinds and ``ChainUnreachableError``."""
    oracle, deal = mandate.domain.oracle, cast(ChecksumAddress, mandate.deal.address)
    escrow = cast(ChecksumAddress, mandate.escrow.address)
    with explained("block"):
        block = web3.eth.get_block("latest")
    events = LogReader(web3, [oracle, escrow], mandate.from_block).read(block["number"])
    stream, latest = read_stream(web3, oracle, deal), read_latest(web3, oracle, deal)
    paid, standing = tuple(_paid(events, escrow)), standing_reports(events, oracle, deal)
    own = (e for e in events if e.address == oracle and e.name == "RestatementAccepted" and e.args["deal"] == deal)
    restatements = max((e.args["number"] for e in own), default=0)
    return ChainView(deal, block["number"], block["timestamp"], stream, latest, paid, standing, restatements)


def timestamp_of(web3: Web3, block: int) -> int:
    """When a block was mined."""
    with explained("block"):
        return int(web3.eth.get_block(block)["timestamp"])


def day_of(timestamp: int) -> date:
    return datetime.fromtimestamp(timestamp, UTC).date()


def _paid(events: Iterable[Event], escrow: ChecksumAddress) -> Iterable[Paid]:
    for event in events:
        if event.address == escrow and event.name == "RoyaltyPaid":
            args = event.args
            payment = EscrowPayment(
                bytes(args["licence"]),
                bytes(args["paymentReference"]),
                args["amount"],
                day_of(event.timestamp),
                event.transaction_hash,
                event.log_index,
            )
            yield Paid(payment, event.block_number)
