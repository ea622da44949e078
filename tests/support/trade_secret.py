# SPDX-License-Identifier: Apache-2.0
"""Rights that have no number: known by a hash."""

from __future__ import annotations

from hashlib import sha256

from eth_utils.crypto import keccak

from tests.support.rights import TRADE_SECRET


def secret(text: str, kind: int = TRADE_SECRET) -> tuple[bytes, bytes]:
    """Its id, and the hash of its document of which the id is made."""
    document = keccak(text=text)
    return sha256(bytes([kind]) + document).digest(), document
