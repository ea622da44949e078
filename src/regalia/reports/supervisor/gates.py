# SPDX-License-Identifier: Apache-2.0
"""The six bars of CSRC Announcement [2026] No. 1 as gates. Each says what its answer rests on; without evidence none is ever clear.

Bar 5 is looked for in the registry: the title of every right, and what attestors reported of it. That a right is on the negative list
(bar 6) can be reported; that it is not, nobody attests unless it was taken off: so the chain can bar, and hardly ever clear. Bars 1 to 4
are about the party. What a chain can't know rests on a declaration, and is said to; declared "clear", it is not known all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.rights.cause import Source
from regalia.domain.rights.right import Right
from regalia.domain.rights.words import Act
from regalia.ledger.place import Place
from regalia.reports.rights.bars import bar_lines
from regalia.reports.rights.portfolio import attestors_of
from regalia.reports.rights.right_numbers import written_number
from regalia.reports.supervisor.declarations import DeclaredBar
from regalia.reports.supervisor.subject import Subject
from regalia.reports.told import Told

CLEAR, BARRED, UNKNOWN = "clear", "barred", "cannot be known from the chain"
BARS = (
    "financing through capital markets is banned by law",
    "found to endanger national security",
    "corruption, bribery, misappropriation or market-order crimes of the party or its controllers in the last 3 years",
    "under investigation without a conclusion",
    "material title dispute, or the asset can't lawfully be transferred",
    "on the negative list of domestic asset securitisation",
)
_OF_TITLE = (Act.TITLE_DISPUTED, Act.DISPUTE_SETTLED)
_OF_TRANSFER = (Act.TRANSFER_BARRED, Act.TRANSFER_ALLOWED)
_OF_LIST = (Act.LISTED_NEGATIVE, Act.DELISTED)


@dataclass(frozen=True)
class RightGate:
    """One right at one bar: ``what`` was found, ``event`` the number of the legal event it rests on and ``place`` where that was told."""

    bar: str
    right: bytes
    state: str
    what: Told
    event: int | None
    place: Place | None


@dataclass(frozen=True)
class Gate:
    number: int
    state: str
    rests_on: Told
    declared: DeclaredBar | None
    rights: tuple[RightGate, ...] = ()


def gates_of(subject: Subject) -> tuple[Gate, ...]:
    return tuple(_gate(subject, number) for number in range(1, len(BARS) + 1))


def _gate(subject: Subject, number: int) -> Gate:
    declared = subject.filed.bar(number) if subject.filed else None
    rights = _rights(subject, number)
    barred = [gate for gate in rights if gate.state == BARRED]
    if barred:
        named = ", ".join(dict.fromkeys(written_number(gate.right) for gate in barred))
        return Gate(number, BARRED, Told("registry of rights: {rights}", {"rights": named}), declared, rights)
    words = _declared(subject, declared)
    if declared is not None and declared.found == BARRED:
        return Gate(number, BARRED, words, declared, rights)
    if rights and all(gate.state == CLEAR for gate in rights):
        many = {"count": f"{len({gate.right for gate in rights})}"}
        words = Told("registry of rights: nothing in the way of {count} rights", many)
        return Gate(number, CLEAR, words, declared, rights)
    return Gate(number, UNKNOWN, words, declared, rights)


def _declared(subject: Subject, declared: DeclaredBar | None) -> Told:
    if declared is None or subject.filed is None:
        return Told("nothing: nobody declared it")
    said = {"by": declared.by, "document": declared.document, "day": declared.day.isoformat()}
    return Told(
        "declaration in {file}: {found}, by {by}, document {document}, day {day}",
        {"file": subject.filed.name, "found": Told(declared.found), **said},
    )


def _rights(subject: Subject, number: int) -> tuple[RightGate, ...]:
    holdings = subject.holdings
    if holdings is None or number not in (5, 6):
        return ()
    wanted = {5: (("5a", _OF_TITLE), ("5b", _OF_TRANSFER)), 6: (("6", _OF_LIST),)}[number]
    rights = [held.right for held in holdings.rights]
    return tuple(_right(subject, bar, right, acts) for bar, acts in wanted for right in rights)


def _right(subject: Subject, bar: str, right: Right, acts: tuple[Act, ...]) -> RightGate:
    assert subject.run.rights is not None
    attestors = attestors_of(subject.ledger, subject.run.rights)
    (line,) = (line for line in bar_lines([right], attestors) if line.number == bar)
    (answer,) = line.rights
    step = right.last_step(*acts) or (right.steps[-1] if right.steps and bar != "6" else None)
    place = subject.run.rights.places.get((right.id, Source.LEGAL_EVENT, step.event.number)) if step else None
    event = step.event.number if step else None
    if answer.against is not None:
        return RightGate(bar, right.id, BARRED, answer.against, event, place)
    known = attestors is not None and attestors.known > 0 and place is not None
    return RightGate(bar, right.id, CLEAR if known else UNKNOWN, answer.looked_at, event, place)
