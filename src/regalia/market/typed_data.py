# SPDX-License-Identifier: Apache-2.0
"""What exactly is signed of an order (EIP-712)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_account.messages import SignableMessage, encode_typed_data
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.market.order import Order

NAME = "Regalia SettlementDesk"
VERSION = "1"
TYPE = "Order"
_FIELDS = (
    ("maker", "address"),
    ("token", "address"),
    ("paymentToken", "address"),
    ("sells", "bool"),
    ("units", "uint256"),
    ("price", "uint256"),
    ("minimumFill", "uint256"),
    ("counterparty", "address"),
    ("venue", "address"),
    ("venueFee", "uint256"),
    ("incomePerUnit", "uint256"),
    ("nonce", "uint256"),
    ("expiry", "uint256"),
)
_DOMAIN_FIELDS = (("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"))


@dataclass(frozen=True)
class DeskDomain:
    """Where a signature counts, and nowhere else: one desk on one chain."""

    chain_id: int
    desk: ChecksumAddress


def type_text() -> str:
    """The EIP-712 type as text, whose keccak-256 is the contract's constant."""
    return f"{TYPE}({','.join(f'{kind} {name}' for name, kind in _FIELDS)})"


def typed_data(order: Order, domain: DeskDomain) -> dict[str, Any]:
    """The whole EIP-712 message (types, domain and values), as wallets take it."""
    return {
        "types": {
            "EIP712Domain": [{"name": name, "type": kind} for name, kind in _DOMAIN_FIELDS],
            TYPE: [{"name": name, "type": kind} for name, kind in _FIELDS],
        },
        "primaryType": TYPE,
        "domain": {
            "name": NAME,
            "version": VERSION,
            "chainId": domain.chain_id,
            "verifyingContract": domain.desk,
        },
        "message": dict(zip((name for name, _ in _FIELDS), order.as_tuple(), strict=True)),
    }


def signable(order: Order, domain: DeskDomain) -> SignableMessage:
    """The message as eth-account signs and recovers it."""
    return encode_typed_data(full_message=typed_data(order, domain))


def order_hash(order: Order, domain: DeskDomain) -> bytes:
    """The 32 bytes that are signed, by which an order is known: what the desk's ``hashOf`` returns."""
    encoded = signable(order, domain)
    return keccak(b"\x19" + encoded.version + encoded.header + encoded.body)
