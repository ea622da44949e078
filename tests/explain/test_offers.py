# SPDX-License-Identifier: Apache-2.0
"""How units are offered, in words, in both languages."""

from __future__ import annotations

import pytest

from regalia.domain.terms import terms_from
from tests.domain.term_sheets import DEALS, changed, sheet, terms
from tests.explain.documents import items, said

TEACHING = DEALS / "teaching.yaml"


@pytest.mark.parametrize(
    ("tranche", "sentences"),
    [
        (
            "senior",
            "Investors bid the rate, from 5% up to 6% in steps of 0.125%. The lowest at which all units are placed becomes the rate of "
            "the class, for every holder. Better bids are met in full; bids at that level share what is left in proportion. When there are "
            "fewer bids than units, all are met, at the level of the last. Bids are in lots of 10 units.",
        ),
        (
            "mezzanine",
            "Bids are in lots of 100 units. Only institutional investors may bid. The deal closes only if at least 1,500 units of this "
            "class are placed. With fewer than all units the original balance is less in proportion.",
        ),
        (
            "junior",
            "Investors bid the price, from USD 500.00 down to USD 450.00 in steps of USD 5.00. Everybody pays the highest at which all "
            "units are placed.",
        ),
    ],
)
def test_offers__in_english__said(tranche: str, sentences: str) -> None:
    assert sentences in said(items(TEACHING, "classes")[tranche])


@pytest.mark.parametrize(
    ("tranche", "sentences"),
    [
        (
            "senior",
            "票面利率由簿记建档确定：投资者自 5% 起、以 0.125% 为一档向上申报，最高为 6%；"
            "能够配售全部份额的最低利率为本级别的票面利率，适用于全部持有人。",
        ),
        ("mezzanine", "仅限机构类投资者认购。"),
        ("mezzanine", "本级别配售不少于 1,500 份的，交易方可成立。"),
        ("junior", "投资者自 500.00 美元起、以 5.00 美元为一档向下申报，最低为 450.00 美元；"),
    ],
)
def test_offers__in_chinese__said(tranche: str, sentences: str) -> None:
    assert sentences in said(items(TEACHING, "classes", "zh")[tranche])


@pytest.mark.parametrize(
    ("opens", "code", "sentence"),
    [
        (0, "en", "Units are offered for 7 days."),
        (2, "en", "Units are offered from 2 to 7 days after the deal is made."),
        (2, "zh", "认购期自交易建立后第 2 天起，至第 7 天止。"),
    ],
)
def test_window__with_and_without_an_opening__said(opens: int, code: str, sentence: str) -> None:
    deal = terms(offering={"window_days": 7, "opens_after_days": opens})
    assert sentence in said(items(deal, "calendar", code)["0"])


def test_offers__fixed_price_for_all__not_a_word_of_bids_lots_or_fewer_units() -> None:
    senior = said(items(terms(), "classes")["senior"])
    assert not any(word in senior for word in ("bid", "lots", "placed"))


def test_minimum__class_without_a_balance__nothing_of_a_balance() -> None:
    part = "the original balance is less in proportion"
    assert part in said(items(terms(tranches__0__offer={"minimum": 600}), "classes")["senior"])
    units = terms_from(changed(sheet("regulated_note"), tranches__2__offer={"minimum": 1}))
    class_c = said(items(units, "classes")["c"])
    assert "The deal closes only if at least 1 unit of this class is placed." in class_c and part not in class_c


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("en", "Of a trade at the settlement desk a venue may take at most 0.25% of the price."),
        ("zh", "通过结算台成交的，交易场所收费不超过成交价款的 0.25%。"),
    ],
)
def test_venue_fee__capped__said(code: str, sentence: str) -> None:
    assert sentence in said(items(TEACHING, "transfers", code)["senior"])
