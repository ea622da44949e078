# SPDX-License-Identifier: Apache-2.0
"""The parts of a pool's view. Amounts in whole currency, shares of the base, days None where there is none; words are codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from regalia.domain.rights.day import is_day, to_date


@dataclass(frozen=True)
class Group:
    """``id`` is a status, a party's address or a licence; ``count`` are rights or receipts. Of receipts value and base are the same."""

    id: str
    label: str
    count: int
    value: Decimal
    base: Decimal
    share: Decimal


@dataclass(frozen=True)
class Part:
    """Somebody's share of a right, or what a licence carries."""

    id: str
    label: str
    share: Decimal


@dataclass(frozen=True)
class LicenceRow:
    """In force. ``share`` of the right's value rests on it."""

    id: int
    licensee: str
    label: str
    territory: str
    exclusive: bool
    until: date | None
    share: Decimal


@dataclass(frozen=True)
class LienRow:
    """In force. Rank 0 is ahead of everybody by law."""

    id: int
    holder: str
    label: str
    rank: int
    day: date | None


@dataclass(frozen=True)
class RightRow:
    """``good_until`` is the last day of the valuation that counts; ``days_to_expiry`` is below zero once it is over. ``held_under`` is the
    number of a licence, None where the title itself is held. ``disputes`` are open.
    """

    id: str
    number: str
    kind: str
    office: str
    status: str
    final: bool
    conditions: tuple[str, ...]
    value: Decimal
    base: Decimal
    good_until: date | None
    expiry: date | None
    days_to_expiry: int | None
    renewal_due: date | None
    disputes: int
    held_under: int | None
    owners: tuple[Part, ...]
    licences: tuple[LicenceRow, ...]
    liens: tuple[LienRow, ...]


@dataclass(frozen=True)
class LimitRow:
    """``id`` is the label of what is limited."""

    id: str
    most: Decimal
    share: Decimal
    broken: bool


@dataclass(frozen=True)
class ConcentrationRow:
    """The largest of its sort: ``key`` is a right's number, an office or an address, empty where nothing counts."""

    id: str
    key: str
    label: str
    amount: Decimal
    share: Decimal
    most: Decimal | None


@dataclass(frozen=True)
class FactRow:
    """Today, and on the next payment date if nothing happens until then; ``unit``: share, amount or count. ``triggers`` look at it."""

    id: str
    unit: str
    today: Decimal
    next: Decimal
    asked: bool
    triggers: tuple[str, ...]


@dataclass(frozen=True)
class PoolEvent:
    """Something said of a right. ``day`` is when it took effect, ``document`` the hash of what it rests on, empty without one, ``code`` an
    office's own. ``number`` counts within the right and what it is about. ``who`` is a holder, licensee, appraiser or receiver.
    """

    id: str
    what: str
    number: int
    right: str
    day: date | None
    code: str
    who: str
    label: str
    amount: Decimal | None
    document: str
    block: int
    time: int
    transaction: str


def day_of(day: int) -> date | None:
    """Of yyyymmdd."""
    return to_date(day) if is_day(day) else None


def code_of(member: IntEnum) -> str:
    """``in-force``."""
    return member.name.lower().replace("_", "-")


def hex_of(word: bytes) -> str:
    return "0x" + word.hex()
