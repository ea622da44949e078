# SPDX-License-Identifier: Apache-2.0
"""What is offered for a unit of gas, and what more when the base fee has run away from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from web3 import Web3
from web3.exceptions import Web3RPCError
from web3.types import TxParams, Wei

DEAREST = 10
"""A transaction that waits is never offered at more than so many times what was offered first."""
_GWEI = 10**9


@dataclass(frozen=True)
class Offer:
    """In wei; ``most`` holds the base fee and the ``priority`` beside it."""

    most: int
    priority: int

    @classmethod
    def of(cls, transaction: TxParams) -> Offer | None:
        """None where the chain has no base fee, or another kind of price was named."""
        if "maxFeePerGas" not in transaction:
            return None
        return cls(int(str(transaction["maxFeePerGas"])), int(str(transaction["maxPriorityFeePerGas"])))

    def now(self, base_fee: int) -> Offer:
        """Before it is sent: enough for a base fee that doubles."""
        return Offer(max(self.most, 2 * base_fee + self.priority), self.priority)

    def replacing(self, base_fee: int, first: Offer) -> Offer | None:
        """At least an eighth more of both, as nodes demand of what takes the place of another; None when that is too dear."""
        priority = _eighth_more(self.priority)
        dearest = DEAREST * first.most
        most = max(_eighth_more(self.most), min(2 * base_fee + priority, dearest))
        return Offer(most, priority) if base_fee < most <= dearest else None

    def put_into(self, transaction: TxParams) -> TxParams:
        return {**transaction, "maxFeePerGas": Wei(self.most), "maxPriorityFeePerGas": Wei(self.priority)}


def base_fee(web3: Web3) -> int:
    """Of the block to come, where the node tells it; else of the latest."""
    try:
        return max(map(int, web3.eth.fee_history(1, "latest")["baseFeePerGas"]))
    except (Web3RPCError, ValueError, KeyError):
        return int(web3.eth.get_block("latest").get("baseFeePerGas", 0))


def gwei(wei: int) -> str:
    return f"{(Decimal(wei) / _GWEI).normalize():,f} gwei"


def _eighth_more(amount: int) -> int:
    return amount + -(-amount // 8) + 1
