# SPDX-License-Identifier: Apache-2.0
"""A valuation report: what it comes to, and what is refused, the valuation by the seller first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from regalia.domain.rights.words import Method
from regalia.feeds import FeedError, ValuationReport, load_valuations
from tests.feeds.conftest import ID, PATENT, TODAY

HASH = "ab" * 32
REPORT = f"""\
format: regalia-valuation-1
notice: INVENTED
appraiser: valuer
seller: originator
method: relief-from-royalty
date: 2026-03-31
valid_until: 2027-03-31
currency: {{code: CNY, decimals: 2}}
report: "0x{HASH}"
rights:
  - {{right: "{PATENT}", amount: "24,000,000.50"}}
  - {{right: CN 20 2020 020990404, amount: 3}}
"""
Load = Callable[..., ValuationReport]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loading(text: str, sellers: Sequence[str] = ()) -> ValuationReport:
        path = tmp_path / "report.yaml"
        path.write_text(text, encoding="utf-8")
        return load_valuations(path, TODAY, sellers)

    return loading


def test_load__report__amounts_in_the_smallest_unit_and_a_document_each(load: Load) -> None:
    first, second = load(REPORT).acts("0xa", "0xt")
    assert (first.right, first.valuation.amount, second.valuation.amount) == (ID, 24_000_000_50, 3_00)
    assert first.document == sha256(bytes.fromhex(HASH) + PATENT.encode()).digest()
    assert first.document != second.document
    words = first.valuation
    assert (words.appraiser, words.token, words.method) == ("0xa", "0xt", Method.RELIEF_FROM_ROYALTY)
    assert (words.day, words.until) == (20260331, 20270331)


def test_load__same_report_as_json__the_same(load: Load) -> None:
    text = (
        '{"format": "regalia-valuation-1", "notice": "INVENTED", "appraiser": "valuer", "seller": "originator", '
        '"method": "relief-from-royalty", "date": "2026-03-31", "valid_until": "2027-03-31", '
        f'"currency": {{"code": "CNY", "decimals": 2}}, "report": "0x{HASH}", "rights": ['
        f'{{"right": "{PATENT}", "amount": "24000000.50"}}, {{"right": "CN 20 2020 020990404", "amount": 3}}]}}'
    )
    assert load(text).rights == load(REPORT).rights


@pytest.mark.parametrize(
    ("old", "new", "path", "rule"),
    [
        ("appraiser: valuer", "appraiser: originator", "appraiser", "by the seller"),
        ("appraiser: valuer", "appraiser: company-a", "appraiser", "by the seller"),
        ("relief-from-royalty", "gut-feeling", "method", "must be one of income, market, cost, relief-from-royalty"),
        ("date: 2026-03-31", "date: 2026-07-01", "date", "after today"),
        ("valid_until: 2027", "valid_until: 2025", "valid_until", "before the date"),
        (PATENT, "CN201810990101.7", "rights[0].right", "check digit"),
        ("CN 20 2020 020990404", "CN 10 2018 010990101", "rights[1].right", "valued already by rights[0]"),
        ("24,000,000.50", "24,000,000.505", "rights[0].amount", "CNY has 2 decimals"),
        ("24,000,000.50", "9" * 26, "rights[0].amount", "below 2^84"),
        ("24,000,000.50", "-1", "rights[0].amount", "zero or more"),
        (f'"0x{HASH}"', "{file: none.pdf}", "report.file", "No such file"),
        (f'"0x{HASH}"', "yes", "report", "64 hexadecimal digits"),
        ("notice: INVENTED\n", "", "notice", "is missing"),
        ("seller: originator\n", "", "seller", "is missing"),
    ],
)
def test_load__one_mistake__refused_by_field_and_rule(load: Load, old: str, new: str, path: str, rule: str) -> None:
    assert old in REPORT
    with pytest.raises(FeedError) as refusal:
        load(REPORT.replace(old, new), sellers=["company-a"])
    (problem,) = refusal.value.problems
    assert problem.path == path
    assert rule in problem.rule


def test_load__several_mistakes__all_at_once(load: Load) -> None:
    text = REPORT.replace("appraiser: valuer", "appraiser: originator").replace("amount: 3", "amount: 3.001")
    with pytest.raises(FeedError) as refusal:
        load(text)
    assert [(problem.path, problem.line) for problem in refusal.value.problems] == [
        ("appraiser", 3),
        ("rights[1].amount", 12),
    ]
