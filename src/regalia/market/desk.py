# SPDX-License-Identifier: Apache-2.0
"""Acts at the settlement desk, to be tried out or sent, and its two-step instructions."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract.contract import ContractFunction
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.logs import LogReader
from regalia.chain.transact import call
from regalia.market.order import Nonce
from regalia.market.signed_order import SignedOrder
from regalia.market.typed_data import DeskDomain

_STATUSES = ("none", "open", "settled", "cancelled", "expired")
"""In the order of the contract's enum."""


@dataclass(frozen=True)
class Instruction:
    """``price`` a unit and ``paid`` so far in smallest units; ``deadline`` the last second; ``terms`` a hash of what never changes."""

    number: int
    seller: ChecksumAddress
    buyer: ChecksumAddress
    token: ChecksumAddress
    payment_token: ChecksumAddress
    units: int
    price: int
    deadline: int
    income_per_unit: int
    paid: int
    status: str
    terms: bytes

    @property
    def due(self) -> int:
        """What is still to be paid in."""
        return self.units * self.price - self.paid


class Desk:
    """One desk on one chain. Its acts are calls that somebody sends."""

    def __init__(self, web3: Web3, domain: DeskDomain) -> None:
        self.web3 = web3
        self.contract = contract(web3, "SettlementDesk", domain.desk)

    def fill(self, signed: SignedOrder, units: int) -> ContractFunction:
        return self.contract.functions.fill(signed.order.as_tuple(), signed.signature, units)

    def cancel(self, nonce: Nonce) -> ContractFunction:
        return self.contract.functions.cancel(nonce.packed)

    def cancel_all(self) -> ContractFunction:
        return self.contract.functions.cancelAll()

    def instruct(
        self,
        token: ChecksumAddress,
        buyer: ChecksumAddress,
        units: int,
        price: int,
        deadline: int,
        income_per_unit: int,
    ) -> ContractFunction:
        return self.contract.functions.instruct(token, buyer, units, price, deadline, income_per_unit)

    def pay_in(self, instruction: Instruction, amount: int) -> ContractFunction:
        """Into what was looked at: after a reorganisation of the chain its number may be another's."""
        return self.contract.functions.payIn(instruction.number, instruction.terms, amount)

    def settle(self, number: int) -> ContractFunction:
        return self.contract.functions.settle(number)

    def cancel_instruction(self, number: int) -> ContractFunction:
        return self.contract.functions.cancelInstruction(number)

    def take_back(self, number: int) -> ContractFunction:
        return self.contract.functions.takeBack(number)

    def epoch_of(self, maker: ChecksumAddress) -> int:
        return int(call(self.web3, self.contract.functions.epochOf(maker)))

    def instruction(self, number: int) -> Instruction:
        """Raises ``ContractRevertedError`` where there is none of that number."""
        terms = bytes(call(self.web3, self.contract.functions.termsOf(number)))
        found = call(self.web3, self.contract.functions.instructionAt(number))
        seller, units, deadline, buyer, price, token, status, payment_token, paid, income = found
        return Instruction(
            number, seller, buyer, token, payment_token, units, price, deadline, income, paid, _STATUSES[status], terms
        )

    def given(self, receipt: TxReceipt) -> int:
        """The number of the instruction that a transaction gave."""
        events = LogReader(self.web3, [self.contract.address], receipt["blockNumber"]).read(receipt["blockNumber"])
        own = receipt["transactionHash"].to_0x_hex()
        return next(int(e.args["id"]) for e in events if e.name == "Instructed" and e.transaction_hash == own)
