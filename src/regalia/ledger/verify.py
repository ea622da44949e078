# SPDX-License-Identifier: Apache-2.0
"""A deal checked by somebody who was not there: from a node, the deal file and the record alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hexbytes import HexBytes
from web3 import Web3
from web3.exceptions import BlockNotFound, TransactionNotFound, Web3Exception
from web3.types import BlockData, BlockIdentifier

from regalia.chain.connection import NodeRefusedError
from regalia.chain.logs import ChainChangedError
from regalia.chain.record import DeploymentRecord
from regalia.chain.transact import explained
from regalia.domain.compile import compile_terms
from regalia.domain.terms import Terms
from regalia.errors import RegaliaError
from regalia.ledger.code import compare_code
from regalia.ledger.comparison import Tally
from regalia.ledger.reading import identities_of, read_events
from regalia.ledger.replay import replay
from regalia.ledger.role_holders import compare_roles
from regalia.ledger.setup_views import compare_setup_views
from regalia.ledger.verification import Verification, verification_of
from regalia.ledger.views import compare_views

__all__ = ["NodeBehindError", "OtherBlockError", "Verification", "verify"]

Progress = Callable[[str], None]


class NodeBehindError(RegaliaError, ConnectionError):
    """The node has not got as far as the block in which the deal was made."""


class OtherBlockError(RegaliaError, ValueError):
    """The deal can't be verified as of the block that was asked for."""


def verify(
    web3: Web3,
    record: DeploymentRecord,
    terms: Terms,
    progress: Progress = lambda text: None,
    block: int | None = None,
) -> Verification:
    """Check code, record and wiring, replay every event, compare the contracts' own answers, and who holds which role: as of ``block``, the
    latest where none is given.

    Differences are collected. Raises ``NotExecutableError``, ``NodeBehindError``, ``OtherBlockError``, ``ChainUnreachableError``,
    ``NodeRefusedError`` and ``LogError`` in its kinds, ``ChainChangedError`` when the chain was rewritten meanwhile.
    """
    compile_terms(terms)  # refused before anything is read
    last = _pinned(web3, record, block)
    clock = _Clock(progress)
    tally = Tally(terms.money)
    with _as_of(web3, last["number"]):
        tally.turn_to(last["number"])
        clock.turn_to("code", f"of {len(list(record.contracts()))} contracts")
        if not compare_code(web3, record, tally):
            return verification_of(record, tally, last, clock.stop())
        clock.turn_to("events", f"of blocks {record.block_number} to {last['number']}")
        events = read_events(web3, record, last["number"])
        tally.turn_to(None)
        clock.turn_to("replay", f"of {len(events)} events")
        replayed = replay(terms, record, events, tally, identities_of(web3, record, events))
        tally.turn_to(last["number"])
        clock.turn_to("answers", f"of the contracts at block {last['number']}")
        compare_setup_views(web3, last, replayed)
        surplus = compare_views(web3, last, replayed)
        clock.turn_to("roles", "and whoever was appointed to one")
        roles = compare_roles(web3, last, replayed)
    again = _block(web3, last["number"])
    if again["hash"] != last["hash"]:
        raise ChainChangedError(
            f"block {last['number']}: its hash was {last['hash'].to_0x_hex()} and now is {again['hash'].to_0x_hex()}",
            "The chain was reorganised while it was read: verify again.",
        )
    return verification_of(record, tally, last, clock.stop(), replayed.run, surplus, roles)


class _Clock:
    """Which stage runs, and how long each took."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._took: dict[str, int] = {}
        self._stage, self._since = "", 0

    def turn_to(self, stage: str, text: str) -> None:
        self.stop()
        self._progress(f"{stage} {text}")
        self._stage, self._since = stage, time.perf_counter_ns()

    def stop(self) -> dict[str, int]:
        """Milliseconds by stage."""
        if self._stage:
            self._took[self._stage] = (time.perf_counter_ns() - self._since) // 1_000_000
        self._stage = ""
        return self._took


def _pinned(web3: Web3, record: DeploymentRecord, asked: int | None) -> BlockData:
    """The block everything is read as of."""
    head = _block(web3, "latest")
    if head["number"] < record.block_number and not _knows(web3, record.transaction_hash):
        raise NodeBehindError(
            f"block: the node's latest is {head['number']}, the record says the deal was made in {record.block_number}",
            "Wait until the node has caught up, or use another one.",
        )
    if asked is None:
        return head
    if not record.block_number <= asked <= head["number"]:
        raise OtherBlockError(
            f"block: {asked} is not one of {record.block_number}, in which the deal was made, to {head['number']}, the latest",
            "Name one of these.",
        )
    try:
        with explained("eth_getCode"):
            web3.eth.get_code(Web3.to_checksum_address(record.deal.address), block_identifier=asked)
    except (NodeRefusedError, Web3Exception, ValueError) as error:  # each node has its own words for it
        raise OtherBlockError(
            f"block: the node has no state of block {asked} any more ({type(error).__name__})",
            "Use a node that keeps old states (an archive node), or verify as of the latest block.",
        ) from error
    return _block(web3, asked)


def _knows(web3: Web3, transaction: str) -> bool:
    with explained("eth_getTransactionReceipt"):
        try:
            web3.eth.get_transaction_receipt(HexBytes(transaction))
        except TransactionNotFound:
            return False
    return True


def _block(web3: Web3, which: BlockIdentifier) -> BlockData:
    with explained("block"):
        try:
            return web3.eth.get_block(which)
        except BlockNotFound as error:
            raise ChainChangedError(
                f"block {which!s}: the node does not have it", "It lags or was reset: try again, or use another one."
            ) from error


@contextmanager
def _as_of(web3: Web3, number: int) -> Iterator[None]:
    """Whatever is asked meanwhile without naming a block is asked as of this one."""
    before = web3.eth.default_block
    web3.eth.default_block = number
    try:
        yield
    finally:
        web3.eth.default_block = before
