# SPDX-License-Identifier: Apache-2.0
"""The meeting of a deal file: how it is written, what is refused, and that deals without one are what they were."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from regalia.domain.terms import Terms, canonical_json, load_terms, read_terms, terms_from, terms_hash
from regalia.domain.terms.amending import own_level, spelled_as, with_level
from regalia.domain.terms.describe import describe
from regalia.domain.terms.meeting import MeetingTerms
from tests.domain.term_sheets import ABSENT, DEALS, SHEETS, changed, problems, sheet, terms

TEXT = (SHEETS / "voting_note.yaml").read_text()


def voting(**changes: Any) -> dict[str, Any]:
    """The voting note; ``a__b`` sets ``meeting.a.b``, other parts are named from the top with ``top__``."""
    paths = {p.removeprefix("top__") if p.startswith("top__") else f"meeting__{p}": v for p, v in changes.items()}
    return changed(sheet("voting_note"), **paths)


def meeting_of(data: dict[str, Any]) -> MeetingTerms:
    found = terms_from(data).meeting
    assert found is not None
    return found


def amendable(**field: Any) -> dict[str, Any]:
    """The voting note with nothing amendable but this."""
    return voting(amendable=[{name.rstrip("_"): value for name, value in field.items()}])


def test_terms__without_a_meeting__nothing_of_it_is_hashed() -> None:
    assert b"meeting" not in canonical_json(terms())
    mills = terms_hash(load_terms(DEALS / "mills.yaml")).hex()
    assert mills == "dfde925c11708374e5dc5942166c0874c10deaec15ddc38f7d1796d95f2b209f"


def test_canonical__bounds__one_spelling_a_rate_for_every_share_of_one() -> None:
    data = json.loads(canonical_json(load_terms(SHEETS / "voting_note.yaml")))["meeting"]
    assert data["classes"] == {
        "junior": {"majority": "50%", "quorum": "0.01%"},
        "senior": {"majority": "75%", "quorum": "33.34%"},
    }
    assert data["amendable"][0] == {"trigger": "low", "field": "threshold", "from": "110%", "to": "150%"}
    assert data["amendable"][2] == {"step": "agent-fee", "field": "amount", "from": "1000.5", "to": "2500"}


@pytest.mark.parametrize(
    ("spelled", "otherwise"),
    [
        ("from: 1.1x, to: 150%", "from: 110%, to: 1.50x"),
        ("from: 1000.50, to: 2500}", 'from: "1,000.5", to: 2500.00}'),
        ("from: 0%, to: 5.5%", "from: 0.000%, to: 5.50 %"),
        (
            "    senior: {quorum: 33.34%, majority: 75%}\n    junior: {quorum: 0.01%, majority: 50%}\n",
            "    junior: {majority: 50%, quorum: 0.01%}\n    senior: {quorum: 33.34%, majority: 75.0%}\n",
        ),
    ],
)
def test_hash__spelled_otherwise__the_same(spelled: str, otherwise: str) -> None:
    assert TEXT.count(spelled) == 1
    assert terms_hash(read_terms(TEXT.replace(spelled, otherwise))) == terms_hash(read_terms(TEXT))


@pytest.mark.parametrize(
    ("change", "path", "rule"),
    [
        ({"notice_days": "0"}, "notice_days", "must be one or more"),
        ({"notice_days": "91"}, "notice_days", "must be at most 90"),
        ({"voting_days": "91"}, "voting_days", "must be at most 90"),
        ({"delay_days": "91"}, "delay_days", "must be at most 90"),
        ({"delay_days": "1.5"}, "delay_days", "must be a whole number"),
        ({"delay_days": ABSENT}, "delay_days", "is missing"),
        ({"convened_by": "0%"}, "convened_by", "must be above zero"),
        ({"convened_by": "0.005%"}, "convened_by", "must be whole hundredths of a per cent"),
        ({"convened_by": "100.01%"}, "convened_by", "must be at most 100%"),
        ({"convened_by": "0.05"}, "convened_by", "write a rate with its per cent sign"),
        ({"classes": {}}, "classes", "must not be empty"),
        ({"classes__senior__quorum": "0%"}, "classes.senior.quorum", "must be above zero"),
        ({"classes__senior__quorum": "0.0001%"}, "classes.senior.quorum", "must be whole hundredths of a per cent"),
        ({"classes__senior__majority": "49.99%"}, "classes.senior.majority", "must be at least 50%"),
        ({"classes__senior__majority": "0%"}, "classes.senior.majority", "must be above zero"),
        ({"classes__senior__majority": "66.66667%"}, "classes.senior.majority", "too many decimals"),
        ({"classes__senior__majority": "66.6667%"}, "classes.senior.majority", "must be whole hundredths"),
        ({"classes__senior__majority": ABSENT}, "classes.senior.majority", "is missing"),
        ({"classes__senior__quorm": "5%"}, "classes.senior.quorm", "is not known here; did you mean quorum?"),
        ({"classes__seniors": {"quorum": "5%", "majority": "50%"}}, "classes.seniors", "did you mean senior?"),
        ({"classes__equity": {"quorum": "5%", "majority": "50%"}}, "classes.equity", "needs transfer.record_dates"),
        ({"replaceable": ["servicer", "servicer"]}, "replaceable[1]", "must be listed once"),
        ({"replaceable": ["servicr"]}, "replaceable[0]", "must name a party; did you mean servicer?"),
        ({"replaceable": ["network"]}, "replaceable[0]", "is no payee of an expense step"),
        ({"replaceable": ["bank"]}, "replaceable[0]", "what it paid under line would be owed to another"),
        ({"quorum": "5%"}, "quorum", "is not known here"),
    ],
)
def test_meeting__each_field_out_of_range__refused_by_name(change: dict[str, Any], path: str, rule: str) -> None:
    found = problems(voting(**change))
    assert list(found) == [f"meeting.{path}"] and rule in found[f"meeting.{path}"]


def test_classes__a_tranche_called_as_a_field__is_read_as_a_tranche() -> None:
    votes = sheet("voting_note")["meeting"]["classes"]
    named = voting(
        top__tranches__2__id="quorum", top__steps__10__tranche="quorum", top__acceleration__8__tranche="quorum"
    )
    named["tranches"][2]["transfer"] = {}
    named["meeting"]["classes"] = votes | {"quorum": {"quorum": "5%", "majority": "50%"}}
    assert set(meeting_of(named).classes) == {"senior", "junior", "quorum"}
    named["meeting"]["classes"]["quorum"]["quorm"] = "5%"
    assert list(problems(named)) == ["meeting.classes.quorum.quorm"]


def test_classes__all_units_retained__nobody_could_vote() -> None:
    found = problems(voting(top__retentions=[{"holder": "studio", "tranche": "junior", "share": "100%"}]))
    assert found == {
        "meeting.classes.junior": "has no unit that could vote: the originator, who may not, retains them all"
    }


def test_replaceable__takes_the_residual__refused() -> None:
    rest = {"id": "rest", "kind": "residual", "payee": "agent"}
    found = problems(
        voting(top__steps__10=rest, top__acceleration__8=rest | {"payee": "agent"}, top__tranches__2=ABSENT)
    )
    assert found == {"meeting.replaceable[1]": "can't be replaced: what is left at the end of the steps is its own"}


def test_meeting__at_its_limits__taken() -> None:
    found = meeting_of(
        voting(notice_days="90", voting_days=1, delay_days="90", convened_by="100%", replaceable=[], amendable=[])
    )
    assert (found.notice_days, found.voting_days, found.delay_days, found.convened_by) == (90, 1, 90, 1_000_000)
    assert meeting_of(voting(classes__senior={"quorum": "100%", "majority": "100%"}))


@pytest.mark.parametrize(
    ("field", "path", "rule"),
    [
        ({"field": "rate"}, "", "must name one of trigger, step, acceleration_step"),
        ({"trigger": "low", "step": "trap", "field": "share"}, "", "must name one of trigger, step, acceleration_step"),
        ({"trigger": "lo", "field": "threshold"}, ".trigger", "must name a trigger; did you mean low?"),
        ({"step": "senior", "field": "rate"}, ".step", "must name a step of steps"),
        ({"acceleration_step": "base", "field": "rate"}, ".acceleration_step", "must name a step of acceleration"),
        ({"trigger": "late", "field": "threshold"}, ".field", "late has no such field that a meeting could amend"),
        ({"trigger": "low", "field": "rate"}, ".field", "low has no such field"),
        ({"step": "agent-fee", "field": "rate"}, ".field", "agent-fee has no such field"),
        ({"step": "servicer-fee", "field": "amount"}, ".field", "servicer-fee has no such field"),
        ({"step": "interest", "field": "rate"}, ".field", "interest has no such field"),
        ({"step": "base", "field": "share_of_original"}, ".field", "base has no such field"),
        ({"step": "trap", "field": "remaining"}, ".field", "must be one of threshold, amount, rate, "),
        ({"step": "trap", "field": "share", "from_": "0%"}, ".from", "steps[7].share must be above zero"),
        ({"step": "trap", "field": "share", "to": "100.0001%"}, ".to", "must be at most 100%"),
        ({"step": "trap", "field": "share", "from_": "60%"}, ".from", "must be at most what the deal has there, 50%"),
        ({"step": "trap", "field": "share", "to": "40%"}, ".to", "must be at least what the deal has there, 50%"),
        ({"step": "trap", "field": "share", "from_": "50%", "to": "50%"}, ".to", "must be above from, 50%"),
        ({"step": "trap", "field": "share", "from_": "1"}, ".from", "write a rate with its per cent sign"),
        ({"trigger": "low", "field": "threshold", "to": "2"}, ".to", "write a ratio as 1.40x or 140%"),
        ({"trigger": "low", "field": "threshold", "from_": "0x"}, ".from", "nothing is below zero"),
        ({"trigger": "thin", "field": "threshold", "from_": "0%"}, ".from", "everything is at least zero"),
        (
            {"step": "agent-fee", "field": "amount", "from_": "0", "to": "2000"},
            ".from",
            "due.amount must be above zero",
        ),
        ({"step": "agent-fee", "field": "amount", "from_": "1%"}, ".from", "not a plain number"),
        ({"step": "agent-fee", "field": "amount", "to": "-1"}, ".to", "an amount is zero or more"),
        ({"step": "agent-fee", "field": "amount", "to": "2000.001"}, ".to", "has more decimals than the 2 of USD"),
        ({"step": "agent-fee", "field": "amount", "to": str(2**96)}, ".to", "must be below 2^96"),
        ({"step": "watch-fee", "field": "carry_rate"}, ".to", "counts only when the shortfall is carried"),
        ({"step": "agent-fee", "field": "amount", "frm": "1"}, ".frm", "is not known here; did you mean from?"),
    ],
)
def test_amendable__that_could_not_be__refused_by_name(field: dict[str, Any], path: str, rule: str) -> None:
    bounds = {"from_": "0.1%", "to": "99%"} if field.get("field") != "amount" else {"from_": "1", "to": "2,500"}
    bounds = {"from_": "1.1x", "to": "1.5x"} if field.get("trigger") == "low" else bounds
    if field.get("field") == "carry_rate":
        bounds["from_"] = "0%"
    found = problems(amendable(**(bounds | field)))
    assert list(found) == [f"meeting.amendable[0]{path}"] and rule in found[f"meeting.amendable[0]{path}"]


def test_amendable__whole_numbers__of_days_and_of_limits_as_their_triggers_have_them() -> None:
    stale = {"id": "stale", "measure": {"kind": "days-since-report", "breached": "above", "threshold": 120}}
    stale |= {"cure": "curable", "measured": "before", "effect": {"kind": "flag", "flag": "low"}}
    field = {"trigger": "stale", "field": "threshold", "from": "100", "to": "200"}
    deal = terms_from(voting(top__triggers__3=stale, amendable=[field]))
    assert deal.meeting and deal.meeting.amendable[0].from_ == Decimal(100)
    assert own_level(deal, deal.meeting.amendable[0]) == Decimal(120)
    for level, rule in (("120.5", "must be a whole number, zero or more"), ("120%", "is not a plain number")):
        found = problems(voting(top__triggers__3=stale, amendable=[field | {"to": level}]))
        assert list(found) == ["meeting.amendable[0].to"] and rule in found["meeting.amendable[0].to"]
    found = problems(voting(top__triggers__3=stale, amendable=[field | {"to": "3,661"}]))
    assert found == {"meeting.amendable[0].to": "triggers[3].measure.threshold must be at most 3,660"}


def test_amendable__one_field_twice__refused_and_its_twin_in_the_other_list_taken() -> None:
    fields = sheet("voting_note")["meeting"]["amendable"]
    assert {(f.get("step"), f.get("acceleration_step")) for f in fields} >= {("agent-fee", None), (None, "agent-fee")}
    assert problems(voting(amendable=[*fields, fields[2]])) == {
        "meeting.amendable[12].field": "is amendable by meeting.amendable[2] already"
    }


def test_amendable__thirty_three__refused() -> None:
    fields = sheet("voting_note")["meeting"]["amendable"]
    assert problems(voting(amendable=(fields * 3)[:33]))["meeting.amendable"] == "must be at most 32"


def test_problem__of_a_bound__has_its_line_and_the_field_it_would_break() -> None:
    with pytest.raises(
        ValueError, match=r"line \d+, meeting\.amendable\[8\]\.from: '0%': steps\[7\]\.share must be above zero"
    ):
        read_terms(TEXT.replace("field: share, from: 25%", "field: share, from: 0%"))


def test_with_level__a_bound__is_in_its_place_and_spelled_as_the_field_is() -> None:
    deal = load_terms(SHEETS / "voting_note.yaml")
    assert deal.meeting is not None
    ratio, _, amount, *_ = deal.meeting.amendable
    there = with_level(deal, ratio, ratio.to)
    assert own_level(there, ratio) == 1_500_000 and own_level(deal, ratio) == 1_300_000
    assert with_level(there, ratio, own_level(deal, ratio)) == deal
    assert (spelled_as(deal, ratio, ratio.from_), spelled_as(deal, amount, amount.from_)) == ("1.1x", "1000.5")


def test_describe__meeting__every_field_in_a_line() -> None:
    lines = describe(load_terms(SHEETS / "voting_note.yaml")).split("Meetings of holders\n")[1].split("\n\n")[0]
    assert lines.splitlines() == [
        "  notice 10 days, voting 21 days, carried out from 1 day later on",
        "  convened by 0.01% of a class with a vote",
        "  senior: quorum 33.34%, majority 75%",
        "  junior: quorum 0.01%, majority 50%",
        "  replaceable: servicer, agent",
        "  amendable: trigger low, threshold from 1.1x to 1.5x",
        "  amendable: trigger thin, threshold from 10% to 60%",
        "  amendable: step agent-fee, amount from 1,000.50 to 2,500.00",
        "  amendable: step agent-fee, carry_rate from 0% to 5.5%",
        "  amendable: step servicer-fee, rate from 0.5% to 2.5%",
        "  amendable: step watch-fee, rate from 0.05% to 0.2%",
        "  amendable: step reserve, amount from 10,000.00 to 40,000.25",
        "  amendable: step reserve, rate from 1% to 3%",
        "  amendable: step trap, share from 25% to 100%",
        "  amendable: step scheduled, share_of_original from 0.0001% to 99%",
        "  amendable: step base, share_of_pool_value from 70% to 85%",
        "  amendable: acceleration step agent-fee, amount from 1,500.00 to 4,000.00",
    ]


def test_describe__no_meeting__no_word_of_it() -> None:
    deal: Terms = terms()
    assert "Meetings" not in describe(deal)
