# SPDX-License-Identifier: Apache-2.0
"""Signatures that take no time, for tests that need thousands of them."""

from __future__ import annotations

from eth_account import Account
from eth_account.datastructures import SignedMessage
from eth_account.signers.local import LocalAccount
from eth_keys.constants import SECPK1_G, SECPK1_N
from eth_keys.datatypes import PrivateKey
from eth_typing import Hash32
from hexbytes import HexBytes


def quick_signature(signer: LocalAccount, digest: bytes) -> bytes:
    """r ‖ s ‖ v, and a good one. Its nonce is 1 whatever is signed, which gives the key away: for tests only."""
    r = SECPK1_G[0]
    s = (int.from_bytes(digest, "big") + r * int.from_bytes(signer.key, "big")) % SECPK1_N
    v = 27 + SECPK1_G[1] % 2
    if s > SECPK1_N // 2:
        s, v = SECPK1_N - s, 55 - v
    return r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes([v])


class QuickKey(LocalAccount):
    """An account whose signature of a hash is a quick one; whatever else it signs is signed as ever."""

    def unsafe_sign_hash(self, message_hash: Hash32) -> SignedMessage:
        signature = quick_signature(self, message_hash)
        r, s = (int.from_bytes(part, "big") for part in (signature[:32], signature[32:64]))
        return SignedMessage(HexBytes(message_hash), r, s, signature[64], HexBytes(signature))


def quick_key(secret: bytes) -> QuickKey:
    return QuickKey(PrivateKey(secret), Account())
