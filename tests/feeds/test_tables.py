# SPDX-License-Identifier: Apache-2.0
"""The mapping tables: every row says something the registry takes, of its category, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest

from regalia.domain.rights.offices import is_office
from regalia.domain.rights.words import Act
from regalia.feeds.cnipa import plain_word
from regalia.feeds.mapping import Row, Table, categories, cnipa_words, inpadoc_codes, reasons, st27_events
from regalia.feeds.proposals import Matter
from regalia.feeds.records import CODE_LENGTH

TABLES = {"st27": st27_events(), "inpadoc": inpadoc_codes(), "cnipa": cnipa_words()}
ANYWHERE = {"noted", "decision"}


def spelled(outcome: Act | Matter) -> str:
    return outcome.value if isinstance(outcome, Matter) else outcome.name.lower().replace("_", "-")


def rows() -> Iterator[tuple[str, Row]]:
    for name, table in TABLES.items():
        yield from ((name, row) for row in table.values())


def test_rows__every_table__first_outcome_is_one_of_the_category() -> None:
    for name, row in rows():
        for alternatives in row.outcomes:
            assert spelled(alternatives[0]) in categories()[row.category] | ANYWHERE, f"{name}: {row.key}"


def test_rows__every_table__titled() -> None:
    assert all(row.title for _, row in rows())
    assert all(row.title for row in reasons().values())


@pytest.mark.parametrize("table", [st27_events(), inpadoc_codes(), cnipa_words(), reasons()])
def test_tables__each__not_empty(table: Table) -> None:
    assert len(table) > 8


def test_categories__of_st27__all_twenty_two() -> None:
    assert "".join(categories()) == "ABCDEFGHKLMNPQRSTUVWYZ"


def test_inpadoc__offices__known_to_st3() -> None:
    assert all(is_office(key.split()[0]) for key in inpadoc_codes())


def test_cnipa__words_and_codes__plain_and_fit_to_be_signed() -> None:
    for word, row in cnipa_words().items():
        assert plain_word(word) == word
        assert row.code and row.code.isascii() and len(f"CN {row.code}") <= CODE_LENGTH, word


def test_tables__rows_said_to_be_seen__name_a_source() -> None:
    folder = files("regalia.feeds").joinpath("tables")
    for name in ("st27.csv", "inpadoc.csv", "cnipa.csv", "reasons.csv"):
        for line in folder.joinpath(name).read_text(encoding="utf-8").splitlines():
            assert not line.endswith(',seen,""'), f"{name}: {line}"
