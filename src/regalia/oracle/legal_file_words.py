# SPDX-License-Identifier: Apache-2.0
"""The words of the files of legal reports: rights and days as people write them, acts by name, hashes as ``0x…``."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from eth_utils.address import is_checksum_address
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator

from regalia.domain.rights.day import is_day, written
from regalia.domain.rights.number import LENGTH
from regalia.domain.rights.office_numbers import RightNumberError
from regalia.domain.rights.words import Act
from regalia.feeds.records import right_of

REPORT: Literal["regalia-legal-report-1"] = "regalia-legal-report-1"
SIGNATURE: Literal["regalia-legal-signature-1"] = "regalia-legal-signature-1"
_ACTS = {act.name.lower().replace("_", "-"): act for act in Act if act}
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_HEX = re.compile(r"0x((?:[0-9a-f]{2})+)")
_HASH_BYTES = 32
_MOST = 2**32 - 1


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


def _act(value: Any) -> Act:
    if isinstance(value, Act):
        return value
    if not isinstance(value, str) or value not in _ACTS:
        raise ValueError(f"must be one of {', '.join(_ACTS)}")
    return _ACTS[value]


def _day(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    if match is None or not is_day(day := int("".join(match.groups()))):
        raise ValueError("must be a day from 1600-01-01 on, written as 2024-12-31")
    return day


def _later(value: Any) -> int:
    return 0 if value in (None, 0) else _day(value)


def _code(value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise ValueError("must be printable ASCII")
    return value


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
ActWord = Annotated[Act, PlainValidator(_act), PlainSerializer(lambda act: act.name.lower().replace("_", "-"))]
Day = Annotated[int, PlainValidator(_day), PlainSerializer(written)]
Later = Annotated[int, PlainValidator(_later), PlainSerializer(lambda day: written(day) if day else None)]
"""A day, or nothing."""
Hash = Annotated[bytes, PlainValidator(_hash), PlainSerializer(_hex)]
Hex = Annotated[bytes, PlainValidator(_bytes), PlainSerializer(_hex)]
Address = Annotated[str, AfterValidator(_address)]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class EventWords(_Words):
    """``date`` is the new day of a renewal or an extension."""

    right: Right
    number: Annotated[int, Field(ge=1, le=_MOST)]
    act: ActWord
    effective: Day
    date: Later = 0
    code: Annotated[str, Field(max_length=32), AfterValidator(_code)]
    document: Hash


class ReportWords(_Words):
    """``deadline`` is the last second (since 1970) for handing it in."""

    format: Literal["regalia-legal-report-1"]
    chain_id: Annotated[int, Field(ge=1)]
    oracle: Address
    deadline: Annotated[int, Field(ge=1, lt=2**256)]
    events: Annotated[tuple[EventWords, ...], Field(min_length=1)]


class SignatureWords(_Words):
    """``digest`` is of the report; ``signature`` r ‖ s ‖ v of a key, or what a contract (ERC-1271) takes."""

    format: Literal["regalia-legal-signature-1"]
    digest: Hash
    signer: Address
    signature: Hex
