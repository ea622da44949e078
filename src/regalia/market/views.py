# SPDX-License-Identifier: Apache-2.0
"""Views of contracts, all at one block. Nothing is sent."""

from __future__ import annotations

from typing import Any

from eth_abi.exceptions import DecodingError
from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.exceptions import Web3Exception

from regalia.chain.connection import NodeRefusedError
from regalia.chain.deployer import contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import explained
from regalia.errors import RegaliaError


class SilentContractError(RegaliaError, LookupError):
    """What is at an address does not answer as the contract it should be."""


class Views:
    """Answers of contracts at the latest block. Raises ``ChainUnreachableError`` where no other error is named."""

    def __init__(self, web3: Web3) -> None:
        self.web3 = web3
        self._contracts: dict[tuple[str, ChecksumAddress], Contract] = {}
        with explained("eth_getBlock"):
            latest = web3.eth.get_block("latest")
            self.chain_id = web3.eth.chain_id
        self.block: int = latest["number"]
        self.now: int = latest["timestamp"]

    def read(self, name: str, address: ChecksumAddress, view: str, *arguments: Any) -> Any:
        """By the contract's name in Solidity. Raises ``SilentContractError``: the address may be anybody's."""
        try:
            with explained(view):
                function = self._contract(name, address).functions[view](*arguments)
                return function.call(block_identifier=self.block)
        except (ContractRevertedError, NodeRefusedError, Web3Exception, DecodingError, ValueError) as error:
            raise SilentContractError(
                f"{address}: does not answer {view}() as {name} does ({type(error).__name__})",
                "Check the address, and that the node serves this chain.",
            ) from error

    def code(self, address: ChecksumAddress) -> bytes:
        with explained("eth_getCode"):
            return bytes(self.web3.eth.get_code(address, block_identifier=self.block))

    def _contract(self, name: str, address: ChecksumAddress) -> Contract:
        """Made once: making it takes longer than asking it."""
        if (name, address) not in self._contracts:
            self._contracts[name, address] = contract(self.web3, name, address)
        return self._contracts[name, address]
