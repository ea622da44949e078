# SPDX-License-Identifier: Apache-2.0
"""What holders were convened on, as one of them sees it: his units at the record date, and his ballot."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.meeting.tally import Ballot
from regalia.ledger.meeting_model import ResolutionTold
from regalia.reports.act_words import ActWords
from regalia.reports.statement import Statement
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class HeldLine:
    """``id`` is the tranche's."""

    id: str
    name: str
    units: int


@dataclass(frozen=True)
class ResolutionLine:
    """``id`` is its number; ``act`` a code, ``about`` the same in words of the deal file, ``description`` whatever its convener wrote.
    ``stage``: ``pending`` until the record date is over, ``active`` while ballots are taken, ``ended``, ``carried-out`` or ``cancelled``.
    ``held`` are units at the record date, or now where that is to come: which of them vote only the meeting knows. ``ballot`` is None until
    one was cast, and ``counted`` what it counted in all.
    """

    id: str
    act: str
    about: str
    description: str
    convener: str
    record_date: int
    ends: int
    stage: str
    held: tuple[HeldLine, ...]
    ballot: str | None
    counted: int


def resolution_lines(now: DealNow, statement: Statement) -> tuple[ResolutionLine, ...]:
    """The newest first."""
    words = ActWords(now.terms, now.names)
    return tuple(_line(now, statement, told, words) for told in reversed(now.ledger.resolutions))


def stage_of(told: ResolutionTold, second: int) -> str:
    """What can be told without counting votes."""
    if told.executed:
        return "carried-out"
    if told.cancelled:
        return "cancelled"
    if second <= told.record_date:
        return "pending"
    return "active" if second <= told.vote_end else "ended"


def _line(now: DealNow, statement: Statement, told: ResolutionTold, words: ActWords) -> ResolutionLine:
    cast = now.moment.events_naming("VoteCast", "voter", statement.holder, told.convened.block_number)
    own = [one.args for one in cast if int(one.args["proposalId"]) == told.number]
    return ResolutionLine(
        id=str(told.number),
        act=type(told.act).__name__ if told.act is not None else "Nothing",
        about=words.of(told.act),
        description=told.description,
        convener=told.convener,
        record_date=told.record_date,
        ends=told.vote_end,
        stage=stage_of(told, now.second),
        held=tuple(
            HeldLine(
                position.tranche,
                now.names.tranche(position.tranche),
                _units_at(statement, position.tranche, told.record_date),
            )
            for position in statement.positions
        ),
        ballot=Ballot(int(own[0]["support"])).name.lower() if own else None,
        counted=int(own[0]["weight"]) if own else 0,
    )


def _units_at(statement: Statement, tranche: str, second: int) -> int:
    (position,) = (one for one in statement.positions if one.tranche == tranche)
    before = [entry.units_held for entry in position.entries if entry.place.timestamp <= second]
    return before[-1] if before else 0
