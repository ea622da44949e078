# SPDX-License-Identifier: Apache-2.0
"""The facts of a payment date and of the closing, found again from the rights, and why they are so."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.rights.causes import causes
from regalia.domain.rights.counting import Count
from regalia.domain.rights.day import today_of
from regalia.domain.rights.facts import facts_of
from regalia.domain.rights.holdings import Holdings
from regalia.domain.rights.look import Look
from regalia.domain.rights.number import describe
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.ledger.right_acts import GROUP, UNCOUNTED
from regalia.ledger.rights_book import TakenFact
from regalia.ledger.run import Run, at


def compare_facts(run: Run, event: Event, where: str, told: tuple[int, ...]) -> tuple[TakenFact, ...]:
    """Every fact the date took against the twin's, on the block's day; what is told of a contract of others is believed."""
    labels = run.ledger.program.facts
    if run.rights is None:
        return tuple(TakenFact(label, value, (), ()) for label, value in zip(labels, told, strict=True))
    holdings = run.rights.holdings(run.ledger.record.deal.address)
    if holdings is None:
        run.tally.holds(False, GROUP, where, "pool of the deal", "opened", "never opened")
        return ()
    today = today_of(event.timestamp)
    try:
        found = facts_of(holdings, labels, today)
    except RightsRefusedError as error:
        run.tally.holds(False, GROUP, where, "facts", "labels a pool of rights knows", error.message)
        return ()
    _compare_counts(run, where, holdings, today)
    for label, expected, value in zip(labels, found, told, strict=True):
        run.tally.same(GROUP, where, label, expected, value)
    taken = []
    for label, value in zip(labels, told, strict=True):
        why = causes(holdings, label, today)
        taken.append(TakenFact(label, value, why, tuple(map(run.rights.place_of, why))))
    return tuple(taken)


def compare_fitness(run: Run, event: Event) -> None:
    """At closing the pool is what the terms ask."""
    if run.rights is None:
        return
    try:
        run.rights.pool.require_fit(run.ledger.record.deal.address, today_of(event.timestamp))
    except RightsRefusedError as error:
        run.tally.holds(False, GROUP, at(event), "the pool at closing", "as the terms ask", error.message)
        return
    run.tally.holds(True, GROUP, at(event), "the pool at closing", "as the terms ask", "")
    _compare_counts(run, at(event), run.rights.pool.holdings(run.ledger.record.deal.address), today_of(event.timestamp))


def _compare_counts(run: Run, where: str, holdings: Holdings, today: int) -> None:
    """Nobody is paid on sums that a day has overtaken: what each right was last told to count for holds today."""
    assert run.rights is not None
    for held, count in Look(holdings, today).counted:
        last = run.rights.counts.get(held.right.id, UNCOUNTED)
        run.tally.same(GROUP, where, f"what {describe(held.right.id)} counts for", _figures(count), _figures(last))


def _figures(count: Count) -> tuple[int, ...]:
    return count.value, count.base, count.unlicensed, count.bits
