# SPDX-License-Identifier: Apache-2.0
"""The filter in the head of a block: whether a contract may have said something in it. A yes may be wrong, a no is not."""

from __future__ import annotations

from eth_utils.crypto import keccak

_BITS = 2_048


def mask_of(address: str) -> int:
    """The bits a log of this address sets."""
    digest, mask = keccak(hexstr=address), 0
    for place in (0, 2, 4):
        mask |= 1 << (int.from_bytes(digest[place : place + 2]) % _BITS)
    return mask


def may_hold(bloom: int, mask: int) -> bool:
    return bloom & mask == mask
