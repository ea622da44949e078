# SPDX-License-Identifier: Apache-2.0
"""What a node says of some contracts in some blocks: their logs, the heads of the blocks, and whether any logs were kept back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from eth_utils.address import to_checksum_address

from regalia.chain.asking import RawNode
from regalia.chain.bloom import mask_of, may_hold
from regalia.chain.connection import NodeRefusedError
from regalia.chain.events import Event, LogError
from regalia.chain.raw_logs import (
    Asked,
    BlockMissingError,
    ChainChangedError,
    Header,
    RawLog,
    event_of,
    header_of,
    logs_of,
)

_FEW = 32
"""Blocks up to which every head is asked for: those nearest to the latest one are read in such pieces."""
_MANY = 10_000
"""Logs above which the next piece is made smaller: they are kept in memory, and providers refuse more."""


class LogRangeRefusedError(LogError):
    """The provider refuses the logs of even one block."""


class LogSource:
    """``chunk`` is the most blocks asked for at once; it is halved when the provider refuses and grows again after. ``topics``: what logs
    begin with, of any event where there are none.
    """

    def __init__(self, node: RawNode, addresses: Sequence[str], chunk: int, topics: Sequence[str] = ()) -> None:
        self._node = node
        self._asked = Asked(frozenset(map(to_checksum_address, addresses)), frozenset(topics))
        self._question: dict[str, Any] = {"address": [to_checksum_address(address) for address in addresses]}
        self._question |= {"topics": [list(topics)]} if topics else {}
        self._masks = [list(map(mask_of, alike)) for alike in (addresses, topics) if alike]
        self._limit = self._size = chunk

    def read(self, first: int, last: int) -> tuple[list[Event], Header]:
        """Events from ``first`` to a block that is ``last`` at most, by block and log index, and that block."""
        number, logs = self._fetch(first, last)
        end, told = self.header(number), {block for block, _ in logs}
        looked_at = range(first, number) if end.bloom is not None and number - first < _FEW else ()
        headers = self._headers(sorted({*told, *looked_at} - {number})) | {number: end}
        logs += self._kept_back([header for block, header in headers.items() if block not in told])
        events = [event_of(block, log, headers[block], (first, number), self._asked) for block, log in logs]
        events.sort(key=lambda event: (event.block_number, event.log_index))
        for one, other in pairwise(events):
            if (one.block_number, one.log_index) == (other.block_number, other.log_index):
                twice = f"log {one.log_index} of block {one.block_number} was given twice"
                raise LogError(twice, "Use another provider.")
        return events, end

    def header(self, number: int) -> Header:
        try:
            found = self._node.ask("eth_getBlockByNumber", [hex(number), False], header_of)
        except BlockMissingError as error:
            raise ChainChangedError(
                f"block {number}: the provider does not have it", "It lags or was reset: try again, or use another one."
            ) from error
        if found.number != number:
            raise LogError(f"block {number}: the provider gave block {found.number}", "Use another provider.")
        return found

    def _fetch(self, first: int, last: int) -> tuple[int, list[RawLog]]:
        while True:
            end = min(first + self._size - 1, last)
            question = {"fromBlock": hex(first), "toBlock": hex(end), **self._question}
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

    def _headers(self, numbers: Sequence[int]) -> dict[int, Header]:
        """In one question where the node takes that: a piece may have events in thousands of blocks."""
        asked = [[hex(number), False] for number in numbers]
        found = self._node.ask_many("eth_getBlockByNumber", asked, lambda answer: answer and header_of(answer))
        return {
            number: header if header and header.number == number else self.header(number)
            for number, header in zip(numbers, found, strict=True)
        }

    def _kept_back(self, headers: Sequence[Header]) -> list[RawLog]:
        """Logs of blocks that were not given with the range, though the filters of their heads have room for some: behind one address
        there may be several nodes, and one that lags gives the logs of the newest blocks as none. By its hash it gives them or refuses.
        """
        hidden = [header for header in headers if self._may_tell(header)]
        questions = [[{"blockHash": header.hash, **self._question}] for header in hidden]
        try:
            return [log for logs in self._node.ask_many("eth_getLogs", questions, logs_of) for log in logs]
        except NodeRefusedError as error:
            lags = f"block {hidden[-1].number}: the provider does not have its logs: {error.message}"
            raise ChainChangedError(lags, "It lags: try again, or use another one.") from error

    def _may_tell(self, header: Header) -> bool:
        """By the filter in its head, which has one of the addresses, and one of the topics where those were asked for."""
        return bool(self._masks) and all(any(may_hold(header.bloom, mask) for mask in alike) for alike in self._masks)
