# SPDX-License-Identifier: Apache-2.0
"""A meeting that can be convened and can decide, and that takes nobody's own away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.money import format_rate
from regalia.domain.program import PPM
from regalia.domain.terms.meeting import MeetingTerms
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.rules.step import repeats

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

MAX_DAYS = 90
"""Of notice, of voting and of the delay."""
FINEST = 100
"""A hundredth of a per cent, in ppm: shares are counted in so many."""


def meeting_problems(terms: Terms) -> Iterator[Problem]:
    meeting = terms.meeting
    if meeting is None:
        return
    for name in ("notice_days", "voting_days", "delay_days"):
        if getattr(meeting, name) > MAX_DAYS:
            yield Problem(f"meeting.{name}", shown(getattr(meeting, name)), f"must be at most {MAX_DAYS}")
    yield from _share("meeting.convened_by", meeting.convened_by)
    yield from _classes(terms, meeting)
    yield from repeats("meeting.replaceable", meeting.replaceable)
    yield from _replaceable(terms, meeting)


def _classes(terms: Terms, meeting: MeetingTerms) -> Iterator[Problem]:
    for tranche in terms.tranches:
        if tranche.id not in meeting.classes:
            continue
        path, vote = f"meeting.classes.{tranche.id}", meeting.classes[tranche.id]
        if not terms.transfer_of(tranche).record_dates:
            yield Problem(path, "", "needs transfer.record_dates: units vote as they were held on a date")
        elif not terms.units_for_sale(tranche):
            yield Problem(path, "", "has no unit that could vote: the originator, who may not, retains them all")
        yield from _share(f"{path}.quorum", vote.quorum)
        yield from _share(f"{path}.majority", vote.majority)
        if 0 < vote.majority < PPM // 2:
            yield Problem(f"{path}.majority", shown(format_rate(vote.majority)), "must be at least 50%")


def _share(path: str, share: int) -> Iterator[Problem]:
    if not share:
        yield Problem(path, shown("0%"), "must be above zero")
    elif share % FINEST:
        yield Problem(path, shown(format_rate(share)), "must be whole hundredths of a per cent, such as 0.01%")


def _replaceable(terms: Terms, meeting: MeetingTerms) -> Iterator[Problem]:
    """Who does a job for the deal can be replaced; who is owed by it, or owns what is left, can't."""
    every = terms.steps + terms.acceleration
    fees = {step.payee for step in every if step.kind == "expense"}
    residual = {step.payee for step in every if step.kind == "residual"}
    providers = {facility.provider: facility.id for facility in terms.facilities}
    for i, party in enumerate(meeting.replaceable):
        rule = ""
        if party in providers:
            rule = f"can't be replaced: what it paid under {providers[party]} would be owed to another"
        elif party in residual:
            rule = "can't be replaced: what is left at the end of the steps is its own"
        elif party not in fees:
            rule = "is no payee of an expense step: there is nothing to replace it in"
        if rule and any(party == known.id for known in terms.parties):
            yield Problem(f"meeting.replaceable[{i}]", shown(party), rule)
