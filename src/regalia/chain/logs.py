# SPDX-License-Identifier: Apache-2.0
"""Everything that contracts ever said, in order, decoded, and nothing skipped."""

from __future__ import annotations

from collections.abc import Sequence

from eth_utils.address import to_checksum_address
from requests.exceptions import ReadTimeout, RequestException
from web3 import Web3
from web3.exceptions import BlockNotFound, Web3RPCError
from web3.types import BlockData, FilterParams, LogReceipt

from regalia.chain.connection import ChainUnreachableError
from regalia.chain.events import Event, LogError, decode_log
from regalia.errors import RegaliaError


class ChainChangedError(LogError):
    """The chain was rewritten, or two nodes that disagree answered, while it was read."""


class LogRangeRefusedError(LogError):
    """The provider refuses the logs of even one block."""


class LogReader:
    """Reads the events of ``addresses`` from ``start_block`` on; every ``read`` goes on where the last one ended.

    ``chunk`` is the most blocks asked for at once; it is halved when the provider refuses and grows again after.
    """

    def __init__(self, web3: Web3, addresses: Sequence[str], start_block: int, chunk: int = 5_000) -> None:
        self._web3 = web3
        self._addresses = [to_checksum_address(address) for address in addresses]
        self._next = start_block
        self._limit = self._size = chunk
        self._cursor: tuple[int, str] | None = None

    def read(self, to_block: int | None = None) -> list[Event]:
        """All events up to ``to_block`` (the latest when not given), by block and log index.

        Raises ``LogError`` in its kinds and ``ChainUnreachableError``; the position then stays where it was.
        """
        kept = self._next, self._cursor
        events: list[Event] = []
        try:
            self._check_cursor()
            last = self._web3.eth.block_number if to_block is None else to_block
            while self._next <= last:
                events += self._read_chunk(last)
        except (RegaliaError, RequestException) as error:
            self._next, self._cursor = kept
            if isinstance(error, RequestException):
                raise ChainUnreachableError(
                    f"logs: the node stopped answering at block {self._next} ({type(error).__name__})", "Try again."
                ) from error
            raise
        return events

    def _read_chunk(self, last: int) -> list[Event]:
        first = self._next
        end, logs = self._fetch(first, last)
        blocks = {number: self._block(number) for number in sorted({log["blockNumber"] for log in logs} | {end})}
        self._check_cursor()
        events = [_event(log, blocks[log["blockNumber"]], first, end) for log in logs]
        events.sort(key=lambda event: (event.block_number, event.log_index))
        self._next, self._cursor = end + 1, (end, blocks[end]["hash"].to_0x_hex())
        return events

    def _fetch(self, first: int, last: int) -> tuple[int, list[LogReceipt]]:
        while True:
            end = min(first + self._size - 1, last)
            question: FilterParams = {"fromBlock": first, "toBlock": end, "address": self._addresses}
            try:
                logs = list(self._web3.eth.get_logs(question))
            except (Web3RPCError, ReadTimeout) as error:
                if end == first:
                    raise LogRangeRefusedError(
                        f"logs: the provider refuses block {first} alone: {error}", "Use another provider."
                    ) from error
                self._size = (end - first + 1) // 2
                continue
            self._size = min(self._size * 2, self._limit)
            return end, logs

    def _check_cursor(self) -> None:
        if self._cursor is None:
            return
        number, expected = self._cursor
        found = self._block(number)["hash"].to_0x_hex()
        if found != expected:
            raise ChainChangedError(
                f"block {number}: its hash was {expected} and now is {found}",
                "The chain was reorganised or another node answered: read again from the start.",
            )

    def _block(self, number: int) -> BlockData:
        try:
            return self._web3.eth.get_block(number)
        except BlockNotFound as error:
            raise ChainChangedError(
                f"block {number}: the provider does not have it", "It lags or was reset: try again, or use another one."
            ) from error


def _event(log: LogReceipt, block: BlockData, first: int, end: int) -> Event:
    number, index = log["blockNumber"], log["logIndex"]
    where = f"log {index} of block {number}"
    if log.get("removed"):
        raise ChainChangedError(f"{where} was removed by a reorganisation", "Read again from the start.")
    if not first <= number <= end:
        raise LogError(f"{where} was not asked for: the range was {first} to {end}", "Use another provider.")
    if log["blockHash"] != block["hash"]:
        raise ChainChangedError(
            f"{where} is of block {log['blockHash'].to_0x_hex()}, the chain has {block['hash'].to_0x_hex()}",
            "The chain was reorganised or another node answered: read again.",
        )
    name, args = decode_log(
        [bytes(topic) for topic in log["topics"]], bytes(log["data"]), f"{where} of {log['address']}"
    )
    return Event(
        name=name,
        address=log["address"],
        args=args,
        block_number=number,
        block_hash=log["blockHash"].to_0x_hex(),
        transaction_hash=log["transactionHash"].to_0x_hex(),
        log_index=index,
        timestamp=block["timestamp"],
    )
