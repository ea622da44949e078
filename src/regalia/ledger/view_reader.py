# SPDX-License-Identifier: Apache-2.0
"""Asking contracts at one block, and comparing what they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from web3 import Web3
from web3.contract import Contract
from web3.exceptions import Web3Exception
from web3.types import BlockData

from regalia.chain.deployer import contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import explained
from regalia.ledger.comparison import Tally


class ViewReader:
    """Reads contracts at ``block`` and compares what they answer. An answer that does not come is a difference."""

    def __init__(self, web3: Web3, block: BlockData, tally: Tally) -> None:
        self.web3 = web3
        self.block = block
        self.tally = tally
        self._contracts: dict[tuple[str, str], Contract] = {}

    def read(self, name: str, address: str, view: str, *arguments: Any) -> Any:
        """The decoded answer, or None and a difference. Raises ``ChainUnreachableError`` and ``NodeRefusedError``."""
        try:
            with explained(view):
                return (
                    self._contract(name, address)
                    .functions[view](*arguments)
                    .call(block_identifier=self.block["number"])
                )
        except (ContractRevertedError, Web3Exception) as error:
            self.tally.holds(False, "views", f"{name}.{view}()", f"of {address}", "an answer", type(error).__name__)
            return None

    def same(self, what: str, expected: object, name: str, address: str, view: str, *arguments: Any) -> None:
        """Compare an answer of one value."""
        self.fields({what: expected}, name, address, view, *arguments, single=True)

    def fields(
        self, expected: Mapping[str, object], name: str, address: str, view: str, *arguments: Any, single: bool = False
    ) -> None:
        """Compare an answer of several values, each under its name; lists as a whole."""
        answer = self.read(name, address, view, *arguments)
        if answer is None:
            return
        for (what, wanted), found in zip(expected.items(), [answer] if single else answer, strict=True):
            given = list(found) if isinstance(found, tuple) else found
            self.tally.same("views", f"{name}.{view}()", what, wanted, given)

    def amount(self, what: str, expected: int, name: str, address: str, view: str, *arguments: Any) -> None:
        """Compare an answer that is an amount in the smallest unit."""
        answer = self.read(name, address, view, *arguments)
        if answer is not None:
            self.tally.money("views", f"{name}.{view}()", what, expected, answer)

    def amounts(self, where: str, labels: Sequence[str], expected: Sequence[int], found: Sequence[int]) -> None:
        """Compare a list of amounts that was read, each under its label."""
        self.tally.same("views", where, "how many", len(expected), len(found))
        for label, wanted, amount in zip(labels, expected, found, strict=False):
            self.tally.money("views", where, label, wanted, amount)

    def _contract(self, name: str, address: str) -> Contract:
        if (name, address) not in self._contracts:
            self._contracts[name, address] = contract(self.web3, name, Web3.to_checksum_address(address))
        return self._contracts[name, address]
