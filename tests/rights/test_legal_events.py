# SPDX-License-Identifier: Apache-2.0
"""Legal events: numbered, in the order of days, all of a report or nothing."""

from __future__ import annotations

import pytest

from tests.support.chain import refused_whole
from tests.support.rights import (
    ALLOWED,
    BARRED,
    DELISTED,
    DISPUTED,
    EXTENDED,
    FILED,
    GRANTED,
    LISTED,
    NOTED,
    PATENT,
    RENEWED,
    SETTLED,
    SOFTWARE,
    SUBSISTING,
    RightsDesk,
    label,
    number,
)
from tests.support.rights_acts import PATENT_1, PATENT_2, TODAY, facts_of, on

GRANTED_ONCE = 2
"""The number of the last event of a patent in force."""


@pytest.fixture
def granted(desk: RightsDesk) -> RightsDesk:
    """A patent in force, filed on its priority day and granted in 2022; today is the first of March 2024."""
    desk.enter(PATENT_1)
    desk.happen(PATENT_1, FILED, effective=20200102)
    desk.happen(PATENT_1, GRANTED, effective=20220505)
    on(desk, 20240301)
    return desk


def test_event__told_as_it_was_signed__with_the_status_afterwards(granted: RightsDesk) -> None:
    event = granted.event(PATENT_1, RENEWED, 20240229, 20250301, code=label("U10-U11"))
    told = granted.report([event]).only("LegalEventReported")
    assert tuple(told[key] for key in ("right", "number", "act", "effective", "date", "code", "document")) == event
    assert told["status"] == 3
    facts = facts_of(granted, PATENT_1)
    assert (facts["renewalDue"], facts["lastEffective"], facts["events"]) == (20250301, 20240229, GRANTED_ONCE + 1)


@pytest.mark.parametrize("given", [0, 1, 2, 4, 2**32 - 1])
def test_event__not_the_next__refused(granted: RightsDesk, given: int) -> None:
    with refused_whole(granted.chain, "IPRegistry_OutOfOrder", what="event", last=GRANTED_ONCE, given=given):
        granted.report([granted.event(PATENT_1, NOTED, number=given)])


def test_event__effective_before_the_last__refused(granted: RightsDesk) -> None:
    with refused_whole(granted.chain, "IPRegistry_OutOfOrder", what="effective", last=20220505, given=20220504):
        granted.happen(PATENT_1, NOTED, effective=20220504)
    granted.happen(PATENT_1, NOTED, effective=20220505)


def test_event__effective_tomorrow_or_on_no_day__refused(granted: RightsDesk) -> None:
    with refused_whole(granted.chain, "IPRegistry_InFuture", what="effective", today=20240301, given=20240302):
        granted.happen(PATENT_1, NOTED, effective=20240302)
    for given in (0, 20230229):
        with refused_whole(granted.chain, "IPRegistry_BadDay", what="effective", given=given):
            granted.happen(PATENT_1, NOTED, effective=given)
    on(granted, 20240302)
    granted.happen(PATENT_1, NOTED, effective=20240302)


def test_event__before_priority__refused(desk: RightsDesk) -> None:
    desk.enter(PATENT_1)
    with refused_whole(desk.chain, "IPRegistry_BeforePriority", priority=20200102, effective=20200101):
        desk.happen(PATENT_1, FILED, effective=20200101)
    desk.happen(PATENT_1, FILED, effective=20200102)


@pytest.mark.parametrize("act", [a for a in range(1, 24) if a not in (EXTENDED, RENEWED)])
def test_event__with_a_date_it_has_no_use_for__refused(desk: RightsDesk, act: int) -> None:
    ways = {
        1: (),
        5: (),
        2: (1,),
        3: (1, 2),
        4: (1,),
        7: (1, 4, 6),
        12: (1, 4, 8),
        13: (1, 4, 10),
        14: (1, 4, 8),
        18: (1, 17),
    }
    kind, right = (SOFTWARE, number(1, kind=92)) if act == SUBSISTING else (PATENT, PATENT_1)
    desk.enter(right, kind)
    if before := ways.get(act, (1, 4)):
        desk.happen(right, *before)
    with refused_whole(desk.chain, "IPRegistry_DateWithout", act=act, date=20250101):
        desk.happen(right, act, date=20250101)
    desk.happen(right, act)


