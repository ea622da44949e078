# SPDX-License-Identifier: Apache-2.0
"""Everything that contracts ever said, in order, decoded, and nothing skipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from eth_utils.address import to_checksum_address
from web3 import Web3

from regalia.chain.asking import USUAL, NodeBusyError, NodeSilentError, Patience, RawNode
from regalia.chain.bloom import mask_of, may_hold
from regalia.chain.connection import ChainUnreachableError, NodeRefusedError
from regalia.chain.events import Event, LogError
from regalia.chain.raw_logs import BlockMissingError, Header, RawLog, event_of, header_of, logs_of
from regalia.chain.raw_logs import ChainChangedError as ChainChangedError
from regalia.errors import RegaliaError

_FEW = 32
"""Blocks of a chunk up to which every head is asked for: those nearest to the latest one are read in such."""
_MANY = 10_000
"""Logs of a chunk above which the next one is made smaller: they are kept in memory, and providers refuse more."""


class LogRangeRefusedError(LogError):
    """The provider refuses the logs of even one block."""


@dataclass(frozen=True)
class Chunk:
    """All events of the blocks from ``first`` to ``end``, by block and log index."""

    events: Sequence[Event]
    first: int
    end: Header


class LogReader:
    """Reads the events of ``addresses`` from ``start_block`` on; every ``read`` goes on where the last one ended.

    ``chunk`` is the most blocks asked for at once; it is halved when the provider refuses and grows again after. ``after`` is the hash
    of the block before ``start_block``, where it was read before: it must still be that. ``patience``: how often a node is asked again.
    """

    def __init__(
        self,
        web3: Web3,
        addresses: Sequence[str],
        start_block: int,
        chunk: int = 5_000,
        *,
        after: str | None = None,
        patience: Patience = USUAL,
    ) -> None:
        self._node = RawNode(web3, patience)
        self._addresses = [to_checksum_address(address) for address in addresses]
        self._asked = frozenset(self._addresses)
        self._masks = [mask_of(address) for address in self._addresses]
        self._next = start_block
        self._limit = self._size = chunk
        self._cursor: tuple[int, str] | None = (start_block - 1, after) if after else None

    def read(self, to_block: int | None = None) -> list[Event]:
        """All events up to ``to_block`` (the latest when not given), by block and log index.

        Raises ``LogError`` in its kinds and ``ChainUnreachableError``; the position then stays where it was.
        """
        kept = self._next, self._cursor
        try:
            with self._explained():
                last = self.head() if to_block is None else to_block
            return [event for chunk in self.chunks(last) for event in chunk.events]
        except RegaliaError:
            self._next, self._cursor = kept
            raise

    def head(self) -> int:
        """The number of the latest block the node has."""
        return self._node.ask("eth_blockNumber", [], lambda answer: int(answer, 16))

    def chunks(self, to_block: int) -> Iterator[Chunk]:
        """The same piece by piece, for whoever keeps each before the next one is asked for. Raises as ``read`` does; the position is
        after the last chunk that was given.
        """
        with self._explained():
            self._check_cursor()
        while self._next <= to_block:
            with self._explained():
                chunk = self._read_chunk(to_block)
            self._next, self._cursor = chunk.end.number + 1, (chunk.end.number, chunk.end.hash)
            yield chunk

    def _read_chunk(self, last: int) -> Chunk:
        first = self._next
        end, logs = self._fetch(first, last)
        told = {number for number, _ in logs}
        headers = self._headers(sorted(told | (set(range(first, end + 1)) if end - first < _FEW else {end})))
        logs += self._missing([header for number, header in headers.items() if number not in told])
        self._check_cursor()
        events = [event_of(number, log, headers[number], (first, end), self._asked) for number, log in logs]
        events.sort(key=lambda event: (event.block_number, event.log_index))
        for one, other in pairwise(events):
            if (one.block_number, one.log_index) == (other.block_number, other.log_index):
                twice = f"log {one.log_index} of block {one.block_number} was given twice"
                raise LogError(twice, "Use another provider.")
        return Chunk(events, first, headers[end])

    def _fetch(self, first: int, last: int) -> tuple[int, list[RawLog]]:
        while True:
            end = min(first + self._size - 1, last)
            question = {"fromBlock": hex(first), "toBlock": hex(end), "address": self._addresses}
            try:
                logs = self._node.ask("eth_getLogs", [question], logs_of)
            except NodeRefusedError as error:
                if end == first:
                    raise LogRangeRefusedError(
                        f"logs: the provider refuses block {first} alone: {error.message}", "Use another provider."
                    ) from error
                self._size = (end - first + 1) // 2
                continue
            self._size = max(self._size // 2, 1) if len(logs) > _MANY else min(self._size * 2, self._limit)
            return end, logs

    def _missing(self, headers: Sequence[Header]) -> list[RawLog]:
        """Logs of blocks that were not given with the range, though the filters of their heads have room for some: behind one address
        there may be several nodes, and one that lags gives the logs of the newest blocks as none. By its hash it gives them or refuses.
        """
        hidden = [header.hash for header in headers if any(may_hold(header.bloom, mask) for mask in self._masks)]
        questions = [[{"blockHash": block_hash, "address": self._addresses}] for block_hash in hidden]
        try:
            return [log for logs in self._node.ask_many("eth_getLogs", questions, logs_of) for log in logs]
        except NodeRefusedError as error:
            raise ChainChangedError(
                f"block {hidden[-1]}: the provider does not have it: {error.message}", "It lags: try again."
            ) from error

    def _headers(self, numbers: Sequence[int]) -> dict[int, Header]:
        """In one question where the node takes that: a chunk may have events in thousands of blocks."""
        found = self._node.ask_many("eth_getBlockByNumber", [[hex(number), False] for number in numbers], _if_there)
        headers = [header or self._header(number) for number, header in zip(numbers, found, strict=True)]
        for number, header in zip(numbers, headers, strict=True):
            if header.number != number:
                raise LogError(f"block {number}: the provider gave block {header.number}", "Use another provider.")
        return dict(zip(numbers, headers, strict=True))

    def _header(self, number: int) -> Header:
        try:
            return self._node.ask("eth_getBlockByNumber", [hex(number), False], header_of)
        except BlockMissingError as error:
            raise ChainChangedError(
                f"block {number}: the provider does not have it", "It lags or was reset: try again, or use another one."
            ) from error

    def _check_cursor(self) -> None:
        if self._cursor is None:
            return
        number, expected = self._cursor
        found = self._header(number).hash
        if found != expected:
            raise ChainChangedError(
                f"block {number}: its hash was {expected} and now is {found}",
                "The chain was reorganised or another node answered: read again from the start.",
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Says where the reading stopped."""
        try:
            yield
        except NodeSilentError as error:
            stopped = f"logs: the node stopped answering at block {self._next} ({error.why})"
            raise ChainUnreachableError(stopped, error.hint) from error
        except NodeBusyError as error:
            raise NodeBusyError(f"logs: at block {self._next}: {error.message}", error.hint) from error
        except NodeRefusedError as error:
            raise NodeRefusedError(
                f"logs: at block {self._next}: the node refused: {error.message}", error.hint
            ) from error


def _if_there(answer: Any) -> Header | None:
    return None if answer is None else header_of(answer)
