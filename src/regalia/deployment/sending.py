# SPDX-License-Identifier: Apache-2.0
"""Sending one transaction after the other: what was sent before is waited for first."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, cast

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract.contract import ContractFunction
from web3.exceptions import Web3Exception
from web3.types import TxParams, TxReceipt

from regalia.chain.connection import NodeRefusedError, ReceiptTimeoutError, wait_for_receipt
from regalia.chain.node_words import HAS_IT, NONCE_USED, says
from regalia.chain.transact import Sender, explained, send
from regalia.deployment.errors import FeeRoseError, PendingTransactionError
from regalia.deployment.gas import Fees, fees_now, gwei
from regalia.deployment.steps import Call

_POLL = 0.2
_AGAIN = "Run the same command again: it waits for it, and goes on."


@dataclass(frozen=True)
class RawCall:
    """A call as ``transact.send`` takes one: bytes to an address, paying for a base fee that may double. ``shown`` was agreed to."""

    web3: Web3
    fn_name: str
    call: Call
    shown: Fees

    def build_transaction(self, given: TxParams) -> TxParams:
        fees = self._fees()
        made: dict[str, Any] = {
            **given,
            "to": self.call.to,
            "data": "0x" + self.call.data.hex(),
            "value": self.call.value,
            "chainId": self.web3.eth.chain_id,
        }
        if fees.flat:
            made["gasPrice"] = fees.base
        else:
            made |= {"maxFeePerGas": fees.most, "maxPriorityFeePerGas": fees.priority}
        return cast(TxParams, made)

    def _fees(self) -> Fees:
        now = fees_now(self.web3)
        agreed = now.within(self.shown)
        if agreed is None:
            raise FeeRoseError(
                f"{self.fn_name}: the node wants {gwei(now.price)} a unit of gas, more than twice the {gwei(self.shown.price)} that the "
                "plan showed",
                "It was not sent. Run the same command again: it shows what it costs by then, and asks. Or ask another node.",
            )
        return agreed


def send_call(web3: Web3, what: str, call: Call, sender: Sender, timeout: float, shown: Fees) -> TxReceipt:
    """Tried out, sent and waited for. Raises as ``transact.send`` does, and ``FeeRoseError``."""
    try:
        return send(web3, cast(ContractFunction, RawCall(web3, what, call, shown)), sender, timeout)
    except ReceiptTimeoutError as error:
        raise ReceiptTimeoutError(f"{what}: {error.message}", _AGAIN) from error


def send_signed(web3: Web3, what: str, raw: bytes, timeout: float) -> None:
    """What was signed already. That it was sent before is no fault. Raises ``NodeRefusedError`` and ``ReceiptTimeoutError``."""
    try:
        with explained(what):
            web3.eth.send_raw_transaction(raw)
    except NodeRefusedError as error:
        if not says(error.message, *HAS_IT, *NONCE_USED):
            raise NodeRefusedError(
                error.message, "Some nodes refuse a transaction that names no chain: ask another node to take this one."
            ) from error
    wait_for_receipt(web3, bytes(Web3.keccak(raw)), timeout)


def wait_for_pending(web3: Web3, account: ChecksumAddress, timeout: float) -> bool:
    """Wait until nothing of the account is under way; whether anything was. Raises ``PendingTransactionError``."""
    until, waited = time.monotonic() + timeout, False
    while True:
        with explained("pending transactions"):
            mined = web3.eth.get_transaction_count(account, "latest")
            try:
                known = web3.eth.get_transaction_count(account, "pending")
            except Web3Exception:  # a node without a pool of its own
                known = mined
        if known <= mined:
            return waited
        if time.monotonic() > until:
            raise PendingTransactionError(
                f"account {account}: its transaction number {mined} was sent and is not mined after {timeout:g} s",
                f"{_AGAIN} If it offers too little for gas, raise that in the wallet that sent it.",
            )
        waited = True
        time.sleep(_POLL)
