# SPDX-License-Identifier: Apache-2.0
"""The meeting of holders in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regalia.domain.money import format_decimal, format_rate
from regalia.domain.terms.amending import named_by, spelled_as
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.meeting import Amendable, MeetingTerms


def describe_meeting(terms: Terms) -> list[str]:
    """Times, who convenes, a line a class with a vote, and what may be changed; none without a meeting."""
    return list(_lines(terms, terms.meeting)) if terms.meeting else []


def _lines(terms: Terms, meeting: MeetingTerms) -> Iterator[str]:
    notice, voting, delay = map(_days, (meeting.notice_days, meeting.voting_days, meeting.delay_days))
    yield f"notice {notice}, voting {voting}, carried out from {delay} later on"
    yield f"convened by {format_rate(meeting.convened_by)} of a class with a vote"
    for tranche in terms.tranches:
        if vote := meeting.classes.get(tranche.id):
            yield f"{tranche.id}: quorum {format_rate(vote.quorum)}, majority {format_rate(vote.majority)}"
    if meeting.replaceable:
        yield f"replaceable: {', '.join(meeting.replaceable)}"
    yield from (f"amendable: {_amendable(terms, amendable)}" for amendable in meeting.amendable)


def _amendable(terms: Terms, amendable: Amendable) -> str:
    ((by, name),) = named_by(amendable).items()  # a rule of the terms: one
    low, high = (_level(terms, amendable, level) for level in (amendable.from_, amendable.to))
    return f"{by.replace('_', ' ')} {name}, {amendable.field} from {low} to {high}"


def _level(terms: Terms, amendable: Amendable, level: int | Decimal) -> str:
    if amendable.field == "amount" and isinstance(level, Decimal):
        return format_decimal(level, min(2, terms.currency.decimals))
    return spelled_as(terms, amendable, level)


def _days(days: int) -> str:
    return f"{days} day{'s' if days != 1 else ''}"
