# SPDX-License-Identifier: Apache-2.0
"""Facilities, triggers and calls read from the packed program are those of the deal file."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.domain.compile import compile_terms
from regalia.domain.terms import load_terms
from regalia.servicing.program_words import CallTerms, read_program
from tests.deals import FILES
from tests.ledger.whole_life import WHOLE


@pytest.mark.parametrize("path", [*FILES, WHOLE], ids=lambda path: path.stem)
def test_read__packed_program_of_a_deal__as_it_was_compiled(path: Path) -> None:
    program = compile_terms(load_terms(path))
    words = read_program(program.pack())
    assert (words.accounts, words.facilities) == (len(program.accounts), len(program.facilities))
    assert words.effects == tuple(None if t.is_default else t.effect for t in program.triggers)
    assert words.calls == tuple(CallTerms(call.kind, call.since) for call in program.calls)
    assert words.accelerates == bool(program.acceleration)