def test_extended__to_a_later_day_only(granted: RightsDesk) -> None:
    for date in (20400101, 20400102):
        with refused_whole(granted.chain, "IPRegistry_OutOfOrder", what="expiry", last=20400102, given=date):
            granted.happen(PATENT_1, EXTENDED, date=date)
    for date in (0, 20410229):
        with refused_whole(granted.chain, "IPRegistry_BadDay", what="date", given=date):
            granted.happen(PATENT_1, EXTENDED, date=date)
    granted.happen(PATENT_1, EXTENDED, effective=20240301, date=20400103)
    assert facts_of(granted, PATENT_1)["expiry"] == 20400103


def test_renewed__to_a_day_after_it_was(granted: RightsDesk) -> None:
    for date in (20240228, 20240229):
        with refused_whole(granted.chain, "IPRegistry_OutOfOrder", what="renewal due", last=20240229, given=date):
            granted.happen(PATENT_1, RENEWED, effective=20240229, date=date)
    with refused_whole(granted.chain, "IPRegistry_BadDay", what="date", given=0):
        granted.happen(PATENT_1, RENEWED, effective=20240229)
    granted.happen(PATENT_1, RENEWED, effective=20240229, date=20240301)
    assert facts_of(granted, PATENT_1)["renewalDue"] == 20240301


def test_disputes__opened_and_settled__counted(granted: RightsDesk) -> None:
    for act, disputes in ((DISPUTED, 1), (DISPUTED, 2), (SETTLED, 1), (DISPUTED, 2), (SETTLED, 1), (SETTLED, 0)):
        granted.happen(PATENT_1, act, effective=TODAY)
        assert facts_of(granted, PATENT_1)["disputes"] == disputes


def test_restrictions__each_its_own_bit__set_twice_and_taken_off_once(granted: RightsDesk) -> None:
    steps = (
        (BARRED, 1),
        (BARRED, 1),
        (LISTED, 3),
        (ALLOWED, 2),
        (ALLOWED, 2),
        (BARRED, 3),
        (DELISTED, 1),
        (ALLOWED, 0),
    )
    for act, restrictions in steps:
        granted.happen(PATENT_1, act, effective=TODAY)
        assert facts_of(granted, PATENT_1)["restrictions"] == restrictions


def test_report__of_two_rights_and_one_event_bad__nothing_taken(granted: RightsDesk) -> None:
    granted.enter(PATENT_2)
    good = (granted.event(PATENT_2, FILED), granted.event(PATENT_1, NOTED, effective=TODAY))
    with refused_whole(granted.chain, "IPRegistry_NotAllowed", right=PATENT_2, status=1, act=FILED):
        granted.report((*good, granted.event(PATENT_2, FILED, number=2)))
    assert facts_of(granted, PATENT_2)["events"] == 0
    granted.report(good)
    assert (facts_of(granted, PATENT_2)["events"], facts_of(granted, PATENT_1)["events"]) == (1, GRANTED_ONCE + 1)


def test_report__events_of_a_right_in_the_wrong_order__refused(granted: RightsDesk) -> None:
    events = [granted.event(PATENT_1, NOTED, TODAY, number=n) for n in (4, 3)]
    with refused_whole(granted.chain, "IPRegistry_OutOfOrder", what="event", last=2, given=4):
        granted.report(events)
    granted.report(reversed(events))


def test_report__one_document_for_two_events__refused(granted: RightsDesk) -> None:
    event = granted.event(PATENT_1, NOTED, TODAY)
    with refused_whole(granted.chain, "IPRegistry_DocumentMeans"):
        granted.report([event, (event[0], event[1] + 1, *event[2:])])
