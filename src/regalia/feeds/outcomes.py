# SPDX-License-Identifier: Apache-2.0
"""From records to proposals: what a code comes to for this right, in the order of the file.

Some codes mean one thing for a granted right and another for an application, or speak of one contracting state of a European patent. What
the caller knows of the rights (``Known``), and what the file itself said before, decides; without it the matter is left to a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from regalia.domain.rights.status import after
from regalia.domain.rights.words import Act, Kind, Status
from regalia.feeds.errors import FeedError, Problem
from regalia.feeds.mapping import Outcome
from regalia.feeds.proposals import Basis, EventProposal, Matter, MatterProposal, Proposal
from regalia.feeds.records import Record

_APPLICATION = frozenset({Status.PENDING, Status.DISCONTINUED})
_UNTOLD_STATUS = "whether it is granted is not known here"


@dataclass(frozen=True)
class Known:
    """What the registry knows of a right before the file: where it stands and where it holds."""

    status: Status
    jurisdiction: str
    kind: Kind = Kind.PATENT


def proposals_of(records: Sequence[Record], source: str, known: Mapping[bytes, Known]) -> tuple[Proposal, ...]:
    """A proposal or more for each record. FeedError when one is in the file twice."""
    seen: dict[bytes, Record] = {}
    problems: list[Problem] = []
    for record in records:
        if first := seen.get(record.evidence):
            problems.append(Problem(record.place, "", f"is the same record as {_where(first)}; keep one", record.line))
        seen.setdefault(record.evidence, record)
    if problems:
        raise FeedError(problems, source)
    walk = {right: fact.status for right, fact in known.items()}
    return tuple(proposal for record in records for proposal in _proposals(record, known, walk))


def _proposals(record: Record, known: Mapping[bytes, Known], walk: dict[bytes, Status]) -> Iterator[Proposal]:
    fact = known.get(record.right)
    basis = Basis(_where(record), record.evidence, record.row.title, record.row.trust)
    for alternatives in record.row.outcomes:
        outcome, why = _chosen(record, alternatives, walk.get(record.right))
        if record.row.of_state:
            outcome, why = _of_state(record, outcome, fact.jurisdiction if fact else "")
        if outcome is Matter.RENEWAL and record.date:
            outcome = Act.RENEWED
        if isinstance(outcome, Matter):
            yield MatterProposal(record.right, outcome, record.day, record.code, basis, why)
            continue
        date = record.date if outcome in (Act.RENEWED, Act.EXTENDED) else 0
        yield EventProposal(record.right, outcome, record.day, record.code, basis, date)
        _step(walk, record.right, outcome, fact.kind if fact else Kind.PATENT)


def _chosen(record: Record, alternatives: tuple[Outcome, ...], status: Status | None) -> tuple[Outcome, str]:
    if len(alternatives) == 1:
        return alternatives[0], ""
    if status in (None, Status.ENTERED):
        return Matter.DECISION, _UNTOLD_STATUS
    return alternatives[status in _APPLICATION], ""


def _of_state(record: Record, outcome: Outcome, jurisdiction: str) -> tuple[Outcome, str]:
    """An event in one contracting state is the right's own only where the right is held for that state."""
    if jurisdiction == record.state:
        return outcome, ""
    office = record.right[:2].decode("latin-1")
    if jurisdiction in ("", office):
        return Matter.DECISION, f"it is about {record.state} alone"
    return Act.NOTED, ""


def _step(walk: dict[bytes, Status], right: bytes, act: Act, kind: Kind) -> None:
    """Where the right stands after an act, as far as the file tells; whether the act was allowed, the registry says."""
    if act is Act.FILED:
        walk[right] = Status.PENDING
    elif act is Act.GRANTED:
        walk[right] = Status.IN_FORCE
    elif right in walk:
        walk[right] = after(kind, walk[right], act) or walk[right]


def _where(record: Record) -> str:
    return ", ".join(part for part in (f"line {record.line}" if record.line else "", record.place) if part)
