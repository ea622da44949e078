# SPDX-License-Identifier: Apache-2.0
"""The deterministic deployment proxy: whoever calls it, a contract's address follows from a salt and the contract alone.

It is the same on every chain, as it is put there by one transaction that was signed once for all of them and whose key nobody has.
"""

from __future__ import annotations

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from web3 import Web3

from regalia.deployment.errors import OtherProxyError

PROXY = to_checksum_address("0x4e59b44847b379578588920cA78FbF26c0B4956C")
FUNDER = to_checksum_address("0x3fAB184622Dc19b6109349B94811493BF2a45362")
"""Whom the transaction was signed by: it pays, so it has to be given the money first."""
FUNDS = 10**16
"""What that transaction may cost: 100,000 gas at 100 gwei."""
_CODE = bytes.fromhex(
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b80"
    "82525050506014600cf3"
)
PRESIGNED = bytes.fromhex(
    "f8a58085174876e800830186a08080b853604580600e600039806000f350fe"
    + _CODE.hex()
    + "1ba0"
    + "22" * 32
    + "a0"
    + "22" * 32
)


def address_of(salt: bytes, init_code: bytes) -> ChecksumAddress:
    """Where the proxy makes a contract (EIP-1014)."""
    return to_checksum_address(keccak(b"\xff" + bytes.fromhex(PROXY[2:]) + salt + keccak(init_code))[12:])


def is_there(web3: Web3) -> bool:
    """Raises ``OtherProxyError`` where something else is in its place, or it can't be put there any more."""
    code = bytes(web3.eth.get_code(PROXY))
    if code and code != _CODE:
        raise OtherProxyError(
            f"deployment proxy: the code at {PROXY} is not the proxy's",
            "Contracts can't be deployed to this chain this way.",
        )
    if not code and web3.eth.get_transaction_count(FUNDER):
        raise OtherProxyError(
            f"deployment proxy: nothing is at {PROXY}, and the transaction that puts it there was used and failed",
            "Contracts can't be deployed to this chain this way.",
        )
    return bool(code)
