# SPDX-License-Identifier: Apache-2.0
"""What registry, legal oracle and pool of rights say, with one argument wrong: the verifier says so, and says where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from regalia.chain.events import Event
from regalia.domain.rights.words import Act
from regalia.ledger.run import NOBODY
from tests.ledger.patents_stage import OTHERS, SPARE, PatentsLife
from tests.ledger.tampering import STRANGER, Change, altered, becomes, flipped, found_by_replay, plus

pytestmark = pytest.mark.devnet
REGISTRAR = 7
"""Appointed after four administrators, the oracle, the pool and the oracle of valuations."""
SECOND, SIXTH = "period 2 (2025Q2)", "period 6 (2026Q2)"


def part(name: str, change: Change) -> Change:
    """One field of a struct."""
    return lambda struct: {**struct, name: change(struct[name])}


def turned(data: bytes) -> bytes:
    return flipped(data, 16)


def shorter(items: tuple[Any, ...]) -> tuple[Any, ...]:
    return items[:-1]


def one_twice(signers: tuple[str, ...]) -> tuple[str, ...]:
    return (signers[0], signers[0])


CASES: list[tuple[str, int, str, Change, str]] = [
    ("RoleGranted", REGISTRAR, "account", becomes(STRANGER), "RightEntered: said by: expected an officer"),
    ("RoleGranted", REGISTRAR, "role", turned, "RightEntered: said by: expected an officer"),
    ("RoleGranted", REGISTRAR, "sender", becomes(STRANGER), "RoleGranted: said by: expected an officer"),
    ("RoleRevoked", 0, "account", becomes(STRANGER), "RoleRevoked: dismissed"),
    ("RoleRevoked", 0, "role", turned, "RoleRevoked: dismissed"),
    ("RoleRevoked", 0, "sender", becomes(STRANGER), "RoleRevoked: said by"),
    ("ThresholdSet", 0, "threshold", plus(1), "LegalReportTaken: signers, at least: expected 3, found 2"),
    ("ThresholdSet", 1, "threshold", plus(1), "ValuationReportTaken: signers, at least: expected 3, found 2"),
    ("ThresholdSet", 2, "threshold", becomes(0), "ThresholdSet: threshold, above"),
    ("ThresholdSet", 2, "by", becomes(STRANGER), "ThresholdSet: said by"),
    ("RightEntered", 0, "right", turned, "LicenceGranted: by the rules"),
    ("RightEntered", 0, "right", becomes(SPARE), "TitleTransferred: owner of"),
    ("RightEntered", 0, "kind", becomes(2), "RightEntered: by the rules"),
    ("RightEntered", 0, "kind", becomes(9), "RightEntered: words"),
    ("RightEntered", 0, "jurisdiction", becomes(b"XX"), "RightEntered: by the rules"),
    ("RightEntered", 0, "priority", becomes(20991231), "RightEntered: by the rules"),
    ("RightEntered", 0, "expiry", becomes(20300101), "RightPledged: by the rules"),
    ("RightEntered", 0, "renewalDue", becomes(20250230), "RightEntered: by the rules"),
    ("RightEntered", 0, "document", becomes(bytes(32)), "RightEntered: by the rules"),
    ("RightEntered", 0, "by", becomes(STRANGER), "RightEntered: said by: expected an officer"),
    ("TitleTransferred", 0, "right", becomes(SPARE), "TitleTransferred: owner of: expected the right being entered"),
    ("TitleTransferred", 0, "number", plus(1), "TitleTransferred: link of the chain of title: expected 1, found 2"),
    ("TitleTransferred", 0, "from", becomes(STRANGER), "TitleTransferred: by the rules"),
    ("TitleTransferred", 0, "to", becomes(STRANGER), "LicenceGranted: by the rules"),
    ("TitleTransferred", 0, "share", plus(-1), "RightEntered: owners: expected of the whole, found of a part"),
    ("TitleTransferred", 0, "share", plus(1), "RightEntered: by the rules"),
    ("TitleTransferred", 0, "day", plus(-1), "TitleTransferred: words of the link"),
    ("TitleTransferred", 0, "document", turned, "TitleTransferred: words of the link"),
    ("TitleTransferred", -1, "right", becomes(OTHERS), "TitleTransferred: by the rules"),
    ("TitleTransferred", -1, "number", plus(1), "TitleTransferred: link of the chain of title: expected 2, found 3"),
    ("TitleTransferred", -1, "from", becomes(NOBODY), "TitleTransferred: owner of"),
    ("TitleTransferred", -1, "share", plus(1), "TitleTransferred: by the rules"),
    ("TitleTransferred", -1, "day", becomes(20991231), "TitleTransferred: by the rules"),
    ("LienEntered", 1, "right", becomes(OTHERS), "RightCounted: conditions"),
    ("LienEntered", 1, "number", plus(1), "LienEntered: taken, with the number"),
    ("LienEntered", 1, "holder", becomes(NOBODY), "LienEntered: by the rules"),
    ("LienEntered", 1, "rank", becomes(1), "LienEntered: by the rules"),
    ("LienEntered", 1, "day", becomes(20250511), "LienEntered: by the rules"),
    ("LienEntered", 1, "document", becomes(bytes(32)), "LienEntered: by the rules"),
    ("LienReleased", 1, "right", becomes(SPARE), "LienReleased: by the rules"),
    ("LienReleased", 1, "number", plus(1), "LienReleased: by the rules"),
    ("LienReleased", 1, "day", becomes(20250228), "LienReleased: by the rules"),
    ("LienReleased", 1, "document", becomes(bytes(32)), "LienReleased: by the rules"),
    ("LicenceGranted", 0, "right", turned, "LicenceGranted: by the rules"),
    ("LicenceGranted", 0, "number", plus(1), "LicenceGranted: taken, with the number: expected 2, found 1"),
    ("LicenceGranted", 0, "licence", part("exclusive", becomes(False)), "LicenceGranted: by the rules"),
    ("LicenceGranted", 0, "licence", part("licensee", becomes(STRANGER)), "RightPledged: by the rules"),
    ("LicenceGranted", 1, "licence", part("share", plus(-1)), "RightCounted: unlicensed"),
    ("LicenceGranted", 5, "licence", part("group", becomes(STRANGER)), f"{SECOND}: largest-group"),
    ("LicenceGranted", 1, "document", becomes(bytes(32)), "LicenceGranted: by the rules"),
    ("LicenceTerminated", 0, "right", becomes(SPARE), "LicenceTerminated: by the rules"),
    ("LicenceTerminated", 0, "number", becomes(3), "LicenceTerminated: by the rules"),
    ("LicenceTerminated", 0, "day", becomes(20991231), "LicenceTerminated: by the rules"),
    ("LicenceTerminated", 1, "number", plus(1), "LicenceTerminated in its transaction: expected told"),
    ("LicenceTerminated", 1, "day", plus(1), "LicenceTerminated: ended as the one it was granted under"),
    ("LicenceTerminated", 1, "document", turned, "LicenceTerminated: ended as the one it was granted under"),
    ("RightValued", 0, "right", becomes(SPARE), "RightValued: by the rules"),
    ("RightValued", 0, "number", plus(1), "RightValued: taken, with the number"),
    ("RightValued", 0, "valuation", part("amount", plus(1)), "RightPledged: value at pledge"),
    ("RightValued", 0, "valuation", part("token", becomes(STRANGER)), "RightPledged: by the rules"),
    ("RightValued", 0, "valuation", part("method", becomes(0)), "RightValued: by the rules"),
    ("RightValued", 0, "valuation", part("method", becomes(5)), "RightValued: words"),
    ("RightValued", 0, "valuation", part("appraiser", becomes(STRANGER)), "RightValued: said by"),
    ("RightValued", 2, "valuation", part("until", plus(100)), f"{SIXTH}: pool-value"),
    ("RightValued", 0, "document", becomes(bytes(32)), "RightValued: by the rules"),
    ("LegalReportTaken", 1, "signers", shorter, "LegalReportTaken: signers, at least: expected 2, found 1"),
    ("LegalReportTaken", 1, "signers", one_twice, "LegalReportTaken: signers, at least: expected 2, found 1"),
    ("LegalReportTaken", 1, "signers", lambda s: (s[0], STRANGER), "LegalReportTaken: signed by: expected attestors"),
    ("LegalReportTaken", 1, "events", plus(1), "legal events announced and not told: expected 0, found 1"),
    ("LegalReportTaken", 1, "events", plus(-1), "LegalEventReported: passed on by: expected the recorded oracle"),
    ("LegalReportTaken", 1, "digest", turned, "LegalReportTaken: digest: expected 0x"),
    ("LegalReportTaken", 1, "deadline", plus(1), "LegalReportTaken: digest: expected 0x"),
    ("LegalReportTaken", 1, "deadline", becomes(0), "LegalReportTaken: deadline, at least"),
    ("LegalEventReported", 0, "right", becomes(bytes(32)), "LegalEventReported: by the rules"),
    ("LegalEventReported", 0, "number", plus(1), "LegalEventReported: by the rules"),
    ("LegalEventReported", 0, "act", becomes(Act.GRANTED), "LegalEventReported: by the rules"),
    ("LegalEventReported", 0, "act", becomes(24), "LegalEventReported: words"),
    ("LegalEventReported", 0, "status", plus(1), "LegalEventReported: status: expected 1, found 2"),
    ("LegalEventReported", 0, "effective", plus(-1), "LegalEventReported: by the rules"),
    ("LegalEventReported", 0, "date", becomes(20300101), "LegalEventReported: by the rules"),
    ("LegalEventReported", 0, "document", becomes(bytes(32)), "LegalEventReported: by the rules"),
    ("LegalEventReported", 0, "code", turned, "LegalReportTaken: digest: expected 0x"),
    ("LegalEventReported", -1, "document", turned, "LegalReportTaken: digest: expected 0x"),
    ("ValuationReportTaken", 0, "digest", turned, "ValuationReportTaken: digest: expected 0x"),
    ("ValuationReportTaken", 0, "deadline", plus(1), "ValuationReportTaken: digest: expected 0x"),
    ("ValuationReportTaken", 0, "deadline", becomes(0), "ValuationReportTaken: deadline, at least"),
    ("ValuationReportTaken", 0, "signers", shorter, "ValuationReportTaken: signers, at least: expected 2, found 1"),
    ("ValuationReportTaken", 0, "signers", one_twice, "ValuationReportTaken: signers, at least: expected 2, found 1"),
    ("ValuationReportTaken", 0, "signers", lambda s: (s[0], STRANGER), "ValuationReportTaken: signed by: expected att"),
    ("ValuationReportTaken", 0, "valuations", plus(1), "valuations announced and not told: expected 0, found 1"),
    ("ValuationReportTaken", 0, "valuations", plus(-1), "RightValued: passed on by: expected the recorded oracle"),
    ("RightValued", -1, "document", turned, "ValuationReportTaken: digest: expected 0x"),
    ("RightValued", -1, "valuation", part("amount", plus(1)), "ValuationReportTaken: digest: expected 0x"),
    ("RightValued", -1, "valuation", part("until", plus(1)), "ValuationReportTaken: digest: expected 0x"),
    ("RightValued", -1, "valuation", part("appraiser", becomes(STRANGER)), "valuations announced and not told"),
    ("DocumentSuperseded", 0, "right", becomes(OTHERS), "DocumentSuperseded: by the rules"),
    ("DocumentSuperseded", 0, "document", turned, "DocumentSuperseded: the document stands for"),
    ("DocumentSuperseded", 0, "newer", becomes(bytes(32)), "DocumentSuperseded: by the rules"),
    ("DocumentSuperseded", 0, "by", becomes(STRANGER), "DocumentSuperseded: said by"),
    ("RightBound", 0, "right", becomes(SPARE), "RightBound: follows from"),
    ("RightBound", 0, "pool", becomes(STRANGER), "RightBound: by the rules"),
    ("RightBound", 0, "whole", becomes(True), "RightBound: held"),
    ("RightBound", 9, "pool", becomes(STRANGER), "RightBound: said by: expected an officer"),
    ("RightFreed", 0, "right", becomes(SPARE), "RightFreed: follows from"),
    ("RightFreed", 0, "pool", becomes(STRANGER), "RightFreed: by the rules"),
]
REGISTRY = tuple(dict.fromkeys(name for name, *_ in CASES))


def said(patents: PatentsLife, events: Sequence[Event]) -> str:
    return "\n".join(map(str, found_by_replay(patents.life, events)))


@pytest.mark.parametrize(
    ("name", "which", "argument", "change", "named"),
    CASES,
    ids=[f"{n}-{a}-{i}" for i, (n, _, a, *_) in enumerate(CASES)],
)
def test_replay__one_argument_changed__place_named(
    patents: PatentsLife,
    patents_events: tuple[Event, ...],
    name: str,
    which: int,
    argument: str,
    change: Change,
    named: str,
) -> None:
    assert named in said(patents, altered(patents_events, name, which, argument, change))


UNCHECKED = {
    ("LegalReportTaken", "by"),  # anybody may hand a report in
    ("ValuationReportTaken", "by"),  # the same
    ("RightEntered", "family"),  # decides nothing
}


def test_cases__every_argument_that_can_be_checked__is_among_them(patents_events: tuple[Event, ...]) -> None:
    arguments = {
        (event.name, argument) for event in patents_events if event.name in REGISTRY for argument in event.args
    }
    assert {(name, argument) for name, _, argument, *_ in CASES} == arguments - UNCHECKED
