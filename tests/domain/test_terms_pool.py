# SPDX-License-Identifier: Apache-2.0
"""The pool of a deal file: how it is written, what is refused, and that deals without one are what they were."""

from __future__ import annotations

import json
from typing import Any

import pytest

from regalia.domain.compile import compile_terms
from regalia.domain.terms import NotExecutableError, Terms, canonical_json, load_terms, terms_from, terms_hash
from regalia.domain.terms.describe import describe
from regalia.domain.terms.pool import PoolTerms
from tests.domain.term_sheets import ABSENT, DEALS, changed, problems, sheet, terms

QUANTITIES = (
    *("rights-lapsed", "rights-invalidated", "rights-expired", "rights-under-review", "rights-in-dispute"),
    *("rights-pledged", "rights-stale", "rights-breached", "rights-restricted", "rights-untitled", "rights-unlicensed"),
    *("largest-right", "largest-jurisdiction", "largest-licensee", "largest-group"),
)


def pooled(**changes: Any) -> dict[str, Any]:
    return changed(sheet("pooled_note"), **changes)


def pool_of(data: dict[str, Any]) -> PoolTerms:
    found = terms_from(data).pool
    assert found is not None
    return found


def limits(*quantities: str, most: str = "10%") -> list[dict[str, str]]:
    return [{"quantity": quantity, "most": most} for quantity in quantities]


def test_terms__without_a_pool__nothing_of_it_is_hashed() -> None:
    assert b"pool" not in canonical_json(terms())
    mills = terms_hash(load_terms(DEALS / "mills.yaml")).hex()
    assert mills == "dfde925c11708374e5dc5942166c0874c10deaec15ddc38f7d1796d95f2b209f"


def test_pool__empty__defaults_of_what_is_gone_can_not_be_sold_or_is_not_the_deals() -> None:
    found = pool_of(pooled(pool={}, triggers__1=sheet("pooled_note")["triggers"][0] | {"id": "again"}))
    whole = {name for name, rate in found.haircuts if rate == 1_000_000}
    assert whole == {"lapsed", "invalidated", "expired", "restricted", "untitled"}
    assert {rate for name, rate in found.haircuts if name not in whole} == {0}
    assert not any((found.least_value, found.least_rights, found.limits, found.substitution, found.warranties))
    assert found.repurchase_price == 1_000_000


def test_canonical__pool__haircuts_under_the_names_of_the_file() -> None:
    data = json.loads(canonical_json(terms_from(pooled(pool__haircuts={"under-review": "30%"}))))
    assert data["pool"]["haircuts"]["under-review"] == "30%"
    assert data["pool"]["haircuts"]["in-dispute"] == "0%"
    assert "under_review" not in data["pool"]["haircuts"]


@pytest.mark.parametrize(
    ("change", "path", "rule"),
    [
        ({"pool__haircuts__stale": "101%"}, "pool.haircuts.stale", "must be at most 100%"),
        ({"pool__haircuts__stale": "0.4"}, "pool.haircuts.stale", "write a rate with its per cent sign"),
        ({"pool__haircuts__stail": "4%"}, "pool.haircuts.stail", "is not known here; did you mean stale?"),
        ({"pool__haircuts__under_review": "4%"}, "pool.haircuts.under_review", "did you mean under-review?"),
        ({"pool__maturity": "2029-01-20"}, "pool.maturity", "is not known here"),
        ({"pool__least_rights": "4097"}, "pool.least_rights", "must be at most 4,096"),
        ({"pool__least_value": "-1"}, "pool.least_value", "an amount is zero or more"),
        ({"pool__least_value": "0.0000001"}, "pool.least_value", "has more decimals than the 6"),
        ({"pool__least_value": str(2**96)}, "pool.least_value", "must be below 2^96"),
        ({"pool__repurchase_price": "0%"}, "pool.repurchase_price", "must be above zero"),
        ({"pool__substitution__most": "0%"}, "pool.substitution.most", "leave substitution out where there is none"),
        ({"pool__substitution__until": "2024-01-15"}, "pool.substitution.until", "must be after closing, 2024-01-15"),
        ({"pool__substitution__until": "2029-01-21"}, "pool.substitution.until", "the legal final date, 2029-01-20"),
        ({"pool__limits__0__quantity": "rights-lapse"}, "pool.limits[0].quantity", "did you mean rights-lapsed?"),
        ({"pool__limits__0__quantity": "limits-broken"}, "pool.limits[0].quantity", "must be one of rights-lapsed, "),
        ({"pool__limits__0__most": "100%"}, "pool.limits[0].most", "limits nothing: no share is above 100%"),
        (
            {"pool__limits__1__quantity": "rights-in-dispute"},
            "pool.limits[1].quantity",
            "must be limited once; pool.limits[0] does it already",
        ),
        ({"pool__limits": limits(*QUANTITIES[:13])}, "pool.limits", "must be at most 12"),
        ({"pool__warranties__0": ""}, "pool.warranties[0]", "must be a text"),
        ({"calendar__legal_final": ABSENT}, "calendar.legal_final", "no right of a pool may expire before it"),
        ({"parties__0__roles": ["other"]}, "pool", "needs one party with the role originator"),
        ({"parties__1__roles": ["licensee", "originator"]}, "pool", "needs one party with the role originator"),
        ({"triggers__0__measure__status": "revoked"}, "triggers[0].measure.status", "must be one of lapsed, "),
        ({"triggers__2__measure__by": "country"}, "triggers[2].measure.by", "must be one of right, jurisdiction, "),
        ({"triggers__2__measure__threshold": "100%"}, "triggers[2].measure.threshold", "no share is above 100%"),
        ({"triggers__1__measure__threshold": "2"}, "triggers[1].measure.threshold", "never more than 2 can be broken"),
        ({"triggers__1__measure__threshold": "1.5"}, "triggers[1].measure.threshold", "whole number"),
    ],
)
def test_pool__each_field_out_of_range__refused_by_name(change: dict[str, Any], path: str, rule: str) -> None:
    found = problems(pooled(**change))
    assert list(found) == [path] and rule in found[path]


