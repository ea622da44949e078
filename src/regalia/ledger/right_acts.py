# SPDX-License-Identifier: Apache-2.0
"""What every event about rights has in common: the twin takes the act, an officer said it, and what must follow follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from regalia.chain.events import Event
from regalia.domain.rights.counting import Count, count_of
from regalia.domain.rights.day import today_of
from regalia.domain.rights.holdings import Held
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.ledger.rights_book import Owed, RightsBook
from regalia.ledger.run import Run, at

GROUP = "rights"
Words = TypeVar("Words")
UNCOUNTED = Count(0, 0, 0, frozenset())
"""What the contract has of a right that was just pledged."""


def book_of(run: Run) -> RightsBook:
    assert run.rights is not None  # a deal without rights has no contracts that say such things
    return run.rights


def took(run: Run, event: Event, act: Callable[[int], int | None], number: int | None = None) -> bool:
    """Count one comparison: the twin takes the act on that day, and gives it the ``number`` the chain gave it."""
    try:
        given = act(today_of(event.timestamp))
    except RightsRefusedError as error:
        return run.tally.holds(False, GROUP, at(event), "by the rules", "taken", error.message)
    return run.tally.same(GROUP, at(event), "taken, with the number", number, given if number is not None else None)


def said_by(run: Run, event: Event, role: bytes, who: str) -> bool:
    """Whoever said it had the office."""
    holders = book_of(run).holders[event.address, role]
    return run.tally.holds(who in holders, GROUP, at(event), "said by", "an officer", who)


def words_of(run: Run, event: Event, read: Callable[[], Words]) -> Words | None:
    """What the event says, None where it uses a number that stands for nothing, which no contract of ours says."""
    try:
        return read()
    except ValueError as error:
        run.tally.holds(False, GROUP, at(event), "words", "those of the registry", str(error))
        return None


def owe(run: Run, event: Event, name: str, right: bytes, number: int = 0) -> None:
    """From now on an event of that name about the right is missing, until the same transaction tells it."""
    book_of(run).owed.setdefault(Owed(event.transaction_hash, name, right, number), at(event))


def told(run: Run, event: Event, right: bytes, number: int = 0) -> bool:
    """It follows from what the same transaction told before."""
    owed = book_of(run).owed.pop(Owed(event.transaction_hash, event.name, right, number), None)
    return run.tally.holds(owed is not None, GROUP, at(event), "follows from", "what was told before", "nothing")


def owe_count(run: Run, event: Event, right: bytes) -> None:
    """A change of a right that backs a deal is followed by what the right counts for, if that is another now."""
    book = book_of(run)
    pledge = book.pool.pledges.get(right)
    if pledge is None:
        return
    opened = book.pool.deals[pledge.deal]
    held = Held(book.registry.known(right), pledge)
    if count_of(held, opened.token, opened.terms, today_of(event.timestamp)) != book.counts.get(right, UNCOUNTED):
        owe(run, event, "RightCounted", right)


def compare_owed(run: Run) -> None:
    """At the end nothing is missing."""
    if run.rights is None:
        return
    for owed, where in run.rights.owed.items():
        run.tally.holds(False, GROUP, where, f"{owed.name} in its transaction", "told", "not told")
    for entered in run.rights.entering[:1]:
        run.tally.holds(False, GROUP, at(entered), "owners", "of the whole", "of a part")
