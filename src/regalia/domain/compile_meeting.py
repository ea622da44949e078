# SPDX-License-Identifier: Apache-2.0
"""The meeting of a deal file as the chain takes it: ``NoteholderMeeting`` is opened with its bytes."""

from __future__ import annotations

from decimal import Decimal

from regalia.domain.compile import compile_terms
from regalia.domain.compile_steps import labels
from regalia.domain.meeting.fields import AmendableField
from regalia.domain.meeting.rules import MeetingProgram, VoteRule
from regalia.domain.program import Program
from regalia.domain.program_fields import FieldName, ProgramField
from regalia.domain.terms.amending import named_by, place_of, with_level
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.meeting import Amendable, AmendableName, ClassVote

DAY_SECONDS = 86_400
PPM_OF_A_HUNDREDTH = 100
"""In a hundredth of a per cent."""
_FIELDS: dict[AmendableName, FieldName] = {
    "threshold": "threshold",
    "amount": "amount",
    "rate": "rate",
    "carry_rate": "carry_rate",
    "share": "rate",
    "share_of_original": "rate",
    "share_of_pool_value": "rate",
}
"""Where the program has what a deal file calls so."""


def compile_meeting(terms: Terms, program: Program) -> MeetingProgram | None:
    """None when the deal has no meeting. ``program`` is what the terms compile to, or what a closing or a meeting has made of it."""
    meeting = terms.meeting
    if meeting is None:
        return None
    return MeetingProgram(
        notice=meeting.notice_days * DAY_SECONDS,
        voting=meeting.voting_days * DAY_SECONDS,
        delay=meeting.delay_days * DAY_SECONDS,
        convene=meeting.convened_by // PPM_OF_A_HUNDREDTH,
        replaceable=sum(1 << program.payees.index(party) for party in meeting.replaceable),
        classes=tuple(_vote(meeting.classes.get(tranche.id)) for tranche in terms.tranches),
        amendable=tuple(_field(terms, program, amendable) for amendable in meeting.amendable),
    )


def _vote(vote: ClassVote | None) -> VoteRule:
    if vote is None:
        return VoteRule()
    return VoteRule(vote.quorum // PPM_OF_A_HUNDREDTH, vote.majority // PPM_OF_A_HUNDREDTH)


def _field(terms: Terms, program: Program, amendable: Amendable) -> AmendableField:
    """Bounds are what the deal would be compiled to with each of them in its place."""
    field = ProgramField(_index(terms, program, amendable), _FIELDS[amendable.field])

    def compiled(level: int | Decimal) -> int:
        return field.read(compile_terms(with_level(terms, amendable, level)))

    ((by, name),) = named_by(amendable).items()  # a rule of the terms: one
    label = f"{by.replace('_', ' ')} {name}, {amendable.field}"
    return AmendableField(label, field, field.place(program), compiled(amendable.from_), compiled(amendable.to))


def _index(terms: Terms, program: Program, amendable: Amendable) -> int:
    """Of the trigger, or of the first step that the step became, counted through both lists."""
    found = place_of(terms, amendable)
    assert found is not None  # a rule of the terms
    name, i = found
    if name == "triggers":
        return i
    before = terms.steps[:i] if name == "steps" else terms.acceleration[:i]
    return sum(len(labels(step)) for step in before) + (len(program.steps) if name == "acceleration" else 0)
