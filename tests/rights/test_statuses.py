# SPDX-License-Identifier: Apache-2.0
"""Every act in every status: what the table of 0004 allows leads where it says, all else is refused."""

from __future__ import annotations

import pytest

from tests.support.chain import refused_whole
from tests.support.rights import (
    COPYRIGHT,
    DISPUTED,
    EXTENDED,
    RENEWED,
    SETTLED,
    SOFTWARE,
    SUBSISTING,
    TERMINATED,
    TRADE_SECRET,
    RightsDesk,
    number,
)
from tests.support.rights_acts import PATENT_1, facts_of
from tests.support.roles import actor
from tests.support.trade_secret import secret

NONE, PENDING, DISCONTINUED, IN_FORCE, UNDER_REVIEW, LAPSED, SURRENDERED, INVALIDATED, EXPIRED = range(9)
SAME: int | None = None
ALL_BUT_NONE = range(1, 9)
TABLE: dict[int, dict[int, int | None]] = {
    1: {NONE: PENDING},
    2: {PENDING: DISCONTINUED},
    3: {DISCONTINUED: PENDING},
    4: {PENDING: IN_FORCE},
    5: {},  # a patent has to be granted
    6: {IN_FORCE: UNDER_REVIEW},
    7: {UNDER_REVIEW: IN_FORCE},
    8: {IN_FORCE: LAPSED, UNDER_REVIEW: LAPSED},
    9: {IN_FORCE: SURRENDERED, UNDER_REVIEW: SURRENDERED},
    10: {IN_FORCE: INVALIDATED, UNDER_REVIEW: INVALIDATED, LAPSED: INVALIDATED},
    11: {IN_FORCE: EXPIRED, UNDER_REVIEW: EXPIRED, LAPSED: EXPIRED},
    12: {LAPSED: IN_FORCE},
    13: {INVALIDATED: IN_FORCE},
    14: dict.fromkeys((DISCONTINUED, LAPSED, SURRENDERED, INVALIDATED, EXPIRED), SAME),
    15: dict.fromkeys((IN_FORCE, UNDER_REVIEW), SAME),
    16: dict.fromkeys((PENDING, IN_FORCE, UNDER_REVIEW), SAME),
    **{act: dict.fromkeys(ALL_BUT_NONE, SAME) for act in range(17, 24)},
}
"""Where an act leads, by where it is taken."""
PATHS = {
    NONE: (),
    PENDING: (1,),
    DISCONTINUED: (1, 2),
    IN_FORCE: (1, 4),
    UNDER_REVIEW: (1, 4, 6),
    LAPSED: (1, 4, 8),
    SURRENDERED: (1, 4, 9),
    INVALIDATED: (1, 4, 10),
    EXPIRED: (1, 4, 11),
}
DATES = {EXTENDED: 20410102, RENEWED: 20250102}
ENDED = sorted(TABLE[TERMINATED])
EFFECTS = {17: ("disputes", 2), 18: ("disputes", 0), 19: ("restrictions", 1), 21: ("restrictions", 2)}
"""Of acts that leave the status, after one dispute."""


def disputed(desk: RightsDesk, status: int, *further: int) -> int:
    """A patent in this status, with one dispute where there can be one; the number of its last event."""
    desk.enter(PATENT_1)
    acts = (*PATHS[status], *((DISPUTED,) if status != NONE else ()), *further)
    if acts:
        desk.happen(PATENT_1, *acts)
    facts = facts_of(desk, PATENT_1)
    assert (facts["status"], facts["events"]) == (status, len(acts))
    return len(acts)


