# SPDX-License-Identifier: Apache-2.0
"""Deals in ``deals/`` against what was printed about them: sizes, sources, and the terms that make each what it is."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regalia.domain.terms import Terms, load_terms
from regalia.domain.terms.tranches import Tranche
from tests.deals import DATA, DEALS, FILES, published

CHINESE = re.compile("[一-鿿]")
PUBLISHED = sorted(found.parent.name for found in DATA.glob("*/published.json"))
PLANS = [path for path in FILES if load_terms(path).currency.code == "CNY"]


def size(tranche: Tranche) -> Decimal:
    """What a class is sold for: its balance, or the price of its units where it has none."""
    return tranche.balance or tranche.units * tranche.offer_price


def sizes(terms: Terms) -> dict[str, Decimal]:
    return {tranche.id: size(tranche) for tranche in terms.tranches}


def printed_sizes(deal: str) -> dict[str, Any]:
    """Sizes by class as printed, with the total as ``all`` where only that is printed."""
    data = published(deal)
    match deal:
        case "drug-royalty-iii":
            series = data["series"][0]
            return {"series-2016-1": series["pari_passu_2016_1"], "series-2017-1": series["size"]}
        case "db-master":
            return {"all": next(s["size"] for s in data["series"] if s["series"] == "2025-1")}
        case "biopharma":
            return {tranche["name"].lower(): tranche["size"] for tranche in data["tranches"]}
        case "wenke-1":
            senior, junior = data["tranches"]
            return {"senior": senior["size"], "junior": junior["size"], "all": data["size"]}
        case _:
            return {"all": data["size"]}


@pytest.mark.parametrize("deal", PUBLISHED)
def test_published_deal__sizes__are_the_printed_ones(deal: str) -> None:
    terms, printed = load_terms(DEALS / f"{deal}.yaml"), printed_sizes(deal)
    found = sizes(terms)
    if "all" in printed:
        assert sum(found.values()) == printed.pop("all")
    for name, amount in printed.items():
        assert sum(of for id_, of in found.items() if id_.startswith(name)) == amount


@pytest.mark.parametrize("deal", PUBLISHED)
def test_published_deal__sources__are_those_of_the_data(deal: str) -> None:
    where, *addresses = load_terms(DEALS / f"{deal}.yaml").sources
    assert f"data/{deal}/published.json" in where
    assert {address.split(" ")[0] for address in addresses} <= set(published(deal)["sources"])


def test_drug_royalty_2018__balances__are_those_printed_that_december() -> None:
    series = published("drug-royalty-iii")["series"][1]
    printed = [*series["balances_2018_12_07"].values(), series["size"]]
    assert list(sizes(load_terms(DEALS / "drug-royalty-iii-2018.yaml")).values()) == printed


@pytest.mark.parametrize(
    "found", [path for path in FILES if load_terms(path).currency.code == "CNY"], ids=lambda path: path.stem
)
def test_special_plan__junior_class__about_five_per_cent_and_all_with_the_originator(found: Path) -> None:
    terms = load_terms(found)
    senior, junior = terms.tranches
    assert Decimal("0.05") <= size(junior) / (size(senior) + size(junior)) < Decimal("0.055")
    (retention,) = terms.retentions
    assert (retention.tranche, retention.share) == (junior.id, 1_000_000)
    (holder,) = (party for party in terms.parties if party.id == retention.holder)
    assert "originator" in holder.roles


@pytest.mark.parametrize(
    "found", [path for path in FILES if load_terms(path).currency.code == "CNY"], ids=lambda path: path.stem
)
def test_special_plan__name_and_notice__in_both_languages_and_no_issuance_path(found: Path) -> None:
    terms = load_terms(found)
    assert all(CHINESE.search(text) and re.search("[A-Za-z]{4}", text) for text in (terms.name, terms.notice))
    assert "No issuance path for assets in mainland China exists here (CSRC Announcement [2026] No. 1)" in terms.notice
    assert "不提供中国内地资产的代币发行路径" in terms.notice


def test_hi_fi__ladder__traps_what_is_printed_below_the_printed_levels() -> None:
    terms, printed = load_terms(DEALS / "hi-fi-ii.yaml"), published("hi-fi-ii")
    raised = {
        trigger.effect.flag: trigger.measure.threshold
        for trigger in terms.triggers
        if trigger.effect.kind == "flag" and trigger.measure.kind == "debt-service-coverage"
    }
    shares = {step.id: step.share for step in terms.steps if step.kind == "trap"}
    for rung in printed["dscr_ladder"]:
        flag = f"trap-{rung['trap'].rstrip('%')}"
        assert raised[flag] == Decimal(rung["lt"]) * 10**6
        assert shares[flag] == int(rung["trap"].rstrip("%")) * 10_000
    assert (1 - terms.tranches[0].balance / printed["valuation"]).quantize(Decimal("0.01")) == Decimal("0.35")


def test_drug_royalty__balances_over_the_printed_value__overcollateralised_as_printed() -> None:
    total = sum(sizes(load_terms(DEALS / "drug-royalty-iii.yaml")).values())
    share = 1 - total / published("drug-royalty-iii")["series"][0]["dav"]
    assert share.quantize(Decimal("0.001")) == Decimal("0.409")


@pytest.mark.parametrize(
    ("deal", "field"),
    [
        ("azasite", "coupon"),
        ("bowie", "coupon"),
        ("guangzhou-patent-2019", "senior_coupon"),
        ("nanshan-5", "senior_coupon"),
    ],
)
def test_published_deal__coupon__is_the_printed_one(deal: str, field: str) -> None:
    coupon = load_terms(DEALS / f"{deal}.yaml").tranches[0].coupon
    assert coupon and coupon.rate == Decimal(published(deal)[field]) * 10**6


def test_special_plan__shortfall_make_up__stands_behind_interest_and_principal() -> None:
    for deal in ("guangzhou-patent-2019", "wenke-1", "nanshan-5"):
        terms = load_terms(DEALS / f"{deal}.yaml")
        supported = {step.kind for step in terms.steps if "make-up" in getattr(step, "support", ())}
        assert supported == {"interest", "principal"}


def test_bowie__table__has_the_published_average_life() -> None:
    terms = load_terms(DEALS / "bowie.yaml")
    schedule, closing = terms.calendar.schedule(), terms.calendar.closing
    (principal,) = (step for step in terms.steps if step.kind == "principal")
    assert principal.due.kind == "scheduled"
    weighted = Decimal(0)
    for entry in principal.due.amounts:
        paid_on = schedule.payment_date(schedule.period_of(entry.period))
        assert (paid_on.month, paid_on.day) == (closing.month, closing.day)
        weighted += entry.amount * (paid_on.year - closing.year)
    assert sum(entry.amount for entry in principal.due.amounts) == terms.tranches[0].balance
    assert weighted / terms.tranches[0].balance == published("bowie")["average_life_years"]
