# SPDX-License-Identifier: Apache-2.0
"""Withholding tax in the deal file: how it is written, what is refused, what it compiles to."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.compile_rules import compile_withholding
from regalia.domain.countries import COUNTRIES
from regalia.domain.terms import canonical_json, terms_from
from regalia.domain.terms.describe import describe
from regalia.domain.withholding import TaxRate, TaxTable
from tests.domain.term_sheets import ABSENT, changed, plain_note, problems, sheet, terms

REGULATED = terms_from(sheet("regulated_note"))


def test_withholding__none__compiles_to_none() -> None:
    assert compile_withholding(terms()) is None


def test_canonical__class__written_as_in_the_file() -> None:
    assert b'{"class":"retail","country":"CN","rate":"20%"}' in canonical_json(REGULATED)


def test_withholding__rates__compiled_in_order_for_the_authority() -> None:
    table = TaxTable(
        (
            TaxRate(156, 1, 200_000),
            TaxRate(156, 0, 100_000),
            TaxRate(0, 3, 0),
            TaxRate(0, 4, 1_000_000),
            TaxRate(0, 0, 123_456),
        )
    )
    assert compile_withholding(REGULATED) == (table, "treasury")


def withholding(*rates: dict[str, Any], authority: str = "trustee") -> dict[str, Any]:
    return plain_note(withholding={"authority": authority, "rates": list(rates)})


@pytest.mark.parametrize(
    ("rates", "path", "rule"),
    [
        ([], "rates", "must not be empty"),
        ([{"country": "CN", "rate": "1%"}], "rates[0]", "must have neither country nor class"),
        ([{"class": "retail", "rate": "1%"}], "rates[0]", "must have neither country nor class"),
        ([{"rate": "1%"}, {"rate": "2%"}], "rates[1]", "never counts: withholding.rates[0] comes first"),
        ([{"country": "UK", "rate": "1%"}, {"rate": "2%"}], "rates[0].country", "must be a country of ISO 3166-1"),
        ([{"class": "rich", "rate": "1%"}, {"rate": "2%"}], "rates[0].class", "must be one of retail, professional"),
        ([{"rate": "100.0001%"}], "rates[0].rate", "must be at most 100%"),
        ([{"rate": "0.1"}], "rates[0].rate", "write a rate with its per cent sign"),
        ([{"country": "CN"}], "rates[0].rate", "is missing"),
        ([{"klass": "retail", "rate": "1%"}], "rates[0].klass", "is not known here; did you mean class?"),
    ],
)
def test_withholding__rates_that_are_none__refused_by_name(rates: list[dict[str, Any]], path: str, rule: str) -> None:
    found = problems(withholding(*rates))
    assert list(found) == [f"withholding.{path}"]
    assert found[f"withholding.{path}"].startswith(rule)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ({"country": "CN"}, {"country": "CN", "class": "retail"}),
        ({"class": "retail"}, {"country": "CN", "class": "retail"}),
        ({"country": "CN", "class": "retail"}, {"country": "CN", "class": "retail"}),
        ({}, {"country": "CN"}),
    ],
)
def test_withholding__rate_behind_a_wider_one__refused_and_taken_before_it(
    first: dict[str, Any], later: dict[str, Any]
) -> None:
    first, later, rest = first | {"rate": "1%"}, later | {"rate": "2%"}, {"rate": "3%"}
    assert problems(withholding(first, later, rest))["withholding.rates[1]"].startswith("never counts")
    if first != {"rate": "1%"} and first.keys() != later.keys():
        assert terms_from(withholding(later, first, rest)).withholding is not None


def test_withholding__64_rates__taken_and_65_refused() -> None:
    rates = [{"country": code, "rate": "1%"} for code in sorted(COUNTRIES)[:64]]
    compiled = compile_withholding(terms_from(withholding(*rates[:63], {"rate": "0%"})))
    assert compiled is not None and len(compiled[0].rates) == 64
    assert problems(withholding(*rates, {"rate": "0%"})) == {"withholding.rates": "must be at most 64"}


def test_withholding__authority_nobody_knows__refused() -> None:
    found = problems(withholding({"rate": "1%"}, authority="trustees"))
    assert found == {"withholding.authority": "must name a party; did you mean trustee?"}


def test_withholding__no_authority__refused() -> None:
    data = changed(withholding({"rate": "1%"}), withholding__authority=ABSENT)
    assert problems(data) == {"withholding.authority": "is missing"}


def test_describe__tax__a_line_a_rate_in_order() -> None:
    lines = describe(REGULATED).splitlines()
    at = lines.index("Withholding tax")
    assert lines[at + 1 : at + 7] == [
        "  taken at the claim from all that is claimed, repaid principal too; owed to treasury; the first that fits counts",
        "  CN, retail: 20%",
        "  CN: 10%",
        "  institutional: 0%",
        "  originator: 100%",
        "  everybody else: 12.3456%",
    ]
    assert "Withholding tax" not in describe(terms()).splitlines()
