# SPDX-License-Identifier: Apache-2.0
"""What may be amended: a change in the bytes is the same change of the program, and of the deal file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.compile import compile_terms
from regalia.domain.meeting.fields import AmendableField
from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.program import Program
from regalia.domain.program_fields import FieldName, Place, ProgramField
from regalia.domain.terms import load_terms
from regalia.domain.terms.amending import own_level, with_level
from tests.domain.meeting.meetings import WITH_A_MEETING, met
from tests.domain.term_sheets import ALL

PROGRAMS = {path.stem: compile_terms(load_terms(path)) for path in ALL}
WIDTHS: dict[FieldName, int] = {"rate": 32, "carry_rate": 32, "amount": 128, "threshold": 128}
EVERY_DEAL = pytest.mark.parametrize("path", WITH_A_MEETING, ids=lambda path: path.stem)


def fields_of(program: Program) -> list[ProgramField]:
    """Every field of every step and trigger, whether it is used or not."""
    names: tuple[FieldName, ...] = ("rate", "carry_rate", "amount")
    of_steps = [ProgramField(i, name) for i in range(len(program.all_steps)) for name in names]
    return of_steps + [ProgramField(i, "threshold") for i in range(len(program.triggers))]


@given(data=st.data())
def test_changed__any_field_of_any_deal__bytes_are_those_of_the_changed_program(data: st.DataObject) -> None:
    program = PROGRAMS[data.draw(st.sampled_from(sorted(PROGRAMS)))]
    field = data.draw(st.sampled_from(fields_of(program)))
    value = data.draw(st.integers(0, 2 ** WIDTHS[field.name] - 1))
    place, packed, changed = field.place(program), program.pack(), field.changed(program, value)
    assert place.bits == WIDTHS[field.name]
    assert place.written(packed, value) == changed.pack()
    assert place.read(packed) == field.read(program)
    assert place.read(changed.pack()) == field.read(changed) == value
    assert field.changed(changed, field.read(program)) == program


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_places__of_one_program__share_no_bit(name: str) -> None:
    program = PROGRAMS[name]
    taken = [
        (p.word, bit)
        for f in fields_of(program)
        for p in [f.place(program)]
        for bit in range(p.lowest, p.lowest + p.bits)
    ]
    assert len(taken) == len(set(taken))


def test_written__bits_in_the_middle_of_a_word__the_others_stay() -> None:
    packed = bytes(32) + b"\xff" * 32
    changed = Place(1, 8, 16).written(packed, 0x1234)
    assert changed == bytes(32) + b"\xff" * 29 + b"\x12\x34\xff"
    assert Place(1, 8, 16).read(changed) == 0x1234


@EVERY_DEAL
def test_amended__bounds_of_each_field__what_the_deal_file_with_them_is_compiled_to(path: Path) -> None:
    terms, deal = load_terms(path), met(path)
    packed = deal.program.pack()
    assert terms.meeting and len(terms.meeting.amendable) == len(deal.rules.amendable)
    for amendable, field in zip(terms.meeting.amendable, deal.rules.amendable, strict=True):
        assert field.lowest < field.highest
        for level, value in ((amendable.from_, field.lowest), (amendable.to, field.highest)):
            written = compile_terms(with_level(terms, amendable, level))
            assert field.amended(deal.program, value) == written
            assert field.written(packed, value) == written.pack()
        own = compile_terms(with_level(terms, amendable, own_level(terms, amendable)))
        assert own == deal.program
        assert field.lowest <= field.read(packed) <= field.highest


@EVERY_DEAL
def test_amended__just_outside_the_bounds__refused_naming_field_and_bounds(path: Path) -> None:
    deal = met(path)
    for field in deal.rules.amendable:
        for value in (field.lowest - 1, field.highest + 1):
            rule = f"{field.label}: {value} is outside {field.lowest} to {field.highest}"
            with pytest.raises(MeetingRefusedError, match=rule):
                field.amended(deal.program, value)
            with pytest.raises(MeetingRefusedError, match=rule):
                field.written(deal.program.pack(), value)


def test_place__after_units_and_coupon_of_a_closing__is_where_it_was() -> None:
    deal = met()
    closed = replace(deal.program.tranches[0], units=900, original_balance=90_000_000, coupon=70_000)
    program = replace(deal.program, tranches=(closed, *deal.program.tranches[1:]))
    for field in deal.rules.amendable:
        assert field.field.place(program) == field.place
        assert field.read(program.pack()) == field.read(deal.program.pack())


def test_pack__a_field__thirty_six_bytes_as_the_meeting_reads_them() -> None:
    field = AmendableField("a fee", ProgramField(0, "rate"), Place(258, 160, 32), 5_000, 2**96)
    assert field.pack().hex() == "0102a0200000000000000000000000000000138800000001000000000000000000000000"
