# SPDX-License-Identifier: Apache-2.0
"""What time will bring to rights: renewals due, expiries, valuations that go stale, licences that end. Overdue ones come first."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regalia.domain.rights.day import from_date, to_date
from regalia.domain.rights.labels import RIGHTS_LABELS, UNLICENSED
from regalia.domain.rights.number import describe
from regalia.domain.rights.right import GrantedLicence, Right
from regalia.domain.rights.words import PPM, Condition, Status

_LABELS = {condition: label for label, condition in RIGHTS_LABELS.items()}
_RENEWABLE = frozenset({Status.ENTERED, Status.PENDING, Status.IN_FORCE, Status.UNDER_REVIEW})
_CAN_EXPIRE = _RENEWABLE | {Status.LAPSED}


class Coming(StrEnum):
    RENEWAL = "renewal due"
    EXPIRY = "expiry"
    VALUATION = "valuation ends"
    LICENCE = "licence ends"


@dataclass(frozen=True)
class WatchRow:
    """``day`` is the last good day. ``label`` is the fact of a payment date that it moves, ``share`` the ppm of the right's value that goes
    with it.
    """

    right: bytes
    day: int
    coming: Coming
    label: str
    effect: str
    share: int
    overdue: bool
    licence: int = 0

    @property
    def number(self) -> str:
        return describe(self.right)


def watch(rights: Iterable[Right], today: int, months: int) -> tuple[WatchRow, ...]:
    """What comes within so many months of today, and what is overdue: overdue first, then by day."""
    horizon = months_after(today, months)
    rows = (row for right in rights for row in _rows(right, today) if row.day <= horizon)
    return tuple(sorted(rows, key=lambda row: (not row.overdue, row.day, row.right, list(Coming).index(row.coming))))


def months_after(day: int, months: int) -> int:
    """The same day so many months later, or the last of that month."""
    when = to_date(day)
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    return from_date(date(year, month + 1, min(when.day, monthrange(year, month + 1)[1])))


def _rows(right: Right, today: int) -> Iterator[WatchRow]:
    if right.is_final or right.status not in _CAN_EXPIRE:
        return
    if right.renewal_due and right.status in _RENEWABLE:
        effect = "the right lapses once its office says so" if right.renewal_due >= today else "may have lapsed: ask"
        yield _row(right, right.renewal_due, Coming.RENEWAL, Condition.LAPSED, effect, today)
    if right.expiry:
        yield _row(
            right, right.expiry, Coming.EXPIRY, Condition.EXPIRED, "the right is expired from the next day", today
        )
    if (valuation := right.valuation) is not None:
        yield _row(
            right, valuation.until, Coming.VALUATION, Condition.STALE, "the value is stale from the next day", today
        )
    for licence in right.live_licences:
        yield _licence_row(right, licence, today)


def _licence_row(right: Right, licence: GrantedLicence, today: int) -> WatchRow:
    """A licence that others are granted under carries no share itself: what ends with it is a pledge that rests on it."""
    words = licence.words
    if words.share:
        label, effect = UNLICENSED, "its share of the value rests on no licence from the next day"
    else:
        label, effect = _LABELS[Condition.UNTITLED], "a pledge that rests on it is untitled from the next day"
    overdue = words.until < today
    return WatchRow(right.id, words.until, Coming.LICENCE, label, effect, words.share, overdue, licence.number)


def _row(right: Right, day: int, coming: Coming, condition: Condition, effect: str, today: int) -> WatchRow:
    return WatchRow(right.id, day, coming, _LABELS[condition], effect, PPM, day < today)
