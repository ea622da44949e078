# SPDX-License-Identifier: Apache-2.0
"""Meetings of holders, word for word, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.terms import Terms, terms_from
from tests.domain.term_sheets import ABSENT, SHEETS, changed, sheet, terms
from tests.explain.documents import document, items, said

VOTING = SHEETS / "voting_note.yaml"
CONVENING, VOTE, EXECUTION, MATTERS, AMENDABLE = "01234"


def voting(**changes: Any) -> Terms:
    return terms_from(changed(sheet("voting_note"), **changes))


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (CONVENING, "Whoever holds 0.01% of the units of a class with a vote may convene a meeting on one resolution."),
        (CONVENING, "Units vote as they are held 10 days later, on the record date."),
        (VOTE, "From the record date on holders vote for 21 days: for, against or abstaining"),
        (VOTE, "The originator doesn't vote, and its units don't count."),
        (VOTE, "Senior: quorum 33.34%, majority 75%"),
        (VOTE, "Junior: quorum 0.01%, majority 50%"),
        (
            EXECUTION,
            "can be carried out by anybody from 1 day after the vote on, for 30 days. The supervisor may halt it.",
        ),
        (MATTERS, "in the place of one of these: Servicer, Agent; what was owed before stays owed to the former"),
        (AMENDABLE, "An amendment counts from the next payment date on, for its whole accrual period."),
        (AMENDABLE, "the threshold of low: 1.10x to 1.50x"),
        (AMENDABLE, "the threshold of thin: 10% to 60%"),
        (AMENDABLE, "the amount in item (a) (agent-fee): USD 1,000.50 to USD 2,500.00"),
        (AMENDABLE, "the rate of interest on amounts carried in item (a) (agent-fee): 0% to 5.5%"),
        (AMENDABLE, "the share of pool value in item (j) (base): 70% to 85%"),
        (AMENDABLE, "the amount in item (a) (agent-fee) following an Event of Default: USD 1,500.00 to USD 4,000.00"),
    ],
)
def test_meeting__in_english__said(item: str, sentence: str) -> None:
    assert sentence in said(items(VOTING, "meeting")[item])


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (CONVENING, "持有任一有表决权级别份额 0.01% 以上的持有人，可就一项议案召集会议。召集后第 10 天为权益登记日"),
        (VOTE, "自权益登记日起 21 天内表决：同意、反对或弃权"),
        (VOTE, "原始权益人不参与表决，其份额不计入总数。"),
        (VOTE, "Senior：出席比例 33.34%，同意比例 75%"),
        (EXECUTION, "自表决结束 1 天后起 30 天内，任何人均可执行。监管机构可予以中止。"),
        (MATTERS, "由他方接替下列受款方之一：Servicer、Agent；"),
        (AMENDABLE, "low 的触发标准：1.10 倍至 1.50 倍"),
        (AMENDABLE, "第（一）项（agent-fee）的金额：1,000.50 美元至 2,500.00 美元"),
        (AMENDABLE, "违约事件发生后的第（一）项（agent-fee）的金额：1,500.00 美元至 4,000.00 美元"),
    ],
)
def test_meeting__in_chinese__said(item: str, sentence: str) -> None:
    found = items(VOTING, "meeting", "zh")[item]
    assert sentence in "".join((*found.sentences, *found.details))


def test_meeting__none__no_section() -> None:
    assert "meeting" not in [section.key for section in document(terms()).sections]


def test_meeting__class_without_a_vote__not_listed() -> None:
    assert "Equity" not in said(items(VOTING, "meeting")[VOTE])


def test_matters__deal_with_little__only_what_it_can_decide() -> None:
    bare = {"classes": {"a": {"quorum": "50%", "majority": "75%"}}, "replaceable": ABSENT, "amendable": ABSENT}
    meeting = sheet("voting_note")["meeting"] | bare
    given = {name: value for name, value in meeting.items() if value is not ABSENT}
    data = changed(sheet("regulated_note"), tranches__0__transfer={"record_dates": True}, meeting=given)
    found = items(terms_from(data), "meeting")
    assert list(found) == [CONVENING, VOTE, EXECUTION, MATTERS]
    assert found[MATTERS].details == (
        "that other attestors are proposed, who sign reports once the oracle's own delay is over",
    )


@pytest.mark.parametrize(("days", "said_so"), [(1, "held 1 day later"), (2, "held 2 days later")])
def test_notice__one_day_or_more__counted(days: int, said_so: str) -> None:
    assert said_so in said(items(voting(meeting__notice_days=days), "meeting")[CONVENING])


def test_amendable__whole_number__said_as_one() -> None:
    stale = {"id": "stale", "measure": {"kind": "days-since-report", "breached": "above", "threshold": 120}}
    stale |= {"cure": "curable", "measured": "before", "effect": {"kind": "flag", "flag": "low"}}
    field = {"trigger": "stale", "field": "threshold", "from": "100", "to": "1,200"}
    found = items(voting(triggers__3=stale, meeting__amendable=[field]), "meeting")[AMENDABLE]
    assert found.details == ("the threshold of stale: 100 to 1,200",)
