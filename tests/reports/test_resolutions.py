# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from regalia.domain.compile import compile_terms
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.meeting.resolutions import (
    MISSED_INTEREST,
    Amend,
    DeclareDefault,
    OpenCall,
    ReplacePayee,
    ReplaceSigners,
    Resolution,
    Waive,
)
from regalia.domain.meeting.tally import Ballot, Tally
from regalia.domain.meeting.voters import Voter
from regalia.domain.terms import Terms
from regalia.ledger.meeting_model import ResolutionTold
from regalia.ledger.model import DealLedger
from regalia.ledger.place import Place
from regalia.reports.act_words import ActWords
from regalia.reports.names import Names
from regalia.reports.resolution_lines import ClassVote, resolution_lines
from regalia.reports.write import reports_of
from tests.ledger.met_stage import COVERAGE, FEE, THRESHOLD, terms
from tests.reports.stories import LABELS, MEZZANINE, SECOND_SENIOR, SENIOR, whole_story
from tests.reports.test_csv import read
from tests.reports.test_pages import Reader

DAY = 86_400


@cache
def met_terms() -> Terms:
    return terms()


def met() -> DealLedger:
    """The whole deal as if its terms had a meeting, with five resolutions; what they did to it is not told."""
    ledger = whole_story()
    ledger.terms = met_terms()
    last = Place.of(ledger.events[-1])
    ledger.resolutions = [
        told(1, Amend(FEE, 1_200_000_000), last, days_ago=9, ballots=True),
        told(2, DeclareDefault(), last, days_ago=9, ballots=False),
        told(3, Waive(COVERAGE), last, days_ago=2, ballots=True),
        told(4, OpenCall(0), last, days_ago=0, ballots=None),
        told(5, None, last, days_ago=0, ballots=None),
    ]
    ledger.resolutions[0].executed = last
    ledger.resolutions[4].cancelled = last
    return ledger


def told(number: int, act: Resolution | None, last: Place, days_ago: int, ballots: bool | None) -> ResolutionTold:
    """Convened so long before the last event; a day to the record date, two to vote. ``ballots``: whether anybody voted."""
    convened = replace(last, timestamp=last.timestamp - days_ago * DAY)
    record = convened.timestamp + DAY
    found = ResolutionTold(number, act, f"=reason {number}", SENIOR, convened, record, record + 2 * DAY)
    rules = compile_meeting(met_terms(), compile_terms(met_terms()))
    if ballots is not None and rules is not None:
        found.tally = Tally(rules, [1_000, 200, 300])
        votes = {SENIOR: ((700, 0, 0), Ballot.FOR), SECOND_SENIOR: ((200, 0, 0), Ballot.AGAINST)}
        votes[MEZZANINE] = ((0, 200, 0), Ballot.FOR)
        for wallet, (units, ballot) in votes.items() if ballots else ():
            found.tally.vote(Voter(wallet, units, (0, 0, 0), False, False), ballot)
    return found


def test_lines__each_resolution__where_it_stands_at_the_last_event() -> None:
    stands = [line.stands for line in resolution_lines(met())]
    assert stands == ["carried out", "defeated", "being voted on", "convened", "withdrawn"]


def test_lines__after_its_time__passed_and_then_too_late() -> None:
    ledger = met()
    (waiver,) = (told for told in ledger.resolutions if isinstance(told.act, Waive))
    for days, stands in ((5, "passed"), (60, "passed, not carried out in time")):
        later = replace(ledger.events[-1], timestamp=ledger.events[-1].timestamp + days * DAY)
        ledger.events.append(later)
        assert {line.told.number: line.stands for line in resolution_lines(ledger)}[waiver.number] == stands
        ledger.events.pop()


def test_lines__votes__by_class_with_units_that_could_vote() -> None:
    amended, default, *_, convened, _ = resolution_lines(met())
    assert amended.votes == (ClassVote("senior", 700, 200, 0, 1_000), ClassVote("deferred", 200, 0, 0, 200))
    assert default.votes == (ClassVote("senior", 0, 0, 0, 1_000), ClassVote("deferred", 0, 0, 0, 200))
    assert convened.votes == ()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (ReplacePayee(0, "0x1"), "Trustee is paid no more; 0x1 is, in its place"),
        (ReplacePayee(99, "0x1"), "99 is paid no more; 0x1 is, in its place"),
        (
            ReplaceSigners(2, ("0x1", "0x2"), (1, 3)),
            "attestors are proposed to the oracle, threshold 2: 0x1 (weight 1), 0x2 (weight 3)",
        ),
        (
            DeclareDefault(),
            "an event of default is declared: from the next payment date on the acceleration list runs",
        ),
        (Waive(MISSED_INTEREST), "interest that was missed is no default"),
        (Waive(COVERAGE), "what trigger coverage-low answered is forgotten"),
        (Amend(THRESHOLD, 1_500_000), "coverage-low.threshold becomes 1.5x from the next payment date on"),
        (Amend(FEE, 1_200_000_000), "trustee-fee.amount becomes 1,200.00 USD from the next payment date on"),
        (Amend(99, 7), "99 becomes 7 from the next payment date on"),
        (OpenCall(0), "call 0 can be exercised from then on"),
        (None, "nothing a meeting can do"),
    ],
    ids=range(11),
)
def test_words__each_kind_of_act__by_names_of_the_deal_file(
    act: Resolution | None, words: str, whole: DealLedger
) -> None:
    assert ActWords(met_terms(), Names(replace(whole, terms=met_terms()))).of(act) == words


def test_index__resolutions__a_table_and_a_csv() -> None:
    texts = reports_of(met(), LABELS)
    rows = read(texts["resolutions.csv"])
    assert [(row["resolution"], row["stands"], row["tranche"], row["for"]) for row in rows][:4] == [
        ("1", "carried out", "senior", "700"),
        ("1", "carried out", "deferred", "200"),
        ("2", "defeated", "senior", "0"),
        ("2", "defeated", "deferred", "0"),
    ]
    assert [row["for"] for row in rows if row["stands"] in ("convened", "withdrawn")] == ["", ""]
    assert {row["description"][:2] for row in rows} == {"'="}
    index = Reader(texts["index.html"])
    assert ": 700 for, 200 against, 0 abstained, of 1,000" in index.text
    assert "resolutions.csv" in {attributes["href"] for attributes in index.all("a")}


def test_index__hostile_description__escaped() -> None:
    ledger = met()
    ledger.resolutions[0].description = "<script>alert(1)</script>"
    page = reports_of(ledger)["index.html"]
    assert "<script" not in page
    assert "“<script>alert(1)</script>”" in Reader(page).text
