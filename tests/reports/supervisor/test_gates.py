# SPDX-License-Identifier: Apache-2.0
"""The six bars: barred with what bars, clear with evidence only, else not known."""

from __future__ import annotations

from datetime import date

import pytest

from regalia.domain.rights.words import Act
from regalia.ledger.model import DealLedger
from regalia.reports.supervisor.gate_parts import rights_grid
from regalia.reports.supervisor.gates import BARRED, CLEAR, UNKNOWN, Gate, gates_of
from regalia.reports.supervisor.subject import Subject
from tests.reports.supervisor.subjects import bar, filed, patents, subject_of
from tests.support.rights_life import PATENTS

TOLD_IN = "0x" + "d1" * 32


def gate(subject: Subject, number: int) -> Gate:
    return gates_of(subject)[number - 1]


def test_gates__deal_without_rights_nobody_declares__none_is_clear(notes: DealLedger) -> None:
    found = gates_of(subject_of(notes, date(2025, 7, 1)))
    assert [one.state for one in found] == [UNKNOWN] * 6
    assert {one.rests_on.text for one in found} == {"nothing: nobody declared it"}


@pytest.mark.parametrize("number", range(1, 7))
def test_gate__declared_clear__not_known_all_the_same_and_says_whose_word_it_is(notes: DealLedger, number: int) -> None:
    subject = filed(subject_of(notes, date(2025, 7, 1)), bars=[bar(number, "clear")])
    found = gate(subject, number)
    assert found.state == UNKNOWN
    assert found.rests_on.text == f"declaration in said.yaml: clear, by counsel, document {'ef' * 32}, day 2024-01-05"
    assert CLEAR not in {one.state for one in gates_of(subject)}


@pytest.mark.parametrize("number", range(1, 7))
def test_gate__declared_barred__barred(notes: DealLedger, number: int) -> None:
    subject = filed(subject_of(notes, date(2025, 7, 1)), bars=[bar(number, "barred")])
    assert [one.number for one in gates_of(subject) if one.state == BARRED] == [number]


def test_gate_5__nothing_in_the_way_of_any_right__clear_on_its_legal_events() -> None:
    subject, _ = patents()
    found = gate(subject, 5)
    assert (found.state, found.rests_on.text) == (CLEAR, "registry of rights: nothing in the way of 8 rights")
    assert len(found.rights) == 16  # each for title and for transfer
    assert all(one.event and one.place for one in found.rights)


def test_gate_5__title_disputed__barred_with_event_and_transaction() -> None:
    subject, life = patents()
    life.happen(PATENTS[0], Act.TITLE_DISPUTED, 20250701, TOLD_IN)
    found = gate(filed(subject, bars=[bar(5, "clear")]), 5)
    (against,) = (one for one in found.rights if one.state == BARRED)
    assert (found.state, against.bar, against.event) == (BARRED, "5a", 3)
    assert against.place is not None and against.place.transaction_hash == TOLD_IN
    assert found.rests_on.text == "registry of rights: CN201910000001.9"


def test_gate_5__transfer_barred_then_allowed__barred_then_clear() -> None:
    subject, life = patents()
    life.happen(PATENTS[1], Act.TRANSFER_BARRED, 20250701)
    assert gate(subject, 5).state == BARRED
    life.happen(PATENTS[1], Act.TRANSFER_ALLOWED, 20250702)
    assert gate(subject, 5).state == CLEAR


@pytest.mark.parametrize("lost", ["places", "oracle"])
def test_gate_5__evidence_is_not_known__never_clear(lost: str) -> None:
    subject, life = patents()
    if lost == "places":
        life.book.places.clear()
    else:
        life.ledger.record = life.ledger.record.model_copy(update={"rights": None})
    assert gate(subject, 5).state == UNKNOWN


def test_gate_6__never_listed_listed_and_taken_off__not_known_barred_not_known() -> None:
    subject, life = patents()
    states = [gate(subject, 6).state]
    for act in (Act.LISTED_NEGATIVE, Act.DELISTED):
        life.happen(PATENTS[2], act, 20250701)
        states.append(gate(subject, 6).state)
    assert states == [UNKNOWN, BARRED, UNKNOWN]  # of the others nobody said that they are on no list


def test_rights__every_right_at_its_bars__a_row_with_what_was_looked_at() -> None:
    subject, _ = patents()
    grid = rights_grid(subject)
    assert [row[0] for row in grid.rows] == ["5a"] * 8 + ["5b"] * 8 + ["6"] * 8
    assert all("each report signed by at least 2 of 3 attestors" in str(row[3]) for row in grid.rows)
