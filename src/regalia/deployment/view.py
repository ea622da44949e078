# SPDX-License-Identifier: Apache-2.0
"""A chain as a plan looks at it: what is at an address, since when, and who administers it."""

from __future__ import annotations

from functools import cache, cached_property

from eth_typing import ABIElement, ChecksumAddress
from hexbytes import HexBytes
from web3 import Web3
from web3.contract import Contract
from web3.exceptions import Web3RPCError
from web3.types import BlockData

from regalia.chain import artefacts
from regalia.chain.deployer import contract
from regalia.chain.transact import call, explained

_ASKED = ("hasRole", "grantRole", "revokeRole", "defaultAdmin", "threshold", "setThreshold")


@cache
def _seat_abi() -> list[ABIElement]:
    # it has what every contract with roles has, and a threshold
    return [entry for entry in artefacts.load("LegalOracle").abi if entry.get("name") in _ASKED]


class View:
    """Reads of one node; what can't change while a plan is made is read once."""

    def __init__(self, web3: Web3) -> None:
        self.web3 = web3
        self._codes: dict[ChecksumAddress, bytes] = {}
        self._admins: dict[ChecksumAddress, ChecksumAddress] = {}
        self._seats: dict[ChecksumAddress, Contract] = {}
        self._contracts: dict[ChecksumAddress, Contract] = {}

    @cached_property
    def chain_id(self) -> int:
        with explained("chain id"):
            return int(self.web3.eth.chain_id)

    @cached_property
    def genesis_hash(self) -> str:
        with explained("block 0"):
            return self.web3.eth.get_block(0)["hash"].to_0x_hex()

    @cached_property
    def head(self) -> BlockData:
        with explained("latest block"):
            return self.web3.eth.get_block("latest")

    def code(self, address: ChecksumAddress) -> bytes:
        """Empty where nothing is; what was found is remembered."""
        if not self._codes.get(address):
            with explained("code"):
                self._codes[address] = bytes(self.web3.eth.get_code(address))
        return self._codes[address]

    def seat(self, address: ChecksumAddress) -> Contract:
        """A contract with roles, by no more of its interface than is asked here: making one of the whole takes longer than asking."""
        if address not in self._seats:
            self._seats[address] = self.web3.eth.contract(address=address, abi=_seat_abi())
        return self._seats[address]

    def contract(self, name: str, address: ChecksumAddress) -> Contract:
        if address not in self._contracts:
            self._contracts[address] = contract(self.web3, name, address)
        return self._contracts[address]

    def has_role(self, address: ChecksumAddress, role: bytes, who: ChecksumAddress) -> bool:
        return bool(call(self.web3, self.seat(address).functions.hasRole(role, who)))

    def admin(self, address: ChecksumAddress) -> ChecksumAddress:
        """Who appoints to the roles of a contract."""
        if address not in self._admins:
            self._admins[address] = call(self.web3, self.seat(address).functions.defaultAdmin())
        return self._admins[address]

    def first_block(self, address: ChecksumAddress) -> int:
        """The block in which a contract that is there was made; an earlier one where the node keeps no states that old."""
        with explained("latest block"):
            low, high = 0, int(self.web3.eth.block_number)
        while low < high:
            middle = (low + high) // 2
            try:
                there = bool(self.web3.eth.get_code(address, middle))
            except Web3RPCError:
                return low
            low, high = (low, middle) if there else (middle + 1, high)
        return low

    def time_of(self, block: int) -> int:
        """In seconds."""
        with explained(f"block {block}"):
            return int(self.web3.eth.get_block(block)["timestamp"])

    def hash_of(self, address: ChecksumAddress) -> str:
        """Of the code at the address."""
        return HexBytes(Web3.keccak(self.code(address))).to_0x_hex()
