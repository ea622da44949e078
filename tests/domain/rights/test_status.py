# SPDX-License-Identifier: Apache-2.0
"""The table of docs/decisions/0004, written out a second time, line by line."""

from __future__ import annotations

from itertools import product

import pytest

from regalia.domain.rights.status import after
from regalia.domain.rights.words import Act, Kind, Status

S = Status
STEPS = {
    Act.FILED: {S.ENTERED: S.PENDING},
    Act.DISCONTINUED: {S.PENDING: S.DISCONTINUED},
    Act.REVIVED: {S.DISCONTINUED: S.PENDING},
    Act.GRANTED: {S.PENDING: S.IN_FORCE},
    Act.CHALLENGED: {S.IN_FORCE: S.UNDER_REVIEW},
    Act.UPHELD: {S.UNDER_REVIEW: S.IN_FORCE},
    Act.LAPSED: {S.IN_FORCE: S.LAPSED, S.UNDER_REVIEW: S.LAPSED},
    Act.SURRENDERED: {S.IN_FORCE: S.SURRENDERED, S.UNDER_REVIEW: S.SURRENDERED},
    Act.INVALIDATED: {S.IN_FORCE: S.INVALIDATED, S.UNDER_REVIEW: S.INVALIDATED, S.LAPSED: S.INVALIDATED},
    Act.EXPIRED: {S.IN_FORCE: S.EXPIRED, S.UNDER_REVIEW: S.EXPIRED, S.LAPSED: S.EXPIRED},
    Act.REINSTATED: {S.LAPSED: S.IN_FORCE},
    Act.APPEAL_WON: {S.INVALIDATED: S.IN_FORCE},
    Act.TERMINATED: {s: s for s in (S.DISCONTINUED, S.LAPSED, S.SURRENDERED, S.INVALIDATED, S.EXPIRED)},
    Act.EXTENDED: {S.IN_FORCE: S.IN_FORCE, S.UNDER_REVIEW: S.UNDER_REVIEW},
    Act.RENEWED: {s: s for s in (S.PENDING, S.IN_FORCE, S.UNDER_REVIEW)},
}
BESIDE = [act for act in Act if act >= Act.TITLE_DISPUTED]


@pytest.mark.parametrize(("act", "status"), product(STEPS, Status))
def test_after__every_act_in_every_status__the_table_and_nothing_else(act: Act, status: Status) -> None:
    assert after(Kind.PATENT, status, act) is STEPS[act].get(status)


@pytest.mark.parametrize(("act", "status"), product(BESIDE, Status))
def test_after__acts_beside_the_life_of_a_right__leave_the_status(act: Act, status: Status) -> None:
    assert after(Kind.PATENT, status, act) is (None if status is S.ENTERED else status)


@pytest.mark.parametrize("act", Act)
def test_after__terminated_for_good__only_acts_beside_its_life(act: Act) -> None:
    found = after(Kind.PATENT, S.LAPSED, act, final=True)
    assert found is (S.LAPSED if act in BESIDE else None)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NONE])
def test_after__subsisting__only_what_needs_no_grant(kind: Kind) -> None:
    expected = S.IN_FORCE if kind >= Kind.COPYRIGHT else None
    assert after(kind, S.ENTERED, Act.SUBSISTING) is expected
    assert after(kind, S.PENDING, Act.SUBSISTING) is None


def test_after__settled_where_nothing_is_in_dispute__impossible() -> None:
    assert after(Kind.PATENT, S.IN_FORCE, Act.DISPUTE_SETTLED, disputes=0) is None
    assert after(Kind.PATENT, S.IN_FORCE, Act.DISPUTE_SETTLED, disputes=1) is S.IN_FORCE


def test_after__no_act__impossible() -> None:
    assert after(Kind.PATENT, S.IN_FORCE, Act.NONE) is None
