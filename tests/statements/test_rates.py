# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from regalia.statements.errors import Problem, StatementError
from regalia.statements.model import Rate
from regalia.statements.rates import RateBook, rate_on, read_rates
from tests.statements.conftest import TODAY

HEADER = "date,currency,rate,published_by\n"
CONTENT = HEADER + "2024-10-02,EUR,1.1048,ECB\n2024-10-01,EUR,1.1086,ECB\n2024-10-01,JPY,0.006925,ECB\n"


def read(tmp_path: Path, content: str, name: str = "rates.csv") -> tuple[Rate, ...]:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return read_rates(path, today=TODAY)


def refuse(tmp_path: Path, content: str) -> tuple[Problem, ...]:
    with pytest.raises(StatementError) as refusal:
        read(tmp_path, content)
    return refusal.value.problems


def test_read__three_rates__by_currency_and_day(tmp_path: Path) -> None:
    rates = read(tmp_path, CONTENT)
    assert [(rate.currency, rate.day.day, rate.rate) for rate in rates] == [
        ("EUR", 1, 1_108_600_000_000),
        ("EUR", 2, 1_104_800_000_000),
        ("JPY", 1, 6_925_000_000),
    ]
    assert (rates[0].published_by, rates[0].source.sha256) == ("ECB", sha256(CONTENT.encode()).digest())


def test_read__same_rate_twice__once(tmp_path: Path) -> None:
    assert len(read(tmp_path, CONTENT + "2024-10-01,EUR,1.10860,ECB\n")) == 3


@pytest.mark.parametrize(
    ("line", "field", "rule"),
    [
        ("2024-10-01,EUR,1.1087,ECB", "rate", "is another rate than line 3 has for EUR on 2024-10-01"),
        ("2024-10-03,EUR,0,ECB", "rate", "more than zero"),
        ("2024-10-03,EUR,-1,ECB", "rate", "is negative"),
        ("2024-10-03,EUR,1.1e0,ECB", "rate", "exponent"),
        ("2024-10-03,EUR,0.0000000000001,ECB", "rate", "finer than 12"),
        ("03.10.2024,EUR,1.1,ECB", "date", "written as yyyy-mm-dd"),
        ("2025-02-01,EUR,1.1,ECB", "date", "is in the future"),
        ("2024-10-03,euro,1.1,ECB", "currency", "three capital letters"),
        ("2024-10-03,EUR,1.1,", "published_by", "say who published"),
        ("2024-10-03,EUR,1.1", "", "has 3 cells"),
    ],
)
def test_read__one_line_wrong__named(tmp_path: Path, line: str, field: str, rule: str) -> None:
    (problem,) = refuse(tmp_path, f"{CONTENT}{line}\n")
    assert (problem.line, problem.field) == (5, field)
    assert rule in problem.rule


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (HEADER, "no rate below its header"),
        ("", "is missing"),
        (CONTENT.replace("rate,", "mid,"), "did you mean"),
        (CONTENT.replace("published_by", "published_by,note"), "is not known"),
    ],
)
def test_read__no_table_of_rates__refused(tmp_path: Path, content: str, rule: str) -> None:
    assert any(rule in problem.rule for problem in refuse(tmp_path, content.replace("mid", "rates")))


@pytest.mark.parametrize(
    ("currency", "day", "expected"),
    [
        ("EUR", date(2024, 10, 2), date(2024, 10, 2)),
        ("EUR", date(2024, 10, 1), date(2024, 10, 1)),
        ("EUR", date(2024, 10, 9), date(2024, 10, 2)),
        ("EUR", date(2024, 10, 10), None),
        ("EUR", date(2024, 9, 30), None),
        ("GBP", date(2024, 10, 1), None),
    ],
)
def test_rate_on__day__the_latest_not_after_it_and_not_too_old(
    tmp_path: Path, currency: str, day: date, expected: date | None
) -> None:
    found = rate_on(read(tmp_path, CONTENT), currency, day)
    assert (found.day if found else None) == expected


def test_rate_on__other_age__as_asked(tmp_path: Path) -> None:
    rates = read(tmp_path, CONTENT)
    assert rate_on(rates, "EUR", date(2024, 10, 3), max_age_days=0) is None
    assert rate_on(rates, "EUR", date(2024, 12, 1), max_age_days=60) is not None


def test_book__two_files_differ_about_a_day__refused_with_both(tmp_path: Path) -> None:
    rates = read(tmp_path, CONTENT)
    other = read(tmp_path, HEADER + "2024-10-01,EUR,1.2,Bank\n", "bank.csv")
    with pytest.raises(StatementError, match=r"EUR on 2024-10-01.*bank\.csv has 1\.2 and rates\.csv 1\.1086"):
        RateBook([*rates, *other])
    with pytest.raises(StatementError):
        rate_on([*rates, *other], "EUR", date(2024, 10, 2))


def test_book__same_rate_from_two_files__fine(tmp_path: Path) -> None:
    rates = read(tmp_path, CONTENT)
    book = RateBook([*rates, *(replace(rate, published_by="Bank") for rate in rates)])
    assert book.on("JPY", date(2024, 10, 1)) == rates[2]
