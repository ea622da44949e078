# SPDX-License-Identifier: Apache-2.0
"""The meeting of a deal file as the contract takes it."""

from __future__ import annotations

from typing import Any

from regalia.domain.compile import compile_terms
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.meeting.rules import MeetingProgram, VoteRule
from regalia.domain.terms import Terms, load_terms, terms_from
from tests.domain.term_sheets import DEALS, SHEETS, changed, sheet, terms

VOTING = load_terms(SHEETS / "voting_note.yaml")


def meeting(deal: Terms) -> MeetingProgram:
    found = compile_meeting(deal, compile_terms(deal))
    assert found is not None
    return found


def voting(**changes: Any) -> MeetingProgram:
    return meeting(terms_from(changed(sheet("voting_note"), **changes)))


def u(value: int, size: int) -> bytes:
    return value.to_bytes(size, "big")


def test_compile__no_meeting__none() -> None:
    assert compile_meeting(terms(), compile_terms(terms())) is None


def test_compile__every_field__in_the_units_of_the_contract() -> None:
    found = meeting(VOTING)
    assert (found.notice, found.voting, found.delay) == (10 * 86_400, 21 * 86_400, 86_400)
    assert (found.convene, found.replaceable) == (1, 0b011)  # agent and servicer, but not the bank
    assert found.classes == (VoteRule(3_334, 7_500), VoteRule(1, 5_000), VoteRule())
    assert [rule.votes for rule in found.classes] == [True, True, False]
    assert [(field.lowest, field.highest) for field in found.amendable] == [
        (1_100_000, 1_500_000),
        (100_000, 600_000),
        (100_050, 250_000),  # two decimals
        (0, 55_000),
        (5_000, 25_000),
        (500, 2_000),
        (1_000_000, 4_000_025),
        (10_000, 30_000),
        (250_000, 1_000_000),
        (1, 990_000),
        (700_000, 850_000),
        (150_000, 400_000),
    ]


def test_pack__whole__byte_for_byte() -> None:
    """Words of this deal: the header, 3 tranches, 12 normal and 9 other steps of two words each, a facility, 3 triggers."""
    steps, triggers = 1 + 3, 1 + 3 + 2 * (12 + 9) + 1
    agent, servicer, watch, reserve, trap, scheduled, base, after = (steps + 2 * s for s in (0, 1, 2, 6, 7, 8, 10, 12))
    fields = [
        (triggers, 0, 128, 1_100_000, 1_500_000),
        (triggers + 1, 0, 128, 100_000, 600_000),
        (agent + 1, 0, 128, 100_050, 250_000),
        (agent, 32, 32, 0, 55_000),
        (servicer, 160, 32, 5_000, 25_000),
        (watch, 160, 32, 500, 2_000),
        (reserve + 1, 0, 128, 1_000_000, 4_000_025),
        (reserve, 160, 32, 10_000, 30_000),
        (trap, 160, 32, 250_000, 1_000_000),
        (scheduled, 160, 32, 1, 990_000),  # two tranches: the first of its steps has the share
        (base, 160, 32, 700_000, 850_000),
        (after + 1, 0, 128, 150_000, 400_000),
    ]
    expected = u(864_000, 4) + u(1_814_400, 4) + u(86_400, 4) + u(1, 2) + u(3, 8)
    expected += u(3_334, 2) + u(7_500, 2) + u(1, 2) + u(5_000, 2) + bytes(4)
    expected += b"".join(u(w, 2) + u(low, 1) + u(bits, 1) + u(a, 16) + u(b, 16) for w, low, bits, a, b in fields)
    packed = meeting(VOTING).pack()
    assert packed == expected
    assert len(packed) == 22 + 4 * 3 + 36 * 12


def test_compile__limits_broken__bounds_in_millions_as_the_fact_counts() -> None:
    data = sheet("pooled_note")
    data["transfer"] = {"record_dates": True}
    data["meeting"] = sheet("voting_note")["meeting"] | {
        "classes": {"senior": {"quorum": "50%", "majority": "50%"}},
        "replaceable": [],
        "amendable": [{"trigger": "broken", "field": "threshold", "from": "0", "to": "1"}],
    }
    (field,) = meeting(terms_from(data)).amendable
    assert (field.lowest, field.highest, field.label) == (0, 1_000_000, "trigger broken, threshold")


def test_compile__classes_in_another_order__in_the_order_of_the_tranches() -> None:
    classes = sheet("voting_note")["meeting"]["classes"]
    assert voting(meeting__classes=dict(reversed(classes.items()))) == meeting(VOTING)


def test_compile__teaching_deal__three_payees_and_nine_fields() -> None:
    deal = load_terms(DEALS / "teaching.yaml")
    program, found = compile_terms(deal), meeting(deal)
    assert {payee for i, payee in enumerate(program.payees) if found.may_replace(i)} == {
        *("servicer", "trustee", "representative")
    }
    assert len(found.amendable) == 9 and len({field.place for field in found.amendable}) == 9
    assert len(found.pack()) == 22 + 4 * 4 + 36 * 9


def test_compile__on_the_program_of_a_closing__the_same() -> None:
    program = compile_terms(VOTING)
    closed = terms_from(changed(sheet("voting_note"), tranches__0__coupon__rate="7%", tranches__0__units=900))
    assert compile_meeting(VOTING, compile_terms(closed)) == compile_meeting(VOTING, program)
