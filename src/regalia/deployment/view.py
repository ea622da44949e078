# SPDX-License-Identifier: Apache-2.0
"""A chain as a plan looks at it: what is at an address, since when, and who administers it."""

from __future__ import annotations

from functools import cached_property

from eth_typing import ChecksumAddress
from hexbytes import HexBytes
from web3 import Web3
from web3.contract import Contract
from web3.exceptions import Web3Exception
from web3.types import BlockData

from regalia.chain.deployer import contract
from regalia.chain.transact import call, explained


class View:
    """Reads of one node; what can't change while a plan is made is read once."""

    def __init__(self, web3: Web3) -> None:
        self.web3 = web3
        self._codes: dict[ChecksumAddress, bytes] = {}
        self._admins: dict[ChecksumAddress, ChecksumAddress] = {}
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

    def contract(self, name: str, address: ChecksumAddress) -> Contract:
        if address not in self._contracts:
            self._contracts[address] = contract(self.web3, name, address)
        return self._contracts[address]

    def has_role(self, name: str, address: ChecksumAddress, role: bytes, who: ChecksumAddress) -> bool:
        return bool(call(self.web3, self.contract(name, address).functions.hasRole(role, who)))

    def admin(self, name: str, address: ChecksumAddress) -> ChecksumAddress:
        """Who appoints to the roles of a contract."""
        if address not in self._admins:
            self._admins[address] = call(self.web3, self.contract(name, address).functions.defaultAdmin())
        return self._admins[address]

    def first_block(self, address: ChecksumAddress) -> int:
        """The block in which a contract that is there was made; an earlier one where the node keeps no states that old."""
        with explained("latest block"):
            low, high = 0, int(self.web3.eth.block_number)
        while low < high:
            middle = (low + high) // 2
            try:
                there = bool(self.web3.eth.get_code(address, middle))
            except (Web3Exception, ValueError):
                return low
            low, high = (low, middle) if there else (middle + 1, high)
        return low

    def hash_of(self, address: ChecksumAddress) -> str:
        """Of the code at the address."""
        return HexBytes(Web3.keccak(self.code(address))).to_0x_hex()
