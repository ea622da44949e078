# SPDX-License-Identifier: Apache-2.0
"""A transfer that would show if it were done twice."""

from __future__ import annotations

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.transact import Sender, call, send
from tests.ledger.life import Life

SENDS = {"signer": "eth_sendRawTransaction", "unlocked": "eth_sendTransaction"}


def method_of(sender: Sender) -> str:
    return SENDS["unlocked" if isinstance(sender, str) else "signer"]


def address_of(sender: Sender) -> ChecksumAddress:
    return sender if isinstance(sender, str) else sender.address


class Transfers:
    """Of a unit to the same other holder, each time: done twice it would move two."""

    def __init__(self, life: Life, web3: Web3, sender: Sender) -> None:
        self._token = life.token("senior")
        self._there = web3.eth.contract(address=self._token.address, abi=self._token.abi)
        self._web3, self.sender, self._life = web3, sender, life
        self._before = self._units(), self.nonces()

    def _units(self) -> int:
        return int(call(self._life.chain.web3, self._token.functions.balanceOf(self._life.investors[6])))

    def nonces(self) -> int:
        return self._life.chain.web3.eth.get_transaction_count(address_of(self.sender), "pending")

    def send(self, timeout: float = 30) -> int:
        receipt = send(self._web3, self._there.functions.transfer(self._life.investors[6], 1), self.sender, timeout)
        return int(receipt["status"])

    @property
    def moved(self) -> tuple[int, int]:
        """Units, and transactions of the sender."""
        return self._units() - self._before[0], self.nonces() - self._before[1]
