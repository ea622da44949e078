# SPDX-License-Identifier: Apache-2.0
"""Where a resolution stands at an event, who votes on it with what, and what its act would make of the deal."""

from __future__ import annotations

from collections.abc import Callable

from regalia.chain.events import Event
from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.meeting.resolutions import MetDeal, ReplacePayee, Resolution
from regalia.domain.meeting.tally import Tally
from regalia.domain.meeting.voters import Voter
from regalia.ledger.meeting_model import ResolutionState, ResolutionTold
from regalia.ledger.run import Run, at

GROUP = "meeting"


def resolution_of(run: Run, event: Event, argument: str) -> ResolutionTold | None:
    """The one an event is about; None, and a difference, when it was never convened."""
    found = run.meeting.resolutions.get(event.args[argument])
    run.tally.holds(found is not None, GROUP, at(event), "resolution", "one that was convened", event.args[argument])
    return found


def in_state(run: Run, event: Event, resolution: ResolutionTold, allowed: tuple[ResolutionState, ...]) -> bool:
    """Count one comparison: the resolution is in one of these states."""
    tally_of(run, resolution, event.timestamp)
    state = run.meeting.state(resolution, event.timestamp)
    names = " or ".join(one.name.lower() for one in allowed)
    return run.tally.holds(state in allowed, GROUP, at(event), "resolution", names, state.name.lower())


def tally_of(run: Run, resolution: ResolutionTold, now: int) -> Tally | None:
    """Who could vote is certain once the record date is over; a class that was repaid when it was convened has no say."""
    rules, book = run.meeting.rules, run.meeting
    if resolution.tally is None and rules is not None and now > resolution.record_date:
        supplies = [book.dates.supply_at(t, resolution.record_date, run.is_originators) for t in run.ledger.books]
        resolution.tally = Tally(rules, supplies, resolution.repaid)
    return resolution.tally


def voter_of(run: Run, resolution: ResolutionTold, wallet: str, now: int) -> Voter:
    """With units of the record date, and what holds them back now: all of a class whose wallet is frozen."""
    books, dates = run.ledger.books, run.meeting.dates
    units = {tranche: dates.units_at(tranche, wallet, resolution.record_date) for tranche in books}
    frozen = (
        units[tranche] if wallet in book.wallets else book.frozen.get(wallet, 0) for tranche, book in books.items()
    )
    barred = run.ledger.halts.holder_until(wallet, now) > 0
    return Voter(wallet, tuple(units.values()), tuple(frozen), barred, run.is_originators(wallet))


def carried_out(run: Run, event: Event, act: Resolution) -> MetDeal | None:
    """The deal as the act leaves it; None, and a difference, when it refuses it. Nothing is changed yet."""
    rules, record = run.meeting.rules, run.ledger.record
    if rules is None or not run.live(GROUP, event, at(event), halts=False):
        return None
    payees = tuple(payee or "" for payee in run.payees)
    own = isinstance(act, ReplacePayee) and act.successor == record.deal.address
    if not run.tally.holds(not own, GROUP, at(event), "successor", "not the deal itself", record.deal.address):
        return None
    before = MetDeal(rules, run.ledger.program, payees, run.ledger.deal.state)
    return _taken(run, event, lambda: act.carried_out(before))


def _taken(run: Run, event: Event, act: Callable[[], MetDeal]) -> MetDeal | None:
    try:
        after = act()
    except MeetingRefusedError as error:
        run.tally.holds(False, GROUP, at(event), "act", "one that can be carried out", error.message)
        return None
    run.tally.holds(True, GROUP, at(event), "act", "one that can be carried out", "")
    return after
