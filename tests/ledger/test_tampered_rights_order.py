# SPDX-License-Identifier: Apache-2.0
"""Events about rights that are left out, told twice or told too early, acts of people who hold no office, and deals on other terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from regalia.chain.events import Event
from tests.ledger.patents_stage import OTHERS, SPARE, PatentsLife
from tests.ledger.tampering import altered, edited, found_by_all, found_by_replay, places, plus
from tests.ledger.test_tampered_events import moved
from tests.ledger.test_tampered_pool import NEW
from tests.ledger.test_tampered_rights import REGISTRY, said

pytestmark = pytest.mark.devnet
NAMES = (*REGISTRY, *NEW)
UNNOTICED = {
    "DocumentSuperseded",  # nothing was said later that rests on the newer text
    "LienReleased",  # of a right whose rank nobody wanted afterwards
    "RightFreed",  # by the pool of others, which took the right no more
    "RoleGranted",  # the administrators that whoever made the contracts appointed
    "RoleRevoked",  # of an attestor who signed nothing afterwards
    "ThresholdSet",  # to more than signed before: all who signed later were as many
    "TitleTransferred",  # the last link of a right that has left the deal
}
"""What may be missing without any other event that contradicts it; at most so many of each."""


def without(events: Sequence[Event], *dropped: Event) -> list[Event]:
    return [event for event in events if not any(event is other for other in dropped)]


def the(events: Sequence[Event], name: str, right: bytes | None = None) -> list[Event]:
    return [e for e in events if e.name == name and right in (None, e.args.get("right"))]


def test_replay__any_one_event_left_out__found(patents: PatentsLife, patents_events: tuple[Event, ...]) -> None:
    rights = [event for event in patents_events if event.name in NAMES]
    unnoticed = [event.name for event in rights if not said(patents, without(patents_events, event))]
    assert set(unnoticed) == UNNOTICED
    assert len(unnoticed) == len(UNNOTICED) + 2  # three first administrators


@pytest.mark.parametrize("name", NAMES)
def test_replay__event_told_twice__order_named(
    patents: PatentsLife, patents_events: tuple[Event, ...], name: str
) -> None:
    chosen = the(patents_events, name)[-1]
    twice = [copy for event in patents_events for copy in ((event, event) if event is chosen else (event,))]
    found = places(found_by_replay(patents.life, twice))
    assert (f"block {chosen.block_number}, {name}", "block and log, above") in found


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("ThresholdSet", "RoyaltyPaid")])
def test_replay__event_told_twice_with_a_place_that_fits__found_all_the_same(
    patents: PatentsLife, patents_events: tuple[Event, ...], name: str
) -> None:
    """But for a threshold that stays as it is, and royalties, which the contracts' answers tell."""
    chosen = the(patents_events, name)[-1]
    at = patents_events.index(chosen)
    rest = [replace(event, log_index=event.log_index + 1) for event in patents_events[at:]]
    found = found_by_replay(patents.life, [*patents_events[: at + 1], *rest])
    assert "block and log, above" not in {what for _, what in places(found)}
    assert found


@pytest.mark.parametrize(
    ("name", "which", "before", "nth", "named"),
    [
        ("RightEntered", 1, "RightEntered", 0, "RightEntered: owners: expected of the whole"),
        ("TitleTransferred", -1, "RightPledged", 0, "TitleTransferred: by the rules"),
        ("LienEntered", 1, "RightPledged", 0, "LienEntered: by the rules"),
        ("LienReleased", 1, "LienEntered", 1, "LienReleased: by the rules"),
        ("LicenceTerminated", 0, "RightPledged", 0, "LicenceTerminated: by the rules"),
        ("RightValued", -1, "RightValued", 1, "RightValued: by the rules"),
        ("LegalEventReported", -1, "LegalReportTaken", 1, "LegalEventReported: passed on by"),
        ("LegalReportTaken", -1, "LegalReportTaken", 1, "LegalReportTaken: signed by"),
        ("ValuationReportTaken", 0, "RoleGranted", 0, "ValuationReportTaken: threshold: expected told before"),
        ("RightPledged", 0, "PoolOpened", 0, "RightPledged: by the rules"),
        ("PoolOpened", 0, "DealWired", 0, "PoolOpened: deal: expected wired"),
        ("RightCounted", 0, "RightPledged", 0, "RightCounted: counted"),
        ("RightReturned", 1, "RepurchaseDemanded", 0, "RightReturned: by the rules"),
        ("RepurchaseDemanded", 0, "DealClosed", 0, "RepurchaseDemanded: by the rules"),
        ("DemandWithdrawn", 0, "RepurchaseDemanded", 0, "DemandWithdrawn: by the rules"),
        ("FactsTaken", 1, "LegalEventReported", 20, "period 2 (2025Q2)"),
    ],
)
def test_replay__told_too_early_with_a_place_that_fits__consequence_named(
    patents: PatentsLife,
    patents_events: tuple[Event, ...],
    name: str,
    which: int,
    before: str,
    nth: int,
    named: str,
) -> None:
    found = found_by_replay(patents.life, moved(patents_events, name, which, before, nth))
    assert named in "\n".join(map(str, found))
    assert "block and log, above" not in {what for _, what in places(found)}


