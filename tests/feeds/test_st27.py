# SPDX-License-Identifier: Apache-2.0
"""ST.27 codes in JSON: what they come to, and what is refused."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.words import Act
from regalia.feeds import EventProposal, Matter, MatterProposal
from regalia.feeds.st27 import StatusEventCode
from tests.feeds.conftest import CANONICAL, ID, Read, Refuse

LAPSE = "A-4-6-H10-H13-oth-PC1903"


def document(code: str = LAPSE, /, number: str = CANONICAL, **fields: object) -> str:
    event = {"statusEventCode": code, "eventDate": "2026-03-01"} | fields
    event = {name: value for name, value in event.items() if value is not None}
    return json.dumps({"patentLegalStatusBag": [{"st13ApplicationNumber": number, "statusEventDataBag": [event]}]})


def cessation(reason: str) -> dict[str, str]:
    return {"reasonNotInForceCategory": reason, "notInForceDate": "2026-02-11"}


def test_code__well_formed__its_parts() -> None:
    assert StatusEventCode.parse(LAPSE) == ("H10", "H13", "PC1903")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "H13",
        "A-4-6-H10-H13-oth-",
        "A-4-6-H10-H13-oth",
        "X-4-6-H10-H13-oth-PC1903",
        "A-4-46-H10-H13-oth-PC1903",
        "A-4-6-H10-K13-oth-PC1903",
        "a-4-6-h10-h13-oth-pc1903",
        "A-4-6-H10-H13-oth-PC 1903",
        " A-4-6-H10-H13-oth-PC1903",
    ],
)
def test_code__another_form__refused(code: str) -> None:
    with pytest.raises(ValueError, match="A-4-6-H10-H13-oth-PC1903"):
        StatusEventCode.parse(code)


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("A-0-1-A10-A12-nap-PA0109", Act.FILED),
        ("N-2-6-B10-B15-exm-PE0601", Act.DISCONTINUED),
        ("A-6-2-C10-C11-oth-X", Act.REVIVED),
        ("A-2-4-F10-F11-exm-PR0701", Act.GRANTED),
        ("A-4-5-L10-L11-rev-X", Act.CHALLENGED),
        ("A-5-4-M10-M11-rev-X", Act.UPHELD),
        (LAPSE, Act.LAPSED),
        ("N-4-6-H10-H14-oth-PC1801", Act.EXPIRED),
        ("A-6-4-K10-K11-oth-X", Act.REINSTATED),
        ("N-6-6-N10-N11-oth-X", Act.TERMINATED),
        ("A-1-1-Q10-Q12-nap-PG1501", Act.NOTED),
        ("A-4-4-Z00-Z00-oth-X", Act.NOTED),
    ],
)
def test_read__code_of_a_category__its_act(read: Read, code: str, act: Act) -> None:
    (proposal,) = read("events.json", document(code))
    assert isinstance(proposal, EventProposal)
    assert (proposal.act, proposal.effective, proposal.code) == (act, 20260301, code.encode())


@pytest.mark.parametrize(
    ("code", "matter"),
    [
        ("A-5-5-R10-R11-asn-PN2301", Matter.TITLE),
        ("A-4-4-U10-U11-oth-PR1001", Matter.RENEWAL),
        ("A-4-4-S10-S11-oth-X", Matter.DECISION),
        ("A-6-6-V10-V11-oth-X", Matter.DECISION),
        ("A-4-4-G10-G11-oth-X", Matter.DECISION),
        ("A-4-6-H10-H11-oth-X", Matter.DECISION),
        ("A-4-6-H00-H00-oth-X", Matter.DECISION),
    ],
)
def test_read__code_that_needs_a_person__a_matter_and_no_act(read: Read, code: str, matter: Matter) -> None:
    (proposal,) = read("events.json", document(code))
    assert isinstance(proposal, MatterProposal)
    assert (proposal.matter, proposal.day) == (matter, 20260301)
    assert proposal.needs.startswith("needs ")


@pytest.mark.parametrize(
    ("reason", "act"),
    [
        ("Invalid", Act.INVALIDATED),
        ("Surrendered", Act.SURRENDERED),
        ("Lapsed", Act.LAPSED),
        ("Expired", Act.EXPIRED),
    ],
)
def test_read__cessation_left_open__decided_by_its_reason(read: Read, reason: str, act: Act) -> None:
    content = document("A-4-6-H10-H11-oth-X", ipRightCessationEventData=cessation(reason))
    (proposal,) = read("events.json", content)
    assert isinstance(proposal, EventProposal)
    assert (proposal.act, proposal.effective) == (act, 20260211)


def test_read__reason_against_the_event__refused(refuse: Refuse) -> None:
    (problem,) = refuse("events.json", document(ipRightCessationEventData=cessation("Invalid")))
    assert "lapsed for an unpaid fee" in problem.rule


def test_read__reason_in_no_table__refused(refuse: Refuse) -> None:
    (problem,) = refuse("events.json", document(ipRightCessationEventData=cessation("Lost")))
    assert (problem.value, "reasons.csv" in problem.rule) == ("'Lost'", True)


def test_read__payment_with_the_next_due_day__renewal_to_it(read: Read) -> None:
    content = document("A-4-4-U10-U11-oth-PR1001", paymentEventData={"renewalDueDate": "2027-03-01"})
    (proposal,) = read("events.json", content)
    assert isinstance(proposal, EventProposal)
    assert (proposal.act, proposal.date) == (Act.RENEWED, 20270301)


def test_proposal__as_event__signed_words_and_hash_of_the_record(read: Read) -> None:
    (proposal,) = read("events.json", document())
    assert isinstance(proposal, EventProposal)
    record = b'CN102018010990101\n{"eventDate":"2026-03-01","statusEventCode":"A-4-6-H10-H13-oth-PC1903"}'
    digest = sha256(record).digest()
    assert proposal.event(7) == LegalEvent(ID, 7, Act.LAPSED, 20260301, 0, LAPSE.encode(), digest)


def test_read__same_event_of_two_rights__two_documents(read: Read) -> None:
    hashes = {read("events.json", document(number=n))[0].document for n in (CANONICAL, CANONICAL[:-1] + "2")}
    assert len(hashes) == 2


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (document(eventDate=None), ""),
        (document(eventDate="2026-02-30"), "EventDate"),
        (document(eventDate="1 March"), "EventDate"),
        (document(keyEventCode="H20"), "KeyEventCode"),
        (document(detailedEventCode="H14"), "DetailedEventCode"),
        (document("A-4-6-H90-H91-oth-PC1903"), "StatusEventCode"),
        (document("A-4-6-H10-H13-oth-" + "9" * 20), "StatusEventCode"),
        (document("", number=CANONICAL), "statusEventCode"),
        (document(paymentEventData={"renewalDueDate": "soon"}), "RenewalDueDate"),
        (document(a={"effectiveDate": "2026-01-01"}, b={"effectiveDate": "2026-01-02"}), "effectiveDate"),
        (document(effectiveDate=["2026-01-01"]), "effectiveDate"),
    ],
)
def test_read__one_wrong_value__refused_by_element_and_field(refuse: Refuse, content: str, field: str) -> None:
    (problem,) = refuse("events.json", content)
    element = "patentLegalStatusBag[0].statusEventDataBag[0]"
    assert problem.path == (f"{element}.{field}" if field else element)
    assert problem.rule


def test_read__code_in_no_table__named_and_said_what_to_do(refuse: Refuse) -> None:
    (problem,) = refuse("events.json", document("A-4-6-H90-H91-oth-PC1903"))
    assert "H90" in problem.rule and "st27.csv" in problem.rule


@pytest.mark.parametrize(
    "number", ["CN102018010990101X", "ZZ102018010990101", "CN992018010990101", "CN102018000000000", ""]
)
def test_read__number_that_is_none__refused(refuse: Refuse, number: str) -> None:
    (problem,) = refuse("events.json", document(number=number))
    assert problem.path == "patentLegalStatusBag[0].st13ApplicationNumber"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"patentLegalStatusBag": []}',
        '{"patentLegalStatusBag": [1]}',
        '{"patentLegalStatusBag": [{"st13ApplicationNumber": "CN102018010990101", "statusEventDataBag": []}]}',
        '{"patentLegalStatusBag": [{"statusEventDataBag": [{}]}]}',
        '{"a": 1}',
        '{"a": "1", "a": "2"}',
        "[" * 100_000,
        '{"patentLegalStatusBag": ' + '{"a":' * 40 + '"b"' + "}" * 41,
        '{"patentLegalStatusBag": NaN}',
        b"\xff",
    ],
)
def test_read__no_json_of_this_form__refused(refuse: Refuse, content: str | bytes) -> None:
    assert refuse("events.json", content)


def test_read__two_wrong_events__both_listed(refuse: Refuse) -> None:
    first = json.loads(document(eventDate="x"))
    first["patentLegalStatusBag"] += json.loads(document("H13"))["patentLegalStatusBag"]
    assert [problem.path[:23] for problem in refuse("events.json", json.dumps(first))] == [
        "patentLegalStatusBag[0]",
        "patentLegalStatusBag[1]",
    ]
