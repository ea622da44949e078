# SPDX-License-Identifier: Apache-2.0
"""The rights behind the deal, word for word, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.terms import Terms, terms_from
from regalia.explain import Item
from tests.domain.term_sheets import changed, sheet, terms
from tests.explain.documents import POOLED, document, items, said

PLEDGE, BASE, LIMITS, SUBSTITUTION, REPURCHASE = "01234"


def pooled(**changes: Any) -> Terms:
    return terms_from(changed(sheet("pooled_note"), **changes))


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (PLEDGE, "Inventor pledges rights that it owns whole, or holds under an exclusive licence that lasts until 20 January 2029."),
        (PLEDGE, "While a right backs this deal it backs no other, and a title that was pledged can't be transferred."),
        (PLEDGE, "expires before 20 January 2029, or has no valuation in force by another than Inventor."),
        (PLEDGE, "At closing there must be at least 7 rights. At closing pool value must be at least USD 1,250,000.50."),
        (BASE, "less one haircut, the highest of the conditions it is in."),
        (BASE, "under review: 30%"),
        (BASE, "held under a licence that is no longer in force: 96%"),
        (LIMITS, "the share of the rights, by their valuations, that is in dispute: at most 5%"),
        (LIMITS, "the share of pool value that rests on the largest licensee: at most 35%"),
        (SUBSTITUTION, "Until 30 June 2026 inclusive, Inventor may put another right in the place of one."),
        (SUBSTITUTION, "at its value at pledge, is at most 20% of what all rights had at closing."),
        (REPURCHASE, "the trustee may demand that Inventor repurchase the right, at 97% of its value at pledge."),
        (REPURCHASE, "Warranted of each right: The seller owns the right alone. No claim against its validity is known."),
    ],
)  # fmt: skip
def test_rights__in_english__said(item: str, sentence: str) -> None:
    assert sentence in said(items(POOLED, "rights")[item])


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (PLEDGE, "Inventor 以其单独所有的权利，或以其依独占许可持有、许可期限持续至 2029年1月20日的权利设定质押。"),
        (PLEDGE, "不得为其他交易提供担保；以所有权入池的，不得转让。"),
        (PLEDGE, "设立日入池权利不少于 7 项。设立日基础资产价值不低于 1,250,000.50 美元。"),
        (BASE, "处于无效审查程序：30%"),
        (LIMITS, "存在争议的权利占全部权利估值的比例：不高于 5%"),
        (LIMITS, "最大单一被许可方占基础资产价值的比例：不高于 35%"),
        (SUBSTITUTION, "2026年6月30日（含当日）前，Inventor 可以其他权利置换池内权利。"),
        (SUBSTITUTION, "不超过设立日全部权利质押时价值的 20%。"),
        (REPURCHASE, "受托人可要求 Inventor 按该权利质押时价值的 97% 予以回购。"),
    ],
)
def test_rights__in_chinese__said(item: str, sentence: str) -> None:
    found = items(POOLED, "rights", "zh")[item]
    assert sentence in "".join((*found.sentences, *found.details))


def test_rights__no_pool__no_section() -> None:
    assert "rights" not in [section.key for section in document(terms()).sections]
    assert "rights" not in [section.key for section in document(terms_from(sheet("guaranteed"))).sections]


def test_rights__bare_pool__says_what_may_not_be_done_and_leaves_out_what_is_not_asked() -> None:
    none = dict.fromkeys(("lapsed", "invalidated", "expired", "restricted", "untitled"), "0%")
    again = sheet("pooled_note")["triggers"][0] | {"id": "again"}
    bare = pooled(pool={"haircuts": none}, triggers__1=again)
    pledge, base, substitution, repurchase = items(bare, "rights").values()
    assert "At closing" not in said(pledge)
    assert base.sentences[-1] == "No condition has a haircut." and base.details == ()
    assert substitution.sentences == ("No right may be put in the place of another.",)
    assert "at 100% of its value at pledge" in said(repurchase) and "Warranted" not in said(repurchase)


def test_rights__one_right_asked_for__said_of_one() -> None:
    assert "At closing there must be at least 1 right." in said(items(pooled(pool__least_rights=1), "rights")[PLEDGE])


def test_rights__limit__of_every_status_and_largest__has_its_words() -> None:
    limits = [{"quantity": f"rights-{status}", "most": "5%"} for status in ("unlicensed", "stale", "restricted")]
    limits += [{"quantity": f"largest-{what}", "most": "5%"} for what in ("right", "jurisdiction", "group")]
    item: Item = items(pooled(pool__limits=limits), "rights")[LIMITS]
    assert item.details == (
        "the share of the rights, by their valuations, that is not licensed (of each right the part that rests on no licence in force): "
        "at most 5%",
        "the share of the rights, by their valuations, that is without a valuation in force: at most 5%",
        "the share of the rights, by their valuations, that is barred from transfer or on a negative list: at most 5%",
        "the largest right's share of pool value: at most 5%",
        "the share of pool value in the largest jurisdiction: at most 5%",
        "the share of pool value that rests on the largest group of licensees: at most 5%",
    )


@pytest.mark.parametrize(
    ("flag", "code", "clause"),
    [
        (
            "rights",
            "en",
            "invalidated: the share of the rights, by their valuations, that is invalidated is at least 10%.",
        ),
        ("rights", "en", "broken: the number of quality limits that are broken is above 1."),
        (
            "largest",
            "en",
            "largest: the share of pool value that rests on the largest group of licensees is above 20%.",
        ),
        ("rights", "zh", "broken：被突破的资产池限额数目高于 1。"),
        ("largest", "zh", "largest：最大被许可方集团（含关联方）占基础资产价值的比例高于 20%。"),
    ],
)
def test_events__of_the_pool__said(flag: str, code: str, clause: str) -> None:
    assert clause in said(items(POOLED, "events", code)[flag])
