# SPDX-License-Identifier: Apache-2.0
"""What the journal keeps: the work, the attempts at it, and where on chain it was found."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import Signable
from regalia.relay.states import State

REPORT, RESTATEMENT = "report", "restatement"
"""The kinds of work."""


@dataclass(frozen=True)
class Place:
    """A block and a transaction in it; hashes are ``0x…``."""

    block: int
    block_hash: str
    transaction: str


@dataclass(frozen=True)
class Work:
    """A signed report or restatement to be brought on chain. ``number`` is a report's period; ``document`` its JSON; ``digest`` what
    was signed.

    ``reason`` says why it is refused, or will be as soon as its nonces are used up, or how it was struck. ``place`` is where it was
    mined, by whomever.
    """

    id: int
    kind: str
    deal: str
    number: int
    epoch: int
    digest: bytes
    document: str
    signatures: bytes
    state: State
    reason: str | None = None
    place: Place | None = None
    found_at: int = 0

    @property
    def report(self) -> Signable:
        return (Restatement if self.kind == RESTATEMENT else RoyaltyReport).from_json(self.document)

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.deal}"


@dataclass(frozen=True)
class Fees:
    """Of EIP-1559, in wei for a unit of gas: the most it may cost, and of that the most that goes to who makes the block."""

    most: int
    priority: int


@dataclass(frozen=True)
class Attempt:
    """A signed transaction, kept before it is sent. Without ``work`` it does nothing and only uses up its nonce.

    ``sent_block`` and ``sent_time`` are the chain's when a node had it first; ``succeeded`` and ``place`` tell of its receipt.
    ``settled``: its nonce is used up for good, at depth.
    """

    id: int
    nonce: int
    work: int | None
    raw: bytes
    hash: str
    gas: int
    fees: Fees
    sent_block: int | None = None
    sent_time: int | None = None
    succeeded: bool | None = None
    place: Place | None = None
    settled: bool = False
