# SPDX-License-Identifier: Apache-2.0
"""How files of reports on rights spell things: rights and days as people write them, members by name, hashes as ``0x…``."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from typing import Annotated, Any, TypeVar

from eth_utils.address import is_checksum_address
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator

from regalia.domain.rights.day import is_day, written
from regalia.domain.rights.number import LENGTH
from regalia.domain.rights.office_numbers import RightNumberError
from regalia.feeds.records import right_of

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_HEX = re.compile(r"0x((?:[0-9a-f]{2})+)")
_HASH_BYTES = 32
_Member = TypeVar("_Member", bound=IntEnum)


def right_text(right: bytes) -> str:
    """The 17 characters of a number, or ``0x`` and the hash: what ``right_of`` reads again."""
    text = right.rstrip(b"\0")
    return text.decode("ascii") if len(text) == LENGTH and text.isascii() else "0x" + right.hex()


def _right(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    if not isinstance(value, str):
        raise ValueError("must be a right's number")
    try:
        return right_of(value)
    except RightNumberError as error:
        raise ValueError(error.rule) from None


def member(enum: type[_Member]) -> Callable[[Any], _Member]:
    """Reads ``title-disputed`` as the member of that name; zero is none of them."""
    known = {found.name.lower().replace("_", "-"): found for found in enum if found}

    def read(value: Any) -> _Member:
        if isinstance(value, enum):
            return value
        if not isinstance(value, str) or value not in known:
            raise ValueError(f"must be one of {', '.join(known)}")
        return known[value]

    return read


def member_text(found: IntEnum) -> str:
    """What ``member`` reads again."""
    return found.name.lower().replace("_", "-")


def _day(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    if match is None or not is_day(day := int("".join(match.groups()))):
        raise ValueError("must be a day from 1600-01-01 on, written as 2024-12-31")
    return day


def _later(value: Any) -> int:
    return 0 if value in (None, 0) else _day(value)


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    match = _HEX.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must be 0x and small hexadecimal digits, two a byte")
    return bytes.fromhex(match[1])


def _hash(value: Any) -> bytes:
    found = _bytes(value)
    if len(found) != _HASH_BYTES or not any(found):
        raise ValueError("must be a hash of 32 bytes that is not zero")
    return found


def _address(value: str) -> str:
    if not is_checksum_address(value):
        raise ValueError("must be an address in checksum form (EIP-55)")
    return value


def _hex(value: bytes) -> str:
    return "0x" + value.hex()


Right = Annotated[bytes, PlainValidator(_right), PlainSerializer(right_text)]
Day = Annotated[int, PlainValidator(_day), PlainSerializer(written)]
Later = Annotated[int, PlainValidator(_later), PlainSerializer(lambda day: written(day) if day else None)]
"""A day, or nothing."""
Hash = Annotated[bytes, PlainValidator(_hash), PlainSerializer(_hex)]
Hex = Annotated[bytes, PlainValidator(_bytes), PlainSerializer(_hex)]
Address = Annotated[str, AfterValidator(_address)]
Number = Annotated[int, Field(ge=1, le=2**32 - 1)]
ChainId = Annotated[int, Field(ge=1)]
Deadline = Annotated[int, Field(ge=1, lt=2**256)]
"""The last second (since 1970) for handing it in."""


class Words(BaseModel):
    """Every field known, each of its own type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