@pytest.mark.parametrize("act", range(1, 24))
@pytest.mark.parametrize("status", range(9))
def test_act__in_a_status__as_the_table_says(desk: RightsDesk, status: int, act: int) -> None:
    events = disputed(desk, status)
    before = facts_of(desk, PATENT_1)
    if status not in TABLE[act]:
        with refused_whole(desk.chain, "IPRegistry_NotAllowed", right=PATENT_1, status=status, act=act):
            desk.happen(PATENT_1, act, date=DATES.get(act, 0))
        return
    desk.happen(PATENT_1, act, date=DATES.get(act, 0))
    to = TABLE[act][status]
    expected = dict(before) | {"status": status if to is SAME else to, "events": events + 1, "lastEffective": 20240120}
    if act in EFFECTS:
        expected |= dict([EFFECTS[act]])
    if act in DATES:
        expected["expiry" if act == EXTENDED else "renewalDue"] = DATES[act]
    assert facts_of(desk, PATENT_1) == expected | {"isFinal": act == TERMINATED}


@pytest.mark.parametrize("act", range(1, 24))
@pytest.mark.parametrize("status", ENDED)
def test_act__after_the_end_for_good__only_17_to_23(desk: RightsDesk, status: int, act: int) -> None:
    disputed(desk, status, TERMINATED)
    if act < 17:
        with refused_whole(desk.chain, "IPRegistry_NotAllowed", right=PATENT_1, status=status, act=act):
            desk.happen(PATENT_1, act, date=DATES.get(act, 0))
    else:
        desk.happen(PATENT_1, act)
        facts = facts_of(desk, PATENT_1)
        assert (facts["status"], facts["isFinal"]) == (status, True)


@pytest.mark.parametrize("status", range(9))
def test_act__none_or_one_there_is_not__refused(desk: RightsDesk, status: int) -> None:
    disputed(desk, status)
    with refused_whole(desk.chain, "IPRegistry_NotAllowed", right=PATENT_1, status=status, act=0):
        desk.happen(PATENT_1, 0)
    event = list(desk.event(PATENT_1, 1))
    event[2] = 24
    with refused_whole(desk.chain, "NoReason"):
        desk.oracle.send("report", [tuple(event)], desk.chain.now, [], [], by=actor("relay"))


@pytest.mark.parametrize("status", ALL_BUT_NONE)
def test_dispute_settled__where_there_is_none__refused(desk: RightsDesk, status: int) -> None:
    desk.enter(PATENT_1)
    desk.happen(PATENT_1, *PATHS[status])
    with refused_whole(desk.chain, "IPRegistry_NotAllowed", right=PATENT_1, status=status, act=SETTLED):
        desk.happen(PATENT_1, SETTLED)


@pytest.mark.parametrize("kind", [1, 2, 3])
def test_subsisting__of_what_has_to_be_granted__refused(desk: RightsDesk, kind: int) -> None:
    right = number(1, kind=10 * kind)
    desk.enter(right, kind)
    with refused_whole(desk.chain, "IPRegistry_NotAllowed", right=right, status=NONE, act=SUBSISTING):
        desk.happen(right, SUBSISTING)


@pytest.mark.parametrize("kind", [COPYRIGHT, SOFTWARE, TRADE_SECRET])
def test_subsisting__of_what_needs_no_grant__in_force_once(desk: RightsDesk, kind: int) -> None:
    right, document = secret("a work", kind)
    desk.enter(right, kind, document=document)
    desk.happen(right, SUBSISTING)
    assert facts_of(desk, right)["status"] == IN_FORCE
    for status, path in ((IN_FORCE, ()), (UNDER_REVIEW, (6,)), (LAPSED, (8,))):
        with desk.chain.undone():
            if path:
                desk.happen(right, *path)
            with refused_whole(desk.chain, "IPRegistry_NotAllowed", right=right, status=status, act=SUBSISTING):
                desk.happen(right, SUBSISTING)


def test_subsisting__registered_software__may_be_filed_instead(desk: RightsDesk) -> None:
    right = number(1, kind=92)
    desk.enter(right, SOFTWARE)
    desk.happen(right, 1)
    with refused_whole(desk.chain, "IPRegistry_NotAllowed", right=right, status=PENDING, act=SUBSISTING):
        desk.happen(right, SUBSISTING)
