# SPDX-License-Identifier: Apache-2.0
"""Asking contracts at one block, and comparing what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eth_abi.abi import encode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak
from web3 import Web3
from web3.contract import Contract
from web3.exceptions import Web3Exception
from web3.types import BlockData

from regalia.chain import artefacts
from regalia.chain.decoding import decode_values, signature
from regalia.chain.deployer import contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.many_calls import Question, ask_many
from regalia.chain.transact import explained
from regalia.ledger.comparison import Tally


class ViewReader:
    """Reads contracts at ``block`` and compares what they answer. An answer that does not come is a difference."""

    def __init__(self, web3: Web3, block: BlockData, tally: Tally) -> None:
        self.web3 = web3
        self.block = block
        self.tally = tally
        self._contracts: dict[tuple[str, str], Contract] = {}
        self._ahead: dict[tuple[Any, ...], Any] = {}

    def ahead(self, name: str, address: str, view: str, arguments: Iterable[tuple[Any, ...]]) -> None:
        """Ask a view that answers plain values for many ``arguments`` at once, so that ``read`` need not: one by one, each answer takes as
        long as the way to the node and back.
        """
        entry: Any = next(entry for entry in artefacts.load(name).abi if entry.get("name") == view)
        types, asked = [value["type"] for value in entry["inputs"]], list(arguments)
        selector = bytes(keccak(text=signature(entry))[:4])
        questions = [Question(address, selector + encode(types, given)) for given in asked]
        for given, answer in zip(asked, ask_many(self.web3, questions, self.block["number"]), strict=True):
            if answer is not None:
                self._keep((name, address, view, *given), entry["outputs"], answer)

    def _keep(self, key: tuple[Any, ...], outputs: Sequence[Any], answer: bytes) -> None:
        """What can't be read is left to be asked again by its name."""
        try:
            values = list(decode_values([{**output, "name": ""} for output in outputs], answer).values())
        except DecodingError:
            return
        self._ahead[key] = values[0] if len(values) == 1 else values

    def read(self, name: str, address: str, view: str, *arguments: Any) -> Any:
        """The decoded answer, or None and a difference. Raises ``ChainUnreachableError`` and ``NodeRefusedError``."""
        if (name, address, view, *arguments) in self._ahead:
            return self._ahead[name, address, view, *arguments]
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
