# SPDX-License-Identifier: Apache-2.0
"""ST.96 XML: read by namespace and name, and nothing in it followed outside."""

from __future__ import annotations

from hashlib import sha256

import pytest

from regalia.domain.rights.words import Act
from regalia.feeds import EventProposal
from regalia.feeds.errors import MAX_BYTES
from tests.feeds.conftest import CANONICAL, Read, Refuse

PAT = 'xmlns:pat="http://www.wipo.int/standards/XMLSchema/ST96/Patent"'
COM = 'xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common"'
CODE = "<pat:StatusEventCode>A-4-6-H10-H13-oth-PC1903</pat:StatusEventCode>"
DAY = "<pat:EventDate>2026-03-01+08:00</pat:EventDate>"
EVENT = f"<pat:StatusEventData>{CODE}{DAY}</pat:StatusEventData>"
NUMBER = f"<com:ST13ApplicationNumber>{CANONICAL}</com:ST13ApplicationNumber>"


def document(inside: str = NUMBER + EVENT, before: str = "") -> str:
    return f"{before}<pat:Status {PAT} {COM}>\n{inside}\n</pat:Status>"


def test_read__event__act_day_and_hash_of_its_bytes(read: Read) -> None:
    (proposal,) = read("events.xml", document())
    assert isinstance(proposal, EventProposal)
    assert (proposal.act, proposal.effective) == (Act.LAPSED, 20260301)
    assert proposal.document == sha256(f"{CANONICAL}\n{EVENT}".encode()).digest()
    assert proposal.basis.place == "line 2, StatusEventData[0]"


def test_read__other_prefixes_and_declared_encoding__the_same_event(read: Read) -> None:
    content = document(before='<?xml version="1.0" encoding="UTF-8"?>').replace("pat:", "p:").replace(":pat", ":p")
    (proposal,) = read("events.xml", content)
    assert isinstance(proposal, EventProposal)
    assert proposal.act is Act.LAPSED


def test_read__number_further_out_and_after__found(read: Read) -> None:
    (proposal,) = read("events.xml", document(f"<pat:A><pat:B>{EVENT}</pat:B></pat:A>{NUMBER}"))
    assert proposal.right.startswith(CANONICAL.encode())


def test_read__reason_in_supplementary_data__decides(read: Read) -> None:
    reason = "<com:ReasonNotInForceCategory>Surrendered</com:ReasonNotInForceCategory>"
    event = EVENT.replace("H13", "H12").replace(
        DAY, DAY + f"<pat:IPRightCessationEventData>{reason}</pat:IPRightCessationEventData>"
    )
    (proposal,) = read("events.xml", document(NUMBER + event))
    assert isinstance(proposal, EventProposal)
    assert proposal.act is Act.SURRENDERED


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (document(before='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "DOCTYPE"),
        (document(before='<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>'), "DOCTYPE"),
        (document("<pat:A>" * 70 + "</pat:A>" * 70), "levels deep"),
        (document(NUMBER), "has no StatusEventData"),
        (document(NUMBER + EVENT.replace("pat:StatusEventData>", "com:StatusEventData>")), "has no StatusEventData"),
        ("<a>", "can't be read as XML"),
        ("", "can't be read as XML"),
        (document().encode("utf-16"), "can't be read as XML"),
        (document().encode("utf-16-le"), "can't be read as XML"),
        (document().replace("oth", "é").encode("latin-1"), "can't be read as XML"),
        (b" " * (MAX_BYTES + 1), "is larger than"),
    ],
    ids=[
        "external",
        "bomb",
        "deep",
        "no-event",
        "namespace",
        "open",
        "empty",
        "utf-16",
        "utf-16-le",
        "latin-1",
        "large",
    ],
)
def test_read__file_that_is_not_one__refused(refuse: Refuse, content: str | bytes, rule: str) -> None:
    (problem,) = refuse("events.xml", content)
    assert rule in problem.rule


@pytest.mark.parametrize(
    ("inside", "field", "rule"),
    [
        (EVENT, "ST13ApplicationNumber", "no number"),
        (NUMBER + NUMBER + EVENT, "ST13ApplicationNumber", "office, type, year, serial"),
        (NUMBER + EVENT.replace(CODE, ""), "StatusEventCode", "is missing"),
        (NUMBER + EVENT.replace(CODE, CODE + CODE), "StatusEventCode", "given twice"),
        (NUMBER + EVENT.replace("PC1903", "PC 19"), "StatusEventCode", "must be state-stage"),
        (NUMBER + EVENT.replace("2026-03-01", "2026-13-01"), "EventDate", "must be a day"),
    ],
)
def test_read__wrong_event__refused_with_its_line(refuse: Refuse, inside: str, field: str, rule: str) -> None:
    (problem,) = refuse("events.xml", document(inside))
    assert (problem.path, problem.line) == (f"StatusEventData[0].{field}", 2)
    assert rule in problem.rule


def test_read__same_event_twice__refused(refuse: Refuse) -> None:
    (problem,) = refuse("events.xml", document(f"{NUMBER}{EVENT}\n{EVENT}"))
    assert (problem.line, "line 2, StatusEventData[0]" in problem.rule) == (3, True)
