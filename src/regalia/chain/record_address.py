# SPDX-License-Identifier: Apache-2.0
"""Addresses in files that are made by machines and edited by hand: in checksum form, and where one is not, what was probably meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from eth_utils.address import is_checksum_address, is_hex_address, to_checksum_address
from pydantic import AfterValidator, ValidationInfo

from regalia.nearest import nearest_address

KNOWN = "known addresses"
"""Under this name a validation's context has the addresses of the file that are spelled right."""
_RULE = "must be an address in checksum form (EIP-55)"
_WRONG_CASES = 2
"""Letters in the wrong case that may be a slip; where a digit is mistyped it is half of all letters."""


def _checksummed(value: str, info: ValidationInfo) -> str:
    if is_checksum_address(value):
        return value
    near = nearest_address(value, (info.context or {}).get(KNOWN, ()), 1) or _only_spelled_wrong(value)
    raise ValueError(_RULE + (f"; did you mean {near}?" if near else ""))


Address = Annotated[str, AfterValidator(_checksummed)]


def addresses_in(data: object) -> Iterator[str]:
    """Every address that is spelled right, anywhere in a file's data, however deep."""
    left = [data]
    while left:
        match left.pop():
            case str(text) if is_checksum_address(text):
                yield text
            case dict(fields):
                left += fields.values()
            case list(entries):
                left += entries


def _only_spelled_wrong(value: str) -> str | None:
    """The address with its checksum, where it may have lost no more than that: one of another address is not to be made up."""
    if not is_hex_address(value) or not value.startswith("0x"):
        return None
    right = to_checksum_address(value)
    wrong = sum(a != b for a, b in zip(value, right, strict=True))
    in_one_case = value[2:] in (value[2:].lower(), value[2:].upper())
    return right if in_one_case or wrong <= _WRONG_CASES else None
