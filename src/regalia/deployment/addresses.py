# SPDX-License-Identifier: Apache-2.0
"""Addresses in a wish: in checksum form, and where one is not, what was probably meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address, is_hex_address, to_checksum_address
from pydantic import BeforeValidator, ValidationInfo

from regalia.chain.record_address import KNOWN

_PLAIN = "must be an address: 0x and 40 hexadecimal digits, in checksum form (EIP-55)"
_NOBODY = to_checksum_address("0x" + "0" * 40)


def _checked(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str) or value == _NOBODY or not is_checksum_address(value):
        raise ValueError(_rule(value, (info.context or {}).get(KNOWN, ())))
    return value


def _word_or_address(word: str) -> Callable[[Any, ValidationInfo], Any]:
    def check(value: Any, info: ValidationInfo) -> Any:
        try:
            return value if value == word else _checked(value, info)
        except ValueError as error:
            raise ValueError(f"{error}, or {word!r}" if str(error) == _PLAIN else str(error)) from None

    return check


Address = Annotated[ChecksumAddress, BeforeValidator(_checked)]
TokenOrTest = Annotated[str, BeforeValidator(_word_or_address("test"))]
"""A payment token, or ``test`` for one that is worth nothing."""
SourceOrRights = Annotated[str, BeforeValidator(_word_or_address("rights"))]
"""A contract that knows facts, or ``rights`` for the pool of the wish."""


def _rule(value: Any, known: tuple[str, ...]) -> str:
    if value == _NOBODY:
        return "is the zero address, which is nobody"
    if isinstance(value, str):
        near = [address for address in known if within_one_typo(value.lower(), address.lower())]
        if near:
            return f"is not an address in checksum form; did you mean {near[0]}?"
        if is_hex_address(value) and value.startswith("0x"):
            return f"does not spell its checksum, as {to_checksum_address(value)} does: compare it with where it comes from"
    return _PLAIN


def within_one_typo(typed: str, meant: str) -> bool:
    """Whether one is the other with at most one character changed, left out, added, or swapped with the next."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    left, right = typed[start:], meant[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[:2][::-1] and left[2:] == right[2:])
    )
