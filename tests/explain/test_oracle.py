# SPDX-License-Identifier: Apache-2.0
"""Reports of receipts in words: quorum, disputes, missing reports and restatements, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.terms import Terms, terms_from
from tests.domain.term_sheets import DEALS, changed, plain_note
from tests.explain.documents import MASTER_TRUST, items, said

QUORUM, DISPUTES, MISSING = "0", "1", "2"
TEACHING = DEALS / "teaching.yaml"


def with_oracle(**fields: Any) -> Terms:
    return terms_from(changed(plain_note(), oracle={"threshold": 2, **fields}))


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (
            QUORUM,
            "A report counts when attestors who together weigh 3 of 5 have signed it: Trustee (weight 1), Servicer (weight 1), "
            "Auditor (weight 2) and Account bank (weight 1). It is final 24 hours later, unless it is disputed before.",
        ),
        (
            DISPUTES,
            "Until a report is final anybody may dispute it with a bond of USD 1,000.00; the trustee and the supervisor need none.",
        ),
        (DISPUTES, "The trustee decides within 7 days; the decision takes effect 3 days later, unless it is appealed."),
        (DISPUTES, "the supervisor decides within 14 days, for good."),
        (DISPUTES, "that of whoever was wrong goes into the collections of this deal."),
        (DISPUTES, "After 3 struck reports of one period only the supervisor can dispute the next."),
        (DISPUTES, "Once the deal is over it is its originator's."),
        (
            DISPUTES,
            "A report that stands is final at once, and counts as final no later than it would have without the dispute.",
        ),
        (
            MISSING,
            "From 30 days after the scheduled date on, anybody may declare a report missing that has not come: 3 days later the payment "
            "date is executed as if nothing had been received. In those 3 days a signed report still takes its place; after them, what was "
            "received follows as a restatement.",
        ),
        (MISSING, "the same quorum signs the difference, and it goes into the collections of a later payment date."),
        (MISSING, "A restatement can be disputed as a report can."),
    ],
)
def test_explain__every_field_in_english__says(item: str, sentence: str) -> None:
    assert sentence in said(items(TEACHING, "collections")[item])


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (
            QUORUM,
            "回款报告经权重合计不低于 3（全部权重为 5）的回款确认方签署后生效：Trustee（权重 1）、Servicer（权重 1）、"
            "Auditor（权重 2）及 Account bank（权重 1）。",
        ),
        (DISPUTES, "任何人均可缴纳保证金 1,000.00 美元提出异议；受托人及监管机构无须缴纳。"),
        (DISPUTES, "受托人应于 7 天内作出决定；该决定于 3 天后生效，其间被申诉的除外。"),
        (DISPUTES, "由监管机构于 14 天内作出终局决定"),
        (DISPUTES, "本交易终结后归原始权益人所有。"),
        (DISPUTES, "报告成立的，即为最终报告，其成为最终报告的时间不晚于未被提出异议时；"),
        (
            MISSING,
            "自约定支付日后第 30 天起，报告仍未提交的，任何人均可宣告其缺失：宣告 3 天后，该支付日按未收到回款执行。",
        ),
        (MISSING, "该 3 天内，经签署的报告仍可取而代之；其后，所收回款以更正补报。"),
        (MISSING, "经同等签署确认的差额，计入其后支付日的回款"),
    ],
)
def test_explain__every_field_in_chinese__says(item: str, sentence: str) -> None:
    assert sentence in said(items(TEACHING, "collections", "zh")[item])


def test_quorum__everybody_weighs_one__attestors_are_counted() -> None:
    quorum = said(items(with_oracle(), "collections")[QUORUM])
    assert "A report counts when 2 of 2 attestors have signed it: Servicer and Trustee." in quorum
    assert "weigh" not in quorum


@pytest.mark.parametrize(
    ("code", "officers", "bond"), [("en", "and nobody else.", "bond"), ("zh", "仅受托人及监管机构可提出异议", "保证金")]
)
def test_disputes__no_bond__only_trustee_and_supervisor_and_no_word_of_one(code: str, officers: str, bond: str) -> None:
    disputes = said(items(with_oracle(dispute_window_hours=1), "collections", code)[DISPUTES])
    assert officers in disputes and bond not in disputes


def test_disputes__no_window__final_at_once_and_nothing_is_disputed() -> None:
    found = items(with_oracle(), "collections")
    assert said(found[QUORUM]).endswith("It is final at once, and nobody can dispute it.")
    assert [item.heading for item in found.values()] == ["", "Missing Reports and Restatements"]
    assert not any("disputed" in said(item) for item in found.values())


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (None, "A payment date waits for its report, however late it comes."),
        (1, "From 1 day after the scheduled date on, "),
        (365, "From 365 days after the scheduled date on, "),
    ],
)
def test_missing__days_or_none__said(days: int | None, sentence: str) -> None:
    fields = {} if days is None else {"missing_after_days": days}
    assert sentence in said(items(with_oracle(**fields), "collections")["1"])


def test_explain__weights_and_bond_of_another_currency__as_the_file_has_them() -> None:
    found = items(MASTER_TRUST, "collections")
    assert "weigh 3 of 3 have signed it: Manager (weight 1) and Bank (weight 2)." in said(found[QUORUM])
    assert "a bond of USD 1,500.50" in said(found[DISPUTES])
