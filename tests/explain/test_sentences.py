# SPDX-License-Identifier: Apache-2.0
"""Sentences word for word, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.domain.terms import terms_from
from tests.domain.term_sheets import changed, plain_note, sheet, terms
from tests.explain.documents import (
    BUSINESS,
    GUARANTEED,
    MASTER_TRUST,
    NOTES,
    PIK,
    PLAIN,
    PLAN,
    REGULATED,
    TURBO,
    items,
    said,
)


@pytest.mark.parametrize(
    ("path", "section", "item", "sentence"),
    [
        (
            NOTES,
            "steps",
            "trustee-fee",
            "To Illustrative Note Trustee, USD 2,500.00, and any amount carried from earlier payment dates.",
        ),
        (NOTES, "steps", "servicer-fee", "1% of the royalties received for the period"),
        (
            NOTES,
            "steps",
            "principal",
            "all that is available, until repaid in full. One class after the other, in this order.",
        ),
        (NOTES, "collections", "0", "A report counts when 3 of 5 attestors have signed it: "),
        (PLAIN, "steps", "servicer-fee", "What is not paid is not carried: the payee presents it again."),
        (
            PLAIN,
            "steps",
            "fill-reserve",
            "until it holds the smallest of USD 5,000.00, 3 periods of interest on Senior and Junior",
        ),
        (
            PLAIN,
            "steps",
            "fill-spare",
            "the target that the report of the period sets, or, where it sets none, nothing.",
        ),
        (
            GUARANTEED,
            "steps",
            "costs",
            "USD 150,000.00 in a calendar year. What is above ranks in item (j).",
        ),
        (GUARANTEED, "steps", "costs", "with interest at 5% a year (30E/360)."),
        (GUARANTEED, "steps", "excess", "To Servicer, what the cap of item (a) left out"),
        (
            GUARANTEED,
            "steps",
            "senior-interest",
            "the rest is paid from Reserve, then by drawing on Liquidity line of Lender.",
        ),
        (GUARANTEED, "steps", "mezzanine-interest", "by Insurer under Make-up undertaking."),
        (GUARANTEED, "steps", "mezzanine-interest", "Not while the Rapid Event is continuing."),
        (GUARANTEED, "steps", "together", "All of these classes at once, in proportion to their outstanding balances."),
        (
            GUARANTEED,
            "events",
            "rapid",
            "is below 1.50x, on at least 3 of the last 8 payment dates. Once active, it stays so for good.",
        ),
        (
            GUARANTEED,
            "support",
            "line",
            "Up to USD 5,000,000.00 at a time; what is repaid can be drawn again.",
        ),
        (GUARANTEED, "support", "undertaking", "Without limit."),
        (MASTER_TRUST, "steps", "trap-half", "Into Cash trap, 50% of what is left at this point."),
        (
            MASTER_TRUST,
            "steps",
            "trap-half",
            "Only while the Trap-50 Event is continuing. Not while the Trap-100 Event is continuing.",
        ),
        (MASTER_TRUST, "events", "trap-50", "the debt service coverage ratio of the last 4 periods "),
        (
            MASTER_TRUST,
            "events",
            "trap-50",
            "is below 1.40x. It ends once this is no longer so. Measured before",
        ),
        (MASTER_TRUST, "events", "event-of-default", "Interest on Series 2022-1 is not paid in full when due."),
        (MASTER_TRUST, "classes", "notes", "From 20 February 2027 on the rate is 5%."),
        (TURBO, "events", "event-of-default", "is above 0, on 2 payment dates in a row."),
        (
            TURBO,
            "events",
            "event-of-default",
            "While an Event of Default is continuing, the priority of payments following it applies.",
        ),
        (BUSINESS, "classes", "a-2", "From 20 May 2026 on the rate is 9%."),
        (
            PIK,
            "repayment",
            "0",
            "From 15 November 2011 on, Seller may repay Notes in whole at 108% of the outstanding balance",
        ),
        (BUSINESS, "repayment", "0", "at most 10% of the original ones, Manager may repay all classes at 100%"),
        (REGULATED, "withholding", "0", "institutional investors: 0%"),
        (REGULATED, "transfers", "b", "At most 33 units an investor (10%)."),
        (PLAN, "steps", "repayment", "2019H2: CNY 190,000,000.00"),
    ],
)
def test_explain__in_english__says(path: Path, section: str, item: str, sentence: str) -> None:
    assert sentence in said(items(path, section)[item])


@pytest.mark.parametrize(
    ("path", "section", "item", "sentence"),
    [
        (PLAN, "steps", "interest", "向优先级持有人支付当期应计利息及全部拖欠利息。"),
        (PLAN, "steps", "interest", "差额依次由以下来源补足：由原始权益人依差额支付承诺支付差额（差额支付）。"),
        (PLAN, "steps", "repayment", "向优先级持有人偿付当期计划还本金额；未列示的期间为零。"),
        (PLAN, "steps", "repayment", "2019年下半年：190,000,000.00 元人民币"),
        (PLAN, "steps", "rest", "剩余资金全部支付给次级持有人。"),
        (PLAN, "support", "make-up", "原始权益人作出的差额支付承诺。"),
        (PLAN, "retentions", "0", "原始权益人自留次级份额的 100%。"),
        (GUARANTEED, "support", "line", "Lender 提供的流动性支持。"),
        (GUARANTEED, "steps", "excess", "向 Servicer 支付第（一）项因限额而未支付的部分"),
        (MASTER_TRUST, "steps", "trap-half", "仅在“Trap-50”事件持续期间适用。 “Trap-100”事件持续期间不适用。"),
        (MASTER_TRUST, "events", "trap-50", "低于 1.40 倍。情形消除后即告终止。"),
        (BUSINESS, "repayment", "0", "各级别未偿本金余额合计不超过初始本金余额合计的 10% 时，Manager 可"),
        (TURBO, "repayment", "0", "2042年12月31日。"),
    ],
)
def test_explain__in_chinese__says(path: Path, section: str, item: str, sentence: str) -> None:
    assert sentence in said(items(path, section, "zh")[item])


def test_cap__without_a_later_step__what_is_above_is_carried_or_lapses() -> None:
    capped = {"per_period": "10"}
    carried = items(terms(steps__0__cap=capped), "steps")["trustee-fee"]
    assert "What is above is carried too." in carried.sentences
    lapsing = items(terms(steps__1__cap=capped), "steps")["servicer-fee"]
    assert "What is above lapses." in lapsing.sentences


def test_reserve__without_a_target_after_a_default__gives_all_back() -> None:
    data = changed(
        sheet("turbo_note"), acceleration__1={"id": "empty", "kind": "reserve", "account": "interest-reserve"}
    )
    said_of_it = items(terms_from(data), "acceleration")["empty"].sentences
    assert said_of_it == ("From Interest reserve, all that it holds is released into available funds.",)


def test_trigger__unpaid_support__names_provider_and_facility() -> None:
    measure = {"kind": "support-unpaid", "facility": "undertaking"}
    data = changed(sheet("guaranteed"), triggers__0__measure=measure, triggers__0__memory={"kind": "now"})
    line = items(terms_from(data), "events")["rapid"].details[0]
    assert line.startswith("strikes: Insurer has let a deadline for payment under Make-up undertaking pass.")


@pytest.mark.parametrize(
    ("measure", "clause"),
    [
        ({"kind": "licensee-concentration"}, "the largest licensee's share of the royalties of 1 period is above 10%"),
        (
            {"kind": "licensee-concentration", "trailing": 4},
            "share of the royalties of the last 4 periods is above 10%",
        ),
        ({"kind": "licensee-concentration", "licensee": "label"}, "the share of Label in the royalties of 1 period"),
        (
            {"kind": "rights-share", "status": "in-dispute"},
            "the share of the rights, by their valuations, that is in dispute is above 10%",
        ),
        (
            {"kind": "reserve-deficiency", "account": "reserve"},
            "what Reserve lacks, as a share of its target, is above 10%",
        ),
    ],
)
def test_trigger__each_share__says_of_what(measure: dict[str, object], clause: str) -> None:
    trigger = {
        "id": "one",
        "measure": measure | {"breached": "above", "threshold": "10%"},
        "cure": "curable",
        "measured": "before",
        "effect": {"kind": "flag", "flag": "one"},
    }
    assert clause in said(items(terms_from(plain_note() | {"triggers": [trigger]}), "events")["one"])
