# SPDX-License-Identifier: Apache-2.0
"""Deals that have a meeting."""

from __future__ import annotations

from pathlib import Path

from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.meeting.resolutions import MetDeal
from regalia.domain.meeting.rules import MeetingProgram, VoteRule
from regalia.domain.terms import load_terms
from tests.domain.term_sheets import ALL, SHEETS

VOTING = SHEETS / "voting_note.yaml"
WITH_A_MEETING = [path for path in ALL if load_terms(path).meeting]


def met(path: Path = VOTING) -> MetDeal:
    """The deal at closing; payees go by their ids."""
    terms = load_terms(path)
    program = compile_terms(terms)
    rules = compile_meeting(terms, program)
    assert rules is not None
    return MetDeal(rules, program, program.payees, opening_state(terms, program))


def voting(*classes: tuple[int, int], convene: int = 500) -> MeetingProgram:
    """Rules of classes with these quorums and majorities; a quorum of zero is no vote."""
    return MeetingProgram(0, 0, 0, convene, 0, tuple(VoteRule(*shares) for shares in classes))
