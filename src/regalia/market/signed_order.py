# SPDX-License-Identifier: Apache-2.0
"""An order with its maker's signature, and whether it is one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from eth_account.signers.local import LocalAccount
from eth_keys.datatypes import Signature
from eth_keys.exceptions import BadSignature
from eth_typing import ChecksumAddress
from eth_utils.exceptions import ValidationError

from regalia.errors import RegaliaError
from regalia.market.order import Order, OrderError
from regalia.market.typed_data import DeskDomain, order_hash, signable

SIGNATURE = 65
_HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0


class OrderSignatureError(RegaliaError, ValueError):
    """The signature is not that of the order's maker."""


@dataclass(frozen=True)
class SignedOrder:
    """``signature`` is r ‖ s ‖ v (65 bytes) of the maker's key; of a contract (ERC-1271) whatever it takes."""

    order: Order
    domain: DeskDomain
    signature: bytes
    by_contract: bool = False

    @cached_property
    def hash(self) -> bytes:
        return order_hash(self.order, self.domain)

    @property
    def name(self) -> str:
        """The hash as people write it."""
        return "0x" + self.hash.hex()


def sign(order: Order, domain: DeskDomain, maker: LocalAccount) -> SignedOrder:
    """The order signed by the key of its maker. Raises ``OrderError`` for the key of somebody else."""
    if maker.address != order.maker:
        raise OrderError(f"maker: {order.maker}: the key is of {maker.address}", "Sign with the maker's key.")
    return SignedOrder(order, domain, bytes(maker.sign_message(signable(order, domain)).signature))


def recover(digest: bytes, signature: bytes) -> ChecksumAddress:
    """Whose key signed 32 bytes. Raises ``OrderSignatureError`` for what the desk would not take as a key's signature."""
    if len(signature) != SIGNATURE:
        raise _refused(f"a key's signature has {SIGNATURE} bytes, this one {len(signature)}")
    if signature[64] not in (27, 28):
        raise _refused(f"v is 27 or 28, not {signature[64]}")
    if int.from_bytes(signature[32:64], "big") > _HALF_ORDER:
        raise _refused("the signature is in its malleable form (high s)")
    try:
        made = Signature(signature_bytes=signature[:64] + bytes([signature[64] - 27]))
        return made.recover_public_key_from_msg_hash(digest).to_checksum_address()
    except (BadSignature, ValidationError):
        raise _refused("the signature is not one") from None


def key_fault(signed: SignedOrder) -> str:
    """Why the signature is not one of the maker's key over this order; empty when it is."""
    try:
        signer = recover(signed.hash, signed.signature)
    except OrderSignatureError as error:
        return error.message
    return "" if signer == signed.order.maker else f"over this order the signature is that of {signer}"


def check_signature(signed: SignedOrder) -> None:
    """Raises ``OrderSignatureError``. What a contract signed, only the contract can judge, on chain."""
    if not signed.by_contract and (fault := key_fault(signed)):
        raise _refused(f"signature: {fault}; must be of the maker {signed.order.maker}")


def _refused(message: str) -> OrderSignatureError:
    return OrderSignatureError(message, "Ask the maker for the order as he signed it.")
