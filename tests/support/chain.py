# SPDX-License-Identifier: Apache-2.0
"""A chain inside this process: calls, time, events and refusals, without a node."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from eth_typing import ChecksumAddress
from pyrevm import EVM, AccountInfo, BlockEnv, CfgEnv, Env, TxEnv

from regalia.chain.decoding import checksummed
from regalia.chain.errors import Revert, decode_revert
from regalia.chain.events import decode_log

CHAIN_ID = 31_337
GAS_LIMIT = 30_000_000
"""Of one transaction: what a loop without end runs into."""
_OUTPUT = re.compile(r"output: 0x([0-9a-f]*)")


class RefusedError(Exception):
    """A contract refused, for ``gas``; the chain is as it was before the call."""

    def __init__(self, revert: Revert, gas: int) -> None:
        super().__init__(str(revert))
        self.revert = revert
        self.gas = gas


@dataclass(frozen=True)
class Emitted:
    """One decoded log."""

    address: ChecksumAddress
    name: str
    args: Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a successful transaction returned, emitted and used."""

    output: bytes
    events: tuple[Emitted, ...]
    gas: int

    def all(self, name: str) -> list[Mapping[str, Any]]:
        """Arguments of every event of that name, in order."""
        return [event.args for event in self.events if event.name == name]

    def only(self, name: str) -> Mapping[str, Any]:
        """Arguments of the one event of that name."""
        (args,) = self.all(name)
        return args


def new_machine(chain_id: int, **settings: Any) -> EVM:
    """With these further settings; nothing is on it."""
    env = Env(cfg=CfgEnv(chain_id=chain_id, **settings), tx=TxEnv(chain_id=chain_id))
    return EVM(env=env, gas_limit=2**60, spec_id="CANCUN")


class Chain:
    """State, a clock in seconds since 1970, and everything that was ever emitted."""

    def __init__(self, now: int, chain_id: int = CHAIN_ID) -> None:
        self._evm = new_machine(chain_id)
        self.chain_id = chain_id
        self._number = 0
        self.log: list[Emitted] = []
        self.interfaces: dict[ChecksumAddress, frozenset[str]] = {}
        self.now = now

    @property
    def now(self) -> int:
        return self._now

    @now.setter
    def now(self, timestamp: int) -> None:
        self._now = timestamp
        self._number += 1
        self._evm.set_block_env(BlockEnv(timestamp=timestamp, number=self._number))

    def deploy(self, sender: str, code: bytes) -> ChecksumAddress:
        """Raises ``RefusedError`` when the constructor does."""
        with self._refusals():
            return checksummed(self._evm.deploy(sender, code))

    def place(self, address: ChecksumAddress, code: bytes) -> None:
        """Put code at an address, as a fork of another chain has it; its storage is empty."""
        self._evm.insert_account_info(address, AccountInfo(code=code))

    def send(self, sender: str, to: str, data: bytes, gas: int | None = None) -> Answer:
        """A transaction. Raises ``RefusedError``; every log must be of a known event of the contract that emitted it."""
        with self._refusals():
            output = bytes(self._evm.message_call(sender, to, data, gas=gas or GAS_LIMIT))
        result = self._evm.result
        assert result is not None
        events = tuple(self._event(log) for log in result.logs)
        self.log.extend(events)
        return Answer(output, events, result.gas_used)

    def read(self, sender: str, to: str, data: bytes) -> bytes:
        """A call that may change nothing."""
        with self._refusals():
            return bytes(self._evm.message_call(sender, to, data, gas=GAS_LIMIT, is_static=True))

    def attempt(self, sender: str, to: str, data: bytes, static: bool = False) -> tuple[bool, bytes]:
        """A transaction whose logs nobody reads: whether it was accepted, and the bytes it returned or was refused with. For many calls."""
        try:
            return True, bytes(self._evm.message_call(sender, to, data, gas=GAS_LIMIT, is_static=static))
        except RuntimeError as error:
            found = _OUTPUT.search(str(error))
            return False, bytes.fromhex(found[1]) if found else b""
        finally:
            self._evm.reset_transient_storage()

    def store(self, address: str, slot: int, value: int) -> None:
        """Set what a contract stores, where to get there by its own acts would take too long."""
        self._evm.insert_account_storage(address, slot, value)

    def storage(self) -> dict[tuple[ChecksumAddress, int], int]:
        """All that every contract stores: the slots that are not zero. Slow, so not for every call."""
        found: dict[tuple[ChecksumAddress, int], int] = {}
        for before, account in pairwise(self._evm.journal_str.split(": Account {")):
            address = checksummed(before[-42:])
            # not by a pattern: most of an account is its code
            for named, said in pairwise(account[account.find("storage: {") :].split(": StorageSlot {")):
                value = int(said.split("present_value: ", 1)[1].split(" ", 1)[0])
                if value:
                    found[address, int(named[max(named.rfind(" "), named.rfind("{")) + 1 :])] = value
        return found

    def fork(self, chain_id: int) -> Chain:
        """The chain as a fork goes on with it under another id: the code and storage of every contract known here, and the clock."""
        fork = Chain(self.now, chain_id)
        for address in self.interfaces:
            fork.place(address, self.code(address))
        fork.interfaces = dict(self.interfaces)
        for (address, slot), value in self.storage().items():
            fork._evm.insert_account_storage(address, slot, value)
        return fork

    def code(self, address: str) -> bytes:
        return bytes(self._evm.get_code(address) or b"")

    def has_code(self, address: str) -> bool:
        return bool(self.code(address).strip(b"\0"))

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever happens inside is undone at the end, the clock and the log included."""
        checkpoint, number, now, logged = self._evm.snapshot(), self._number, self._now, len(self.log)
        known = dict(self.interfaces)
        try:
            yield
        finally:
            self._evm.revert(checkpoint)
            self.interfaces = known
            del self.log[logged:]
            self.now = now
            self._number = number

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:
            found = _OUTPUT.search(str(error))
            revert = decode_revert(bytes.fromhex(found[1])) if found else Revert("Halt", {"reason": str(error)})
            result = self._evm.result
            assert result is not None
            raise RefusedError(revert, result.gas_used) from None
        finally:
            self._evm.reset_transient_storage()

    def _event(self, log: Any) -> Emitted:
        topics, data = log.data
        address = checksummed(log.address)
        name, args = decode_log([bytes(topic) for topic in topics], bytes(data))
        declared = self.interfaces.get(address)
        assert declared is None or name in declared, f"{name} is not in the interface of {address}"
        return Emitted(address, name, args)


@contextmanager
def refused(name: str, **arguments: Any) -> Iterator[pytest.ExceptionInfo[RefusedError]]:
    """The call inside is refused with exactly this error and exactly these arguments."""
    with pytest.raises(RefusedError) as refusal:
        yield refusal
    revert = refusal.value.revert
    assert revert.name == name, revert
    if arguments:
        assert dict(revert.arguments) == arguments, revert


@contextmanager
def refused_whole(chain: Chain, name: str, **arguments: Any) -> Iterator[None]:
    """As ``refused``, and afterwards no contract stores anything else than before, and nothing was emitted."""
    before, logged = chain.storage(), len(chain.log)
    with refused(name, **arguments):
        yield
    assert chain.storage() == before
    assert len(chain.log) == logged
