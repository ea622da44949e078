# SPDX-License-Identifier: Apache-2.0
"""A right is entered once, with dates that make sense and owners who own all of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.chain import refused_whole
from tests.support.rights import MILLION, NONE, TRADE_SECRET, TRADEMARK, UTILITY_MODEL, RightsDesk, number
from tests.support.rights_acts import (
    BUYER,
    ORIGINATOR,
    OWNER,
    PATENT_1,
    REGISTRAR,
    TODAY,
    facts_of,
    on,
    owners_of,
    release_lien,
    terminate,
    transfer,
)
from tests.support.roles import actor
from tests.support.trade_secret import secret

TOMORROW = 20240121


def test_enter__good__told_and_known(desk: RightsDesk) -> None:
    document = desk.document()
    done = desk.enter(PATENT_1, jurisdiction=b"DE", renewal_due=20250102, document=document)
    assert done.only("RightEntered") == {
        "right": PATENT_1,
        "kind": 1,
        "jurisdiction": b"DE",
        "priority": 20200102,
        "expiry": 20400102,
        "renewalDue": 20250102,
        "family": bytes(32),
        "document": document,
        "by": REGISTRAR,
    }
    facts = facts_of(desk, PATENT_1)
    assert (facts["kind"], facts["status"], facts["jurisdiction"], facts["events"]) == (1, 0, b"DE", 0)
    assert (facts["priority"], facts["expiry"], facts["renewalDue"]) == (20200102, 20400102, 20250102)
    assert not any(facts[name] for name in ("isFinal", "disputes", "liensAhead", "restrictions", "lastEffective"))


def test_enter__several_owners__each_a_link_of_today_from_nobody(desk: RightsDesk) -> None:
    owners = {actor(f"owner {i}"): 62_500 for i in range(16)}
    done = desk.enter(PATENT_1, owners=list(owners), shares=list(owners.values()))
    links = done.all("TitleTransferred")
    assert [(link["number"], link["from"], link["to"], link["day"]) for link in links] == [
        (i, NONE, owner, TODAY) for i, owner in enumerate(owners, 1)
    ]
    assert owners_of(desk, PATENT_1) == owners


def test_enter__no_expiry_and_a_secret_s_hash__taken(desk: RightsDesk) -> None:
    right, document = secret("recipe")
    desk.enter(right, TRADE_SECRET, expiry=0, document=document)
    assert facts_of(desk, right)["expiry"] == 0


def test_enter__trademark_without_an_expiry__taken(desk: RightsDesk) -> None:
    right = number(1, kind=30)
    desk.enter(right, TRADEMARK, expiry=0)
    assert facts_of(desk, right)["expiry"] == 0


def test_enter__twice__refused(desk: RightsDesk) -> None:
    desk.enter(PATENT_1)
    with refused_whole(desk.chain, "IPRegistry_AlreadyEntered", right=PATENT_1):
        desk.enter(PATENT_1, owners=(OWNER,))


BAD: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "unknown jurisdiction": ({"jurisdiction": b"XX"}, "IPRegistry_UnknownOffice", {"office": b"XX"}),
    "no jurisdiction": ({"jurisdiction": b""}, "IPRegistry_UnknownOffice", {"office": b"\0\0"}),
    "no priority": ({"priority": 0}, "IPRegistry_BadDay", {"what": "priority", "given": 0}),
    "priority to come": (
        {"priority": TOMORROW},
        "IPRegistry_InFuture",
        {"what": "priority", "today": TODAY, "given": TOMORROW},
    ),
    "expiry before priority": (
        {"expiry": 20200101},
        "IPRegistry_ExpiryBeforePriority",
        {"priority": 20200102, "expiry": 20200101},
    ),
    "expiry no day": ({"expiry": 20400230}, "IPRegistry_BadDay", {"what": "expiry", "given": 20400230}),
    "a patent without an expiry": ({"expiry": 0}, "IPRegistry_BadDay", {"what": "expiry", "given": 0}),
    "a utility model without one": (
        {"right": number(1, kind=20), "kind": UTILITY_MODEL, "expiry": 0},
        "IPRegistry_BadDay",
        {"what": "expiry", "given": 0},
    ),
    "renewal no day": ({"renewal_due": 20251301}, "IPRegistry_BadDay", {"what": "renewal due", "given": 20251301}),
    "no owner": ({"owners": (), "shares": ()}, "IPRegistry_SharesNotWhole", {"whole": MILLION, "given": 0}),
    "more owners than shares": (
        {"owners": (OWNER, BUYER)},
        "IPRegistry_WrongLength",
        {"expected": 2, "given": 1},
    ),
    "less than all": ({"shares": (MILLION - 1,)}, "IPRegistry_SharesNotWhole", {"whole": MILLION, "given": 999_999}),
    "above 100%": (
        {"owners": (OWNER, BUYER), "shares": (MILLION, 1)},
        "IPRegistry_SharesNotWhole",
        {"whole": MILLION, "given": 1_000_001},
    ),
    "shares that would wrap": (
        {"owners": (OWNER, BUYER), "shares": (2**32 - 1, MILLION + 1)},
        "IPRegistry_SharesNotWhole",
        {"whole": MILLION, "given": 2**32 + MILLION},
    ),
    "an owner of nothing": (
        {"owners": (OWNER, BUYER), "shares": (MILLION, 0)},
        "IPRegistry_ZeroShare",
        {"owner": BUYER},
    ),
    "nobody as owner": ({"owners": (NONE,)}, "IPRegistry_ZeroAddress", {"what": "owner"}),
    "seventeen owners": (
        {"owners": [actor(f"owner {i}") for i in range(17)], "shares": [58_823] * 16 + [58_832]},
        "IPRegistry_TooMany",
        {"what": "owners", "most": 16, "given": 17},
    ),
    "no document": ({"document": bytes(32)}, "IPRegistry_NoDocument", {}),
    "another kind": ({"kind": TRADEMARK}, "IPRegistry_WrongType", {"kind": TRADEMARK, "given": 10}),
}


@pytest.mark.parametrize("case", list(BAD))
def test_enter__bad__refused_by_name(desk: RightsDesk, case: str) -> None:
    changes, error, arguments = BAD[case]
    if changes.get("document") == bytes(32):
        entry = (PATENT_1, 1, b"CN", 20200102, 20400102, 0, bytes(32), (ORIGINATOR,), (MILLION,), bytes(32))
        with refused_whole(desk.chain, error):
            desk.registry.send("enter", entry, by=REGISTRAR)
        return
    with refused_whole(desk.chain, error, **arguments):
        desk.enter(**{"right": PATENT_1} | changes)


DAYS = {
    True: (16000101, 16000229, 19700101, 20000229, 20231231, 20240120),
    False: (
        15991231,
        16000001,
        16000100,
        17000229,
        19000229,
        20230229,
        20230431,
        20230631,
        20230931,
        20231131,
        20231232,
    ),
}


@pytest.mark.parametrize("day", DAYS[True])
def test_enter__priority_on_a_day_there_was__taken(desk: RightsDesk, day: int) -> None:
    desk.enter(PATENT_1, priority=day)
    assert facts_of(desk, PATENT_1)["priority"] == day


@pytest.mark.parametrize("day", [*DAYS[False], 2**32 - 1, 1])
def test_enter__priority_on_no_day__refused(desk: RightsDesk, day: int) -> None:
    with refused_whole(desk.chain, "IPRegistry_BadDay", what="priority", given=day):
        desk.enter(PATENT_1, priority=day)


def test_enter__priority_of_tomorrow__taken_from_midnight_on(desk: RightsDesk) -> None:
    on(desk, TOMORROW, -1)
    with refused_whole(desk.chain, "IPRegistry_InFuture", what="priority", today=TODAY, given=TOMORROW):
        desk.enter(number(3), priority=TOMORROW)
    on(desk, TOMORROW)
    desk.enter(number(3), priority=TOMORROW)


HASH = b"\1" * 32
ACTS: dict[str, Callable[[RightsDesk], Any]] = {
    "legal event": lambda d: d.report([(PATENT_1, 1, 1, TODAY, 0, b"", HASH)]),
    "valuation": lambda d: d.value(PATENT_1, 1),
    "lien": lambda d: d.lien(PATENT_1),
    "licence": lambda d: d.licence(PATENT_1, BUYER),
    "transfer": lambda d: transfer(d, PATENT_1, OWNER, BUYER),
    "release of a lien": lambda d: release_lien(d, PATENT_1),
    "end of a licence": lambda d: terminate(d, PATENT_1),
    "newer document": lambda d: d.registry.send("supersedeDocument", PATENT_1, 1, 1, HASH, HASH[::-1], by=REGISTRAR),
    "facts": lambda d: d.registry.read("factsOf", PATENT_1),
    "a lien read": lambda d: d.registry.read("lienAt", PATENT_1, 1),
    "a licence read": lambda d: d.registry.read("licenceAt", PATENT_1, 1),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_anything__of_a_right_nobody_entered__refused(desk: RightsDesk, act: str) -> None:
    with refused_whole(desk.chain, "IPRegistry_UnknownRight", right=PATENT_1):
        ACTS[act](desk)
