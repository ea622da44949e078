# SPDX-License-Identifier: Apache-2.0
"""Addresses as text, compared whatever their case. In a story without a chain a party's name serves as well."""

from __future__ import annotations

ZERO = "0x" + "0" * 40


def plain(address: str) -> str:
    """The one spelling inside: small letters, and the zero address for nobody."""
    return address.lower() or ZERO


def is_zero(address: str) -> bool:
    return plain(address) == ZERO
