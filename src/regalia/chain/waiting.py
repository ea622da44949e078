# SPDX-License-Identifier: Apache-2.0
"""Waiting for a transaction to be mined: seldom enough for a public node, and with more offered where it can't be mined otherwise."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import cast

from hexbytes import HexBytes
from requests.exceptions import RequestException
from web3 import Web3
from web3.exceptions import TransactionIndexingInProgress, TransactionNotFound, Web3Exception
from web3.types import TxReceipt

from regalia.chain.fees import base_fee, gwei
from regalia.chain.node_errors import ChainUnreachableError, ReceiptTimeoutError
from regalia.chain.sending import Sending

_FIRST, _LONGEST = 0.02, 1.0
_LOOK_FOR_IT = "It may be mined: look for its hash before sending it again."
_STILL = "It may still be: look for its hash before sending it again."


def wait_for_receipt(web3: Web3, transaction_hash: bytes, timeout: float = 120.0) -> TxReceipt:
    """Poll for the receipt, as a node returns a hash before the receipt exists.

    Raises ``ReceiptTimeoutError`` and ``ChainUnreachableError``.
    """
    for _ in _pauses(timeout):
        if receipt := _receipt(web3, transaction_hash):
            return receipt
    raise ReceiptTimeoutError(f"transaction 0x{transaction_hash.hex()} is not mined after {timeout:g} s", _STILL)


def wait_for(sending: Sending, web3: Web3, timeout: float) -> TxReceipt:
    """The same for whichever offer is mined; more is offered where the base fee has risen above it. Raises the same."""
    looked = time.monotonic()
    for _ in _pauses(timeout):
        for transaction_hash in sending.hashes:
            if receipt := _receipt(web3, transaction_hash):
                return receipt
        if time.monotonic() - looked > _LONGEST:
            _push(sending)
            looked = time.monotonic()
    raise ReceiptTimeoutError(
        f"transaction 0x{sending.hashes[-1].hex()} is not mined after {timeout:g} s{_too_low(sending, web3)}", _STILL
    )


def _push(sending: Sending) -> None:
    try:
        sending.push()
    except (RequestException, Web3Exception, ValueError):  # whether it is mined is asked again in a moment
        return


def _too_low(sending: Sending, web3: Web3) -> str:
    """Why, where that is known."""
    try:
        now = base_fee(web3)
    except (RequestException, Web3Exception, ValueError):
        return ""
    if sending.offer is None or now <= sending.offer.most:
        return ""
    return f": it offers {gwei(sending.offer.most)} for gas, the base fee is {gwei(now)}"


def _pauses(timeout: float) -> Iterator[None]:
    """Once at least, and once at the end."""
    until, pause = time.monotonic() + timeout, _FIRST
    while (left := until - time.monotonic()) > 0:
        yield
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, _LONGEST)
    yield


def _receipt(web3: Web3, transaction_hash: bytes) -> TxReceipt | None:
    try:
        receipt = web3.eth.get_transaction_receipt(HexBytes(transaction_hash))
    except (TransactionNotFound, TransactionIndexingInProgress):
        return None
    except (RequestException, ValueError) as error:
        raise ChainUnreachableError(
            f"transaction 0x{transaction_hash.hex()} was sent, then the node stopped answering ({type(error).__name__})",
            _LOOK_FOR_IT,
        ) from error
    return receipt if cast(object, receipt["blockHash"]) is not None else None
