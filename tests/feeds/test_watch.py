# SPDX-License-Identifier: Apache-2.0
"""What the watch sees coming, from rights made by the registry's own acts."""

from __future__ import annotations

import pytest

from regalia.domain.rights.acts import (
    LegalEvent,
    Licence,
    LicenceEnd,
    LicenceGrant,
    RightAct,
    RightEntry,
    RightValuation,
    Valuation,
)
from regalia.domain.rights.address import ZERO
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.words import Act, Kind, Method
from regalia.feeds import Coming, WatchRow, watch
from regalia.feeds.watch import months_after
from tests.feeds.conftest import ID, TODAY

OTHER = b"CN102019010990202".ljust(32, b"\0")


def paper(number: int) -> bytes:
    return bytes([number]) * 32


def entry(right: bytes = ID, expiry: int = 20991231, renewal_due: int = 0) -> RightEntry:
    family, document = bytes(32), b"e" + right[:31]
    return RightEntry(right, Kind.PATENT, "CN", 20180514, expiry, renewal_due, family, ("owner",), (10**6,), document)


def valued(until: int) -> RightValuation:
    return RightValuation(ID, Valuation("cny", 100, "valuer", 20260101, until, Method.COST), paper(200))


def licensed(until: int, share: int, parent: int = 0, number: int = 1) -> LicenceGrant:
    licensor, licensee = ("owner", "originator") if parent == 0 else ("originator", "owner")
    words = Licence(licensor, licensee, ZERO, parent, "CN", True, 0, 20250101, until, share)
    return LicenceGrant(ID, words, paper(100 + number))


def legal(number: int, act: Act, effective: int, date: int = 0) -> LegalEvent:
    return LegalEvent(ID, number, act, effective, date, b"", paper(number))


def seen(*acts: RightAct, months: int = 6) -> list[WatchRow]:
    registry = Registry()
    for act in acts:
        registry.take(act, TODAY)
    return list(watch(registry.rights.values(), TODAY, months))


def test_watch__renewal_ahead__the_condition_it_would_bring() -> None:
    (row,) = seen(entry(renewal_due=20260930))
    assert (row.coming, row.day, row.label, row.overdue) == (Coming.RENEWAL, 20260930, "rights-lapsed", False)
    assert (row.share, row.number) == (10**6, "CN 10 2018 010990101")


@pytest.mark.parametrize(
    ("due", "months", "rows"), [(20261230, 6, 1), (20261231, 6, 0), (20261231, 7, 1), (20260630, 0, 1)]
)
def test_watch__last_day_of_the_span__still_in_it(due: int, months: int, rows: int) -> None:
    assert len(seen(entry(renewal_due=due), months=months)) == rows


def test_watch__renewed__the_next_due_day_counts() -> None:
    acts = (entry(renewal_due=20260930), legal(1, Act.FILED, 20180514), legal(2, Act.RENEWED, 20260601, 20270930))
    assert seen(*acts) == []
    assert [row.day for row in seen(*acts, months=15)] == [20270930]


def test_watch__extended__the_new_expiry_counts() -> None:
    acts = (entry(expiry=20260901), legal(1, Act.FILED, 20180514), legal(2, Act.GRANTED, 20200101))
    (row,) = seen(*acts)
    assert (row.coming, row.label) == (Coming.EXPIRY, "rights-expired")
    assert seen(*acts, legal(3, Act.EXTENDED, 20260601, 20310901)) == []


def test_watch__valuation_ends__stale() -> None:
    (row,) = seen(entry(), valued(20260930))
    assert (row.coming, row.label) == (Coming.VALUATION, "rights-stale")


def test_watch__licences__share_unlicensed_or_a_pledge_untitled() -> None:
    parent, child = seen(entry(), licensed(20261101, 0), licensed(20261031, 800_000, parent=1, number=2))[::-1]
    assert (child.licence, child.label, child.share) == (2, "rights-unlicensed", 800_000)
    assert (parent.licence, parent.label, parent.share) == (1, "rights-untitled", 0)


def test_watch__terminated_licence__nothing_to_see() -> None:
    assert seen(entry(), licensed(20261101, 10), LicenceEnd(ID, 1, 20260601, paper(250))) == []


def test_watch__overdue_and_ahead__overdue_first_then_by_day() -> None:
    rows = seen(
        entry(expiry=20260801, renewal_due=20260629),
        valued(20260531),
        licensed(20260715, 10),
        entry(OTHER, renewal_due=20260715),
    )
    assert [(row.day, row.overdue) for row in rows] == [
        (20260531, True),
        (20260629, True),
        (20260715, False),
        (20260715, False),
        (20260801, False),
    ]


def test_watch__due_today__not_overdue() -> None:
    (row,) = seen(entry(renewal_due=TODAY))
    assert not row.overdue


@pytest.mark.parametrize("act", [Act.SURRENDERED, Act.INVALIDATED, Act.EXPIRED])
def test_watch__right_that_has_ended__nothing_to_see(act: Act) -> None:
    acts = (legal(1, Act.FILED, 20180514), legal(2, Act.GRANTED, 20200101), legal(3, act, 20260101))
    assert seen(entry(expiry=20260801, renewal_due=20260801), valued(20260801), *acts) == []


def test_watch__lapsed_right__no_renewal_but_its_expiry() -> None:
    acts = (legal(1, Act.FILED, 20180514), legal(2, Act.GRANTED, 20200101), legal(3, Act.LAPSED, 20260101))
    assert [row.coming for row in seen(entry(expiry=20260801, renewal_due=20260101), *acts)] == [Coming.EXPIRY]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (20260630, 3, 20260930),
        (20261130, 3, 20270228),
        (20271130, 3, 20280229),
        (20260131, 1, 20260228),
        (20261231, 12, 20271231),
    ],
)
def test_months_after__any_day__same_day_or_the_last_of_the_month(day: int, months: int, later: int) -> None:
    assert months_after(day, months) == later
