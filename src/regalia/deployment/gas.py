# SPDX-License-Identifier: Apache-2.0
"""What steps will cost: of those whose contracts are not there yet a node can't say, so it is reckoned from what they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import TxParams

from regalia.chain.connection import NodeRefusedError
from regalia.chain.transact import explained
from regalia.deployment.pieces import Piece
from regalia.deployment.steps import Call

ROLE = 60_000
SETTING = 40_000
TRANSFER = 21_000
PROXY = 70_000
_DEAL, _OF_TRANCHE = 2_050_000, 210_000
_CONSTRUCTORS = {"DealFactory": 2_920_000}
"""What runs beside the deposit of the code: the factory makes the offering that is cloned."""
_ADMINISTERED, _PLAIN = 170_000, 60_000
_GWEI = 10**9
_AGREED = 2


@dataclass(frozen=True)
class Fees:
    """Of a unit of gas, in wei. ``most`` is what is offered: enough for a base fee that doubles.

    ``flat``: the chain has no base fee, and ``base`` is the whole price, paid as it is offered.
    """

    base: int
    priority: int
    flat: bool = False

    @property
    def price(self) -> int:
        """What it costs now."""
        return self.base + self.priority

    @property
    def most(self) -> int:
        return 2 * self.base + self.priority

    def within(self, shown: Fees) -> Fees | None:
        """These, with no more beside the base fee than makes twice the price that was shown and agreed to: that is paid in full whatever
        a node asks, while a base fee is the chain's. None where the whole price is the node's, and more than twice that.
        """
        most = _AGREED * shown.price
        if self.flat:
            return self if self.base <= most else None
        return replace(self, priority=min(self.priority, max(most - shown.base, 0)))


def fees_now(web3: Web3) -> Fees:
    """By the base fee of the block to come, where the node tells it."""
    with explained("fees"):
        latest = web3.eth.get_block("latest")
        if "baseFeePerGas" not in latest:
            return Fees(int(web3.eth.gas_price), 0, flat=True)
        try:
            coming = int(web3.eth.fee_history(1, "latest")["baseFeePerGas"][-1])
        except (NodeRefusedError, ValueError, KeyError, IndexError):
            coming = 0
        return Fees(max(coming, int(latest["baseFeePerGas"])), int(web3.eth.max_priority_fee))


def of_contract(piece: Piece) -> int:
    """Of making a contract through the proxy."""
    code = len(piece.artefact.deployed_bytecode) // 2 - 1
    init = piece.init_code
    words = (len(init) + 31) // 32
    administered = any(entry.get("name") == "defaultAdmin" for entry in piece.artefact.abi)
    runs = _CONSTRUCTORS.get(piece.name, _ADMINISTERED if administered else _PLAIN)
    return TRANSFER + 32_000 + of_data(piece.salt + init) + words * 10 + code * 200 + runs


def of_deal(data: bytes, tranches: int) -> int:
    """Of making a deal."""
    return TRANSFER + of_data(data) + _DEAL + tranches * _OF_TRANCHE


def of_data(data: bytes) -> int:
    """Of bytes that are sent: 16 each, 4 for a zero."""
    zeros = data.count(0)
    return 4 * zeros + 16 * (len(data) - zeros)


def asked(web3: Web3, call: Call, sender: ChecksumAddress) -> int | None:
    """What the node says, None where it can't. Raises ``ContractRevertedError`` when the contract would refuse."""
    transaction: TxParams = {"from": sender, "to": call.to, "data": call.data, "value": web3.to_wei(call.value, "wei")}
    try:
        with explained("estimate"):
            return int(web3.eth.estimate_gas(transaction))
    except NodeRefusedError:
        return None


def ether(wei: int) -> str:
    """For people: rounded up to a billionth."""
    text = f"{Decimal(-(-wei // _GWEI)).scaleb(-9):,.9f}".rstrip("0")
    return f"{text}0 ETH" if text.endswith(".") else f"{text} ETH"


def gwei(wei: int) -> str:
    text = f"{Decimal(wei) / _GWEI:,.9f}".rstrip("0").rstrip(".")
    return f"{text} gwei"