@pytest.mark.parametrize(
    "change",
    [
        {"pool__least_rights": "4,096"},
        {"pool__substitution": ABSENT},
        {"pool__substitution__until": "2024-01-16"},
        {"pool__substitution__until": "2029-01-20", "pool__substitution__most": "100%"},
        {"pool__limits": limits(*QUANTITIES[:12], most="0%")},
        {"pool__limits": limits(*QUANTITIES[3:], most="99.9999%")},
        {"pool__haircuts": dict.fromkeys(("stale", "breached", "under-review", "in-dispute", "pledged"), "100%")},
        {"triggers__1__measure__breached": "at-least", "triggers__1__measure__threshold": "2"},
    ],
)
def test_pool__at_its_limits__taken(change: dict[str, Any]) -> None:
    assert pool_of(pooled(**change))


@pytest.mark.parametrize("change", [{"pool": ABSENT}, {"pool__limits": ABSENT}, {"pool__limits": []}])
def test_limits_broken__no_limits__refused(change: dict[str, Any]) -> None:
    assert problems(pooled(**change)) == {"triggers[1].measure": "needs the deal's pool, with limits"}


@pytest.mark.parametrize(
    ("breached", "threshold", "rule"),
    [
        ("at-least", 3, "never more than 2 can be broken"),
        ("below", 3, "never more than 2 can be broken"),
        ("at-most", 2, "never more than 2 can be broken"),
        ("at-least", 0, "everything is at least zero"),
        ("below", 0, "nothing is below zero"),
    ],
)
def test_limits_broken__beyond_what_can_be__refused(breached: str, threshold: int, rule: str) -> None:
    found = problems(pooled(triggers__1__measure__breached=breached, triggers__1__measure__threshold=threshold))
    assert list(found) == ["triggers[1].measure.threshold"] and rule in found["triggers[1].measure.threshold"]


def test_pool__share_of_collections_asked_of_it__not_executable_and_named() -> None:
    measure = {"kind": "licensee-concentration", "breached": "above", "threshold": "50%"}
    asking = terms_from(pooled(triggers__2__measure=measure))
    with pytest.raises(NotExecutableError, match=r"triggers\[2\]\.measure\.kind: 'licensee-concentration': .*pool"):
        compile_terms(asking)


def test_pool__rights_share_without_one__taken_as_before() -> None:
    measure = {"kind": "rights-share", "status": "stale", "breached": "above", "threshold": "10%"}
    found: Terms = terms_from(changed(sheet("guaranteed"), triggers__1__measure=measure))
    assert found.pool is None and "rights-stale" in compile_terms(found).facts


def test_describe__pool__every_field_in_a_line() -> None:
    lines = describe(terms_from(pooled())).split("Rights behind the deal\n")[1].split("\n\n")[0].splitlines()
    assert lines == [
        "  in force until 2029-01-20",
        "  at closing at least 7 rights, worth 1,250,000.50",
        "  haircuts: lapsed 90%, invalidated 99%, expired 98.5%, under-review 30%, in-dispute 50%, pledged 20%, "
        "stale 40.0001%, breached 10%, restricted 95%, untitled 96%",
        "  limit: rights-in-dispute at most 5%",
        "  limit: largest-licensee at most 35%",
        "  substitution until 2026-06-30, at most 20% of the value at closing",
        "  repurchase at 97% of the value at pledge",
        "  warranty: The seller owns the right alone.",
        "  warranty: No claim against its validity is known.",
    ]


def test_describe__no_pool__no_word_of_it() -> None:
    assert "Rights behind the deal" not in describe(terms())