@pytest.mark.parametrize(
    ("officer", "act"),
    [
        ("registrar", "RightEntered"),
        ("registrar", "DocumentSuperseded"),
        ("appraiser", "RightValued"),
        ("trustee", "RepurchaseDemanded"),
        ("trustee", "DemandWithdrawn"),
        ("another-pool", "RightBound"),
    ],
)
def test_replay__said_by_somebody_without_the_office__found(
    patents: PatentsLife, patents_events: tuple[Event, ...], officer: str, act: str
) -> None:
    who = patents.people[officer]
    (appointed,) = (e for e in the(patents_events, "RoleGranted") if e.args["account"] == who)
    assert f"{act}: said by: expected an officer, found {who}" in said(patents, without(patents_events, appointed))


def test_replay__oracle_of_legal_events_that_was_never_appointed__every_event_found(
    patents: PatentsLife, patents_events: tuple[Event, ...]
) -> None:
    oracle = patents.rights.oracle_address
    (appointed,) = (e for e in the(patents_events, "RoleGranted") if e.args["account"] == oracle)
    found = said(patents, without(patents_events, appointed))
    told = f"LegalEventReported: said by: expected an officer, found {oracle}"
    assert found.count(told) == len(the(patents_events, "LegalEventReported"))


def test_replay__legal_event_that_no_quorum_signed__found(
    patents: PatentsLife, patents_events: tuple[Event, ...]
) -> None:
    """An oracle of the attacker's would report to the registry and say nothing that is read."""
    report = the(patents_events, "LegalReportTaken")[-1]
    found = said(patents, without(patents_events, report))
    told = f"block {report.block_number}, LegalEventReported: passed on by: expected the recorded oracle"
    assert told in found


def test_replay__valuation_in_the_oracles_name_that_no_quorum_signed__found(
    patents: PatentsLife, patents_events: tuple[Event, ...]
) -> None:
    (report,) = the(patents_events, "ValuationReportTaken")
    found = said(patents, without(patents_events, report))
    assert found.count("RightValued: passed on by: expected the recorded oracle, found somebody else") == 2


@pytest.mark.parametrize("who", ["owner", "originator"])
def test_replay__valuation_attested_by_whoever_gains_from_it__found(
    patents: PatentsLife, patents_events: tuple[Event, ...], who: str
) -> None:
    title = the(patents_events, "TitleTransferred", patents.patent(2))[-1]
    gaining = title.args["to"] if who == "owner" else patents.people["originator"]
    found = said(patents, altered(patents_events, "ValuationReportTaken", 0, "signers", lambda s: (s[0], gaining)))
    assert f"RightValued: attested by: expected nobody who gains from the value, found {gaining}" in found


def test_replay__right_held_by_the_pool_of_others__ours_can_t_take_it(
    patents: PatentsLife, patents_events: tuple[Event, ...]
) -> None:
    """The others' pool takes the spare patent, as it took another, and says nothing of giving it back."""
    (theirs,) = (e for e in the(patents_events, "RightBound") if e.args["pool"] == patents.people["another-pool"])
    freed = the(patents_events, "RightFreed", OTHERS)[-1]
    events = [
        replace(event, args={**event.args, "right": SPARE}) if event is theirs else event
        for event in without(patents_events, freed)
    ]
    assert "RightPledged: by the rules: expected taken" in said(patents, events)


@pytest.mark.parametrize(
    ("field", "other"),
    [("least_rights", 7), ("least_value", "10,000,001"), ("repurchase_price", "99%"), ("substitution", None)],
)
def test_replay__pool_opened_on_other_terms_than_the_deal_file_s__found(
    patents: PatentsLife, patents_events: tuple[Event, ...], field: str, other: object
) -> None:
    terms = edited(patents.life.terms, lambda data: data["pool"].update({field: other}))
    assert "PoolOpened: terms of the pool" in "\n".join(map(str, found_by_replay(patents.life, patents_events, terms)))


def test_views__renewal_of_a_right_in_the_deal_told_otherwise__registry_s_answer_named(
    patents: PatentsLife, patents_events: tuple[Event, ...]
) -> None:
    forged = altered(patents_events, "RightEntered", 1, "renewalDue", plus(1))
    assert found_by_replay(patents.life, forged) == []
    found = found_by_all(patents.life, forged)
    assert places(found) == [("IPRegistry.factsOf()", f"of {patents.patent(2).hex()}")]
