# SPDX-License-Identifier: Apache-2.0
"""Contracts inside this process: the oracle is tried thousands of times, without a node."""

from __future__ import annotations

import re
from typing import Any

from eth_abi.abi import decode, encode
from eth_typing import ChecksumAddress
from eth_utils.abi import collapse_if_tuple
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from pyrevm import EVM, AccountInfo, BlockEnv, CfgEnv, Env, TxEnv

from regalia.chain import artefacts
from regalia.chain.decoding import signature
from regalia.chain.errors import ContractRevertedError, decode_revert
from regalia.chain.events import decode_log

GAS = 10_000_000
DEPLOYER = to_checksum_address("0x" + "d0" * 20)
_OUTPUT = re.compile(r"output: (0x[0-9a-f]*)")


class Chain:
    """A chain of one process: its id, its clock (seconds since 1970), and what the last call emitted."""

    def __init__(self, chain_id: int, timestamp: int) -> None:
        env = Env(cfg=CfgEnv(chain_id=chain_id), tx=TxEnv(chain_id=chain_id, gas_limit=GAS))
        self._evm = EVM(env=env, gas_limit=GAS)
        self.chain_id = chain_id
        self.warp(timestamp)

    def warp(self, timestamp: int) -> None:
        self.timestamp = timestamp
        self._evm.set_block_env(BlockEnv(timestamp=timestamp, gas_limit=2**40))

    def deploy(self, name: str, *arguments: Any) -> ChecksumAddress:
        artefact = artefacts.load(name)
        entry: Any = next((e for e in artefact.abi if e["type"] == "constructor"), {"inputs": ()})
        types = [collapse_if_tuple(dict(i)) for i in entry["inputs"]]
        code = bytes.fromhex(artefact.bytecode[2:]) + encode(types, arguments)
        return to_checksum_address(self._evm.deploy(DEPLOYER, code))

    def place(self, address: ChecksumAddress, code: bytes) -> None:
        """Put code at an address, as a fork of another chain has it."""
        self._evm.insert_account_info(address, AccountInfo(code=code))

    def code(self, address: ChecksumAddress) -> bytes:
        return bytes(self._evm.get_code(address) or b"")

    def call(self, sender: str, name: str, address: str, function: str, *arguments: Any) -> Any:
        """The decoded return values; raises ``ContractRevertedError`` as a client of a node would see it."""
        entry = function_entry(name, function)
        output = self.raw(sender, address, calldata(name, function, *arguments))
        values = decode([collapse_if_tuple(dict(o)) for o in entry["outputs"]], output)
        return values[0] if len(values) == 1 else values

    def raw(self, sender: str, address: str, data: bytes, gas: int = GAS) -> bytes:
        try:
            return bytes(self._evm.message_call(sender, address, data, gas=gas))
        except RuntimeError as error:
            found = _OUTPUT.search(str(error))
            raise ContractRevertedError(decode_revert(bytes.fromhex(found[1][2:]) if found else b"")) from error
        finally:
            self._evm.reset_transient_storage()

    def gas_used(self) -> int:
        """By the last call."""
        assert self._evm.result is not None
        return int(self._evm.result.gas_used)

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """Name and arguments of each event of the last call."""
        assert self._evm.result is not None
        return [decode_log(*log.data) for log in self._evm.result.logs]


def function_entry(name: str, function: str) -> Any:
    (entry,) = [e for e in artefacts.load(name).abi if e["type"] == "function" and e["name"] == function]
    return entry


def calldata(name: str, function: str, *arguments: Any) -> bytes:
    """Selector and arguments."""
    entry = function_entry(name, function)
    types = [collapse_if_tuple(dict(i)) for i in entry["inputs"]]
    return keccak(text=signature(entry))[:4] + encode(types, arguments)
