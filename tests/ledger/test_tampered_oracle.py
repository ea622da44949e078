# SPDX-License-Identifier: Apache-2.0
"""What the oracle says of disputes, restatements, missing reports and its signers, with one thing wrong: found, and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from regalia.chain.events import Event
from regalia.domain.restating import DELTA_LIMIT
from tests.ledger.life import DAY
from tests.ledger.oracle_stage import OracleStage
from tests.ledger.tampering import (
    STRANGER,
    Change,
    altered,
    becomes,
    flipped,
    found_by_all,
    found_by_replay,
    places,
    plus,
)
from tests.ledger.test_tampered_events import moved

pytestmark = pytest.mark.devnet


def turned(word: bytes) -> bytes:
    return flipped(word, 3)


def not_(value: bool) -> bool:
    return not value


CASES: list[tuple[str, int, str, Change, str]] = [
    ("ReportMissing", 0, "period", plus(1), "ReportMissing: period: expected 4, found 5"),
    ("ReportMissing", 0, "epoch", plus(1), "ReportMissing: epoch: expected 5, found 6"),
    ("RestatementAccepted", 1, "number", plus(1), "RestatementAccepted: restatement: expected one the oracle takes"),
    ("RestatementAccepted", 1, "period", plus(1), "RestatementAccepted: evidence it takes the place of"),
    ("RestatementAccepted", 1, "period", becomes(0), "RestatementAccepted: restatement: expected one the oracle takes"),
    ("RestatementAccepted", 1, "period", becomes(7), "RestatementAccepted: restatement: expected one the oracle takes"),
    ("RestatementAccepted", 1, "signerSet", becomes(0), "RestatementAccepted: weight of the signers, at least"),
    ("RestatementAccepted", 1, "signerSet", becomes(0b1111), "RestatementAccepted: signer, below"),
    ("RestatementAccepted", 1, "received", plus(1), "RestatementsTaken: change of what is attested"),
    ("RestatementAccepted", 0, "received", plus(1), "RestatementsTaken: collections"),
    ("RestatementAccepted", 1, "received", becomes(DELTA_LIMIT), "restatement: expected one the oracle takes"),
    ("RestatementAccepted", 1, "otherIncome", plus(-1), "RestatementsTaken: change of what is attested"),
    ("RestatementAccepted", 1, "corrects", turned, "RestatementAccepted: evidence it takes the place of"),
    ("RestatementAccepted", 2, "evidenceRoot", turned, "RestatementAccepted: evidence it takes the place of"),
    ("RestatementsTaken", 1, "period", plus(1), "RestatementsTaken: period: expected 7, found 8"),
    ("RestatementsTaken", 1, "first", plus(1), "RestatementsTaken: first: expected 2, found 3"),
    ("RestatementsTaken", 1, "last", plus(-1), "RestatementsTaken: last: expected 4, found 3"),
    ("RestatementsTaken", 1, "received", plus(1), "RestatementsTaken: collections: expected 0.00 USD"),
    ("RestatementsTaken", 1, "claimed", plus(1), "RestatementsTaken: change of what is attested"),
    ("RestatementsTaken", 1, "left", plus(1), "RestatementsTaken: left for the next date"),
    ("SignersProposed", 1, "readyAt", plus(-1), "SignersProposed: can be put in force from"),
    ("SignersProposed", 1, "threshold", plus(1), "SignersChanged: threshold: expected 5, found 4"),
    ("SignersProposed", 1, "threshold", becomes(8), "SignersProposed: threshold, at most: expected 7, found 8"),
    ("SignersProposed", 1, "signers", lambda s: (*s[:3], STRANGER), "SignersChanged: signers"),
    ("SignersProposed", 1, "signers", lambda s: s[::-1], "SignersProposed: signers: expected rising"),
    ("SignersProposed", 1, "weights", lambda w: (w[0] + 1, *w[1:]), "SignersChanged: weights"),
    ("SignersChanged", 0, "epoch", plus(1), "SignersChanged: epoch: expected 3, found 4"),
    ("SignersChanged", 0, "threshold", plus(-1), "SignersChanged: threshold: expected 4, found 3"),
    ("SignersChanged", 0, "signers", lambda s: s[:3], "SignersChanged: signers"),
    ("SignersChanged", 0, "weights", lambda w: (*w[:3], 9), "SignersChanged: weights"),
    ("SignersChanged", 1, "signers", lambda s: (STRANGER, *s[1:]), "SignersChanged: signers"),
    ("SignaturesVoided", 0, "epoch", plus(1), "SignaturesVoided: epoch: expected 4, found 5"),
    ("DoubleSigningShown", 0, "signer", becomes(STRANGER), "DoubleSigningShown: signer: expected one of the deal"),
    ("Disputed", 0, "number", becomes(1), "Disputed: what is disputed: expected waits, found does not wait"),
    ("Disputed", 0, "period", plus(1), "Disputed: period: expected 1, found 2"),
    ("Disputed", 1, "by", becomes(STRANGER), "BondForfeited: bond of a party that was wrong"),
    ("Disputed", 1, "bond", plus(-1), "Disputed: bond: expected none or 1,000"),
    ("Disputed", 1, "bond", becomes(0), "BondForfeited: bond of a party that was wrong"),
    ("DisputeDecided", 0, "number", becomes(2), "DisputeDecided: dispute: expected with the trustee, found none"),
    ("DisputeDecided", 0, "strike", not_, "DisputeSettled: struck, as the trustee decided: expected False, found True"),
    ("DisputeDecided", 1, "strike", not_, "BondForfeited: bond of a party that was wrong"),
    ("DisputeAppealed", 0, "number", becomes(2), "DisputeAppealed: dispute: expected open to appeal, found none"),
    ("DisputeAppealed", 0, "by", becomes(STRANGER), "BondForfeited: bond of a party that was wrong"),
    ("DisputeAppealed", 0, "bond", becomes(1), "DisputeAppealed: bond: expected none or 1,000"),
    ("DisputeSettled", 0, "number", becomes(2), "DisputeSettled: dispute: expected with the supervisor, or due"),
    ("DisputeSettled", 0, "struck", not_, "DisputeSettled: struck, as the trustee decided: expected True, found False"),
    ("DisputeSettled", 1, "struck", not_, "DisputeSettled: told next: expected ReportStruck"),
    ("DisputeSettled", 0, "reason", turned, "DisputeSettled: reason, where nobody decides any more"),
    ("ReportStruck", 0, "period", plus(1), "ReportStruck: report struck: expected 1, found 2"),
    ("ReportStruck", 0, "epoch", plus(1), "ReportStruck: epoch: expected 2, found 3"),
    ("RestatementStruck", 0, "number", plus(-1), "RestatementStruck: dispute that struck it, of restatement"),
    ("BondForfeited", 0, "from", becomes(STRANGER), "BondForfeited: bond of a party that was wrong"),
    ("BondForfeited", 0, "amount", plus(1), "BondForfeited: bond of a party that was wrong"),
]  # fmt: skip
BY_PARTIES: list[tuple[str, int, str, str, str]] = [
    ("DisputeDecided", 0, "by", "investor", "DisputeDecided: who decides: expected not the disputer"),
    ("DisputeSettled", 1, "by", "licensee", "DisputeSettled: who decides: expected no party"),
    ("DisputeSettled", 1, "by", "trustee", "DisputeSettled: who decides: expected no party"),
]
VIEWS: list[tuple[str, int, str, Change, str]] = [
    ("ReportStruck", 0, "digest", turned, "period 1 (2023Q4), report struck: digest"),
    ("ReportAccepted", 0, "received", plus(1), "period 1 (2023Q4), report struck: digest"),
    ("ReportAccepted", -1, "received", plus(1), "RoyaltyOracle.latest(): digest"),
    ("RestatementAccepted", -1, "received", plus(1), "RoyaltyOracle.restatementAt(), 6: received"),
    ("RestatementAccepted", -1, "otherIncome", plus(1), "RoyaltyOracle.restatementAt(), 6: attested"),
    ("Disputed", -1, "by", becomes(STRANGER), "RoyaltyOracle.disputeOf(): disputed by, 0"),
    ("DisputeDecided", -1, "by", becomes(STRANGER), "RoyaltyOracle.disputeOf(): decided by, 0"),
    ("Disputed", -1, "bond", becomes(0), "RoyaltyOracle.disputeOf(): bond, 0"),
    ("Disputed", -2, "bond", becomes(10**9), "RoyaltyOracle.disputeOf(): bond, 5"),
    ("DisputeDecided", -1, "strike", not_, "RoyaltyOracle.disputeOf(): to be struck, 0"),
]
NEW = tuple(dict.fromkeys(name for name, *_ in CASES))
UNCHECKED = {
    ("ReportMissing", "by"),  # anybody may
    ("SignersProposed", "by"),  # who is governor is told to no deal
    ("ProposalWithdrawn", "by"),  # who is governor or supervisor, likewise
    ("SignaturesVoided", "by"),  # who is governor or trustee, likewise
    *(
        ("DoubleSigningShown", which) for which in ("period", "first", "second")
    ),  # the reports are in the transaction alone
    ("DoubleSigningShown", "by"),  # anybody may
    ("Disputed", "evidence"),  # a hash that nothing else tells
    ("DisputeDecided", "reason"),
    ("DisputeAppealed", "evidence"),
}


def said(attested: OracleStage, events: Sequence[Event]) -> str:
    return "\n".join(map(str, found_by_replay(attested.life, events)))


@pytest.mark.parametrize(
    ("name", "which", "argument", "change", "named"),
    CASES,
    ids=[f"{n}-{a}-{i}" for i, (n, _, a, *_) in enumerate(CASES)],
)
def test_replay__one_argument_changed__place_named(
    attested: OracleStage,
    attested_events: tuple[Event, ...],
    name: str,
    which: int,
    argument: str,
    change: Change,
    named: str,
) -> None:
    assert named in said(attested, altered(attested_events, name, which, argument, change))


@pytest.mark.parametrize(("name", "which", "argument", "party", "named"), BY_PARTIES)
def test_replay__decided_by_a_party__found(
    attested: OracleStage,
    attested_events: tuple[Event, ...],
    name: str,
    which: int,
    argument: str,
    party: str,
    named: str,
) -> None:
    assert named in said(attested, altered(attested_events, name, which, argument, becomes(attested[party])))


@pytest.mark.parametrize(("name", "which", "argument", "change", "named"), VIEWS)
def test_views__changed_event_that_no_later_event_contradicts__contract_answer_named(
    attested: OracleStage,
    attested_events: tuple[Event, ...],
    name: str,
    which: int,
    argument: str,
    change: Change,
    named: str,
) -> None:
    found = found_by_all(attested.life, altered(attested_events, name, which, argument, change))
    assert named in "\n".join(map(str, found))
    assert "115792" not in "\n".join(map(str, found))  # no moment is no number


def test_cases__every_argument_that_can_be_checked__is_among_them(attested_events: tuple[Event, ...]) -> None:
    """``deal`` decides whether the event is read at all."""
    names = {*NEW, "ProposalWithdrawn"}
    told = {(e.name, argument) for e in attested_events if e.name in names for argument in e.args if argument != "deal"}
    cases = {(name, argument) for name, _, argument, *_ in (*CASES, *BY_PARTIES, *VIEWS) if name in names}
    assert cases == told - UNCHECKED


def stream(events: Sequence[Event]) -> list[Event]:
    """What the oracle said but for the reports of dates, which other tests tamper with."""
    return [event for event in events if event.name in (*NEW, "ProposalWithdrawn")]


def test_verify__any_one_event_left_out__found(attested: OracleStage, attested_events: tuple[Event, ...]) -> None:
    unnoticed = []
    for dropped in stream(attested_events):
        others = [event for event in attested_events if event is not dropped]
        if not (said(attested, others) or found_by_all(attested.life, others)):
            unnoticed.append((dropped.name, dropped.block_number))
    first_of_four = next(e for e in attested_events if e.name == "ReportMissing")
    withdrawn = [e for e in attested_events if e.name in ("SignersProposed", "ProposalWithdrawn")][:2]
    # a proposal that was withdrawn, by another one just as well; an empty report whose place another took
    assert unnoticed == [(e.name, e.block_number) for e in (withdrawn[1], first_of_four)]


@pytest.mark.parametrize("name", [*NEW, "ProposalWithdrawn"])
def test_replay__event_told_twice__order_named(
    attested: OracleStage, attested_events: tuple[Event, ...], name: str
) -> None:
    chosen = [event for event in attested_events if event.name == name][-1]
    twice = [copy for event in attested_events for copy in ((event, event) if event is chosen else (event,))]
    found = places(found_by_replay(attested.life, twice))
    assert (f"block {chosen.block_number}, {name}", "block and log, above") in found


@pytest.mark.parametrize("name", [*NEW, "ProposalWithdrawn"])
def test_replay__event_told_twice_with_a_place_that_fits__found_all_the_same(
    attested: OracleStage, attested_events: tuple[Event, ...], name: str
) -> None:
    chosen = [event for event in attested_events if event.name == name][0 if name == "SignersProposed" else -1]
    at = attested_events.index(chosen)
    rest = [replace(event, log_index=event.log_index + 1) for event in attested_events[at:]]
    found = found_by_replay(attested.life, [*attested_events[: at + 1], *rest])
    assert "block and log, above" not in {what for _, what in places(found)}
    assert bool(found) is (name != "SignersProposed")  # the same proposal once more changes nothing


@pytest.mark.parametrize(
    ("name", "which", "before", "nth", "named"),
    [
        ("ReportMissing", 0, "DoubleSigningShown", 0, "ReportMissing: missing, not before"),
        ("ReportMissing", 1, "ReportMissing", 0, "ReportMissing: report that waits: expected none"),
        ("RestatementAccepted", 0, "PaymentDateExecuted", 4, "RestatementAccepted: restatement: expected one the"),
        ("RestatementAccepted", 3, "RestatementAccepted", 2, "RestatementAccepted: restatement: expected one the"),
        ("RestatementsTaken", 0, "ReportConsumed", 5, "RestatementsTaken: report used just before it"),
        ("RestatementsTaken", 1, "ReportConsumed", 5, "RestatementsTaken: report used just before it"),
        ("SignersChanged", 0, "SignersProposed", 1, "SignersChanged: proposal before it: expected one, found none"),
        ("SignersChanged", 1, "DoubleSigningShown", 0, "SignersChanged: in force, not before"),
        ("ProposalWithdrawn", 0, "SignersProposed", 0, "ProposalWithdrawn: proposal to withdraw: expected one"),
        ("SignaturesVoided", 0, "SignersChanged", 0, "SignaturesVoided: epoch: expected 3, found 4"),
        ("DoubleSigningShown", 0, "SignaturesVoided", 0, "DoubleSigningShown: told next: expected SignersChanged"),
        ("Disputed", 0, "ReportAccepted", 0, "Disputed: what is disputed: expected waits, found does not wait"),
        ("Disputed", 2, "RestatementAccepted", 3, "Disputed: what is disputed: expected waits, found does not wait"),
        ("Disputed", -1, "ReportAccepted", 4, "Disputed: what is disputed: expected waits, found does not wait"),
        ("DisputeDecided", 0, "Disputed", 0, "DisputeDecided: dispute: expected with the trustee, found none"),
        ("DisputeAppealed", 0, "DisputeDecided", 1, "DisputeAppealed: dispute: expected open to appeal"),
        ("DisputeSettled", 0, "DisputeDecided", 0, "DisputeSettled: dispute: expected with the supervisor, or due"),
        ("DisputeSettled", 1, "DisputeAppealed", 0, "DisputeSettled: dispute: expected with the supervisor, or due"),
        ("ReportStruck", 0, "DisputeSettled", 0, "ReportStruck: dispute that struck it: expected one, found none"),
        ("RestatementStruck", 0, "DisputeSettled", 2, "RestatementStruck: dispute that struck it"),
        ("BondForfeited", 0, "DisputeSettled", 1, "BondForfeited: bond of a party that was wrong"),
        ("RoyaltyPaid", 2, "BondForfeited", 0, "RoyaltyPaid: forfeited bonds: expected 0.00 USD"),
        ("PaymentDateExecuted", 1, "DisputeSettled", 1, "period 2 (2024Q1): executed, not before the report is final"),
    ],
)
def test_replay__told_too_early_with_a_place_that_fits__consequence_named(
    attested: OracleStage,
    attested_events: tuple[Event, ...],
    name: str,
    which: int,
    before: str,
    nth: int,
    named: str,
) -> None:
    found = found_by_replay(attested.life, moved(attested_events, name, which, before, nth))
    assert named in "\n".join(map(str, found))
    assert "block and log, above" not in {what for _, what in places(found)}


TIMES: list[tuple[str, int, int, str]] = [
    ("ReportMissing", 0, -DAY, "ReportMissing: missing, not before"),
    ("Disputed", 0, 2 * DAY, "Disputed: disputed, before"),
    ("DisputeDecided", 0, 8 * DAY, "DisputeDecided: dispute: expected with the trustee, found with the supervisor"),
    ("DisputeAppealed", 0, 4 * DAY, "DisputeAppealed: dispute: expected open to appeal, found due to be settled"),
    ("DisputeSettled", 0, -DAY, "DisputeSettled: dispute: expected with the supervisor, or due"),
    ("SignersChanged", 0, -DAY, "SignersChanged: in force, not before"),
    ("SignersChanged", 0, 15 * DAY, "SignersChanged: in force, not after"),
    ("ReportAccepted", 4, 3 * DAY, "period 4 (2024Q3): report that still waits for its payment date: expected none"),
    ("ReportMissing", 1, DAY, "period 5 (2024Q4): executed, not before the report is final"),
    ("RestatementAccepted", 0, 62 * DAY, "restatements taken in: expected False, found True"),
]


@pytest.mark.parametrize(("name", "which", "seconds", "named"), TIMES)
def test_replay__event_at_another_time__found(
    attested: OracleStage, attested_events: tuple[Event, ...], name: str, which: int, seconds: int, named: str
) -> None:
    chosen = [event for event in attested_events if event.name == name][which]
    other = replace(chosen, timestamp=chosen.timestamp + seconds)
    assert named in said(attested, [other if event is chosen else event for event in attested_events])


def test_replay__same_report_shown_twice__no_double_signing(
    attested: OracleStage, attested_events: tuple[Event, ...]
) -> None:
    shown = next(event for event in attested_events if event.name == "DoubleSigningShown")
    changed = altered(attested_events, "DoubleSigningShown", 0, "first", becomes(shown.args["second"]))
    assert "DoubleSigningShown: reports: expected two different ones" in said(attested, changed)


def test_replay__bond_paid_in_under_another_licence_or_reference__found(
    attested: OracleStage, attested_events: tuple[Event, ...]
) -> None:
    changed = altered(attested_events, "RoyaltyPaid", 2, "licence", turned)
    assert "RoyaltyPaid: licence, of a forfeited bond" in said(attested, changed)
    # under the reference of another deal it would be a gift of that one, and the own bonds still be there
    changed = altered(attested_events, "RoyaltyPaid", 2, "paymentReference", turned)
    assert "RoyaltyOracle.forfeitedOf()" in "\n".join(map(str, found_by_all(attested.life, changed)))
    assert "RoyaltyPaid: forfeited bonds" in said(
        attested, altered(attested_events, "RoyaltyPaid", 2, "amount", plus(1))
    )


def another(rng: Random, value: Any) -> Any:
    """A value that a lying node might tell instead."""
    match value:
        case bool():
            return not value
        case int():
            return rng.choice([0, value + 1, value - 1, 2**32 - 1, 2**96, 2**255, -(2**95)])
        case bytes():
            return rng.choice([b"", bytes(32), value[:-1]])
        case str():
            return STRANGER
        case _:
            return rng.choice([(), tuple(value[:1]), (*value, *value[:1]), tuple(value[::-1])])


def test_replay__anything_wrong_at_once__differences_and_never_an_error(
    attested: OracleStage, attested_events: tuple[Event, ...]
) -> None:
    rng, found = Random(3), 0
    names = {*NEW, "ProposalWithdrawn", "StreamOpened", "ReportAccepted", "ReportConsumed", "PaymentDateExecuted"}
    for _ in range(300):
        told = list(attested_events)
        for _ in range(rng.choice([1, 2, 3])):
            at = rng.choice([i for i, event in enumerate(told) if event.name in names])
            argument = rng.choice(list(told[at].args))
            wrong = replace(told[at], args={**told[at].args, argument: another(rng, told[at].args[argument])})
            told[at : at + 1] = rng.choice([[wrong], [wrong], [], [told[at]] * 2])
        found += bool(found_by_replay(attested.life, told))
    assert found > 250
