# SPDX-License-Identifier: Apache-2.0
"""An address somebody typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address, is_hex_address, to_checksum_address

from regalia.errors import RegaliaError
from regalia.nearest import which_address


class NotAnAddressError(RegaliaError, ValueError):
    """What was given is no address, or its checksum is wrong."""


def address_from(given: object, known: Callable[[], Iterable[str]] = tuple) -> ChecksumAddress:
    """As typed, or of an account. Mixed letters must spell the checksum; ``known`` are those that may be meant. Raises
    ``NotAnAddressError``.
    """
    text = given if isinstance(given, str) else getattr(given, "address", given)
    if isinstance(text, str) and is_hex_address(text) and text.startswith("0x"):
        if text[2:] in (text[2:].lower(), text[2:].upper()) or is_checksum_address(text):
            return to_checksum_address(text)
        hint = which_address(text, known()) or "A letter may be mistyped: copy it again."
        raise NotAnAddressError(f"address: {text}: its checksum is wrong", hint)
    hint = (which_address(text, known()) if isinstance(text, str) else "") or "Give the address of a wallet."
    raise NotAnAddressError(f"address: {text!r} is not 0x and 40 hexadecimal digits", hint)
