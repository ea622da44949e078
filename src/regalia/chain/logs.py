# SPDX-License-Identifier: Apache-2.0
"""Everything that contracts ever said, in order, decoded, and nothing skipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from web3 import Web3

from regalia.chain.asking import USUAL, NodeBusyError, NodeSilentError, Patience, RawNode
from regalia.chain.connection import ChainUnreachableError, NodeRefusedError
from regalia.chain.events import Event
from regalia.chain.log_source import LogRangeRefusedError as LogRangeRefusedError
from regalia.chain.log_source import LogSource
from regalia.chain.raw_logs import ChainChangedError as ChainChangedError
from regalia.chain.raw_logs import Header
from regalia.errors import RegaliaError


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
    ``topics``, where there are any: logs that begin with one of them and no others, see ``events.topics_of``.
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
        topics: Sequence[str] = (),
    ) -> None:
        self._node = RawNode(web3, patience)
        self._source = LogSource(self._node, addresses, chunk, topics)
        self._next = start_block
        self._cursor: tuple[int, str] | None = (start_block - 1, after) if after else None

    def read(self, to_block: int | None = None) -> list[Event]:
        """All events up to ``to_block`` (the latest when not given), by block and log index.

        Raises ``LogError`` in its kinds and ``ChainUnreachableError``; the position then stays where it was.
        """
        kept = self._next, self._cursor
        try:
            with self._explained():
                last = self._head() if to_block is None else to_block
            return [event for chunk in self.chunks(last) for event in chunk.events]
        except RegaliaError:
            self._next, self._cursor = kept
            raise

    def chunks(self, to_block: int) -> Iterator[Chunk]:
        """The same piece by piece, for whoever keeps each before the next one is asked for. Raises as ``read`` does; the position is
        after the last chunk that was given.
        """
        with self._explained():
            self._check_cursor()
        while self._next <= to_block:
            with self._explained():
                events, end = self._source.read(self._next, to_block)
                self._check_cursor()
            chunk = Chunk(events, self._next, end)
            self._next, self._cursor = end.number + 1, (end.number, end.hash)
            yield chunk

    def _head(self) -> int:
        return self._node.ask("eth_blockNumber", [], lambda answer: int(answer, 16))

    def _check_cursor(self) -> None:
        if self._cursor is None:
            return
        number, expected = self._cursor
        found = self._source.header(number).hash
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
            refused = f"logs: at block {self._next}: the node refused: {error.message}"
            raise NodeRefusedError(refused, error.hint) from error
