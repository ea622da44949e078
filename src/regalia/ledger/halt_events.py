# SPDX-License-Identifier: Apache-2.0
"""Halts by the supervisor: until when, why, and lifting them early."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.ledger.acts import checked_order
from regalia.ledger.place import Place
from regalia.ledger.powers_model import Halt, Scope
from regalia.ledger.run import Run, at

LONGEST = 90 * 24 * 3600
"""Seconds a halt can be ordered ahead: ``Supervisor.LONGEST``."""


def deal_halted(run: Run, event: Event) -> None:
    run.ledger.halts.deal = _ordered(run, event, Scope.DEAL, "")


def tranche_halted(run: Run, event: Event) -> None:
    tranche = _tranche(run, event)
    if tranche is not None:
        run.ledger.halts.tranches[tranche] = _ordered(run, event, Scope.TRANCHE, tranche)


def holder_halted(run: Run, event: Event) -> None:
    holder = event.args["holder"]
    run.ledger.halts.holders[holder] = _ordered(run, event, Scope.HOLDER, holder)


def deal_resumed(run: Run, event: Event) -> None:
    _lifted(run, event, Scope.DEAL, "", run.ledger.halts.deal_until(event.timestamp))
    run.ledger.halts.deal = 0


def tranche_resumed(run: Run, event: Event) -> None:
    tranche = _tranche(run, event)
    if tranche is not None:
        _lifted(run, event, Scope.TRANCHE, tranche, run.ledger.halts.tranche_until(tranche, event.timestamp))
        run.ledger.halts.tranches[tranche] = 0


def holder_resumed(run: Run, event: Event) -> None:
    holder = event.args["holder"]
    _lifted(run, event, Scope.HOLDER, holder, run.ledger.halts.holder_until(holder, event.timestamp))
    run.ledger.halts.holders[holder] = 0


def _ordered(run: Run, event: Event, scope: Scope, subject: str) -> int:
    until, now, reason = event.args["until"], event.timestamp, event.args["reason"]
    run.tally.holds(until >= now, "powers", at(event), "end, not before", now, until)
    run.tally.holds(until <= now + LONGEST, "powers", at(event), "end, not after", now + LONGEST, until)
    run.tally.holds(bool(reason), "powers", at(event), "reason", "in words", reason)
    order = checked_order(run, event, "orderReference")
    run.ledger.halted.append(Halt(scope, subject, until, reason, order, Place.of(event)))
    return int(until)


def _lifted(run: Run, event: Event, scope: Scope, subject: str, until: int) -> None:
    run.tally.holds(until > 0, "powers", at(event), "halt in force", "one", None)
    order = checked_order(run, event, "orderReference")
    run.ledger.halted.append(Halt(scope, subject, None, "", order, Place.of(event)))


def _tranche(run: Run, event: Event) -> str | None:
    tranche = run.tranche_of(event.args["token"])
    known = tranche is not None
    run.tally.holds(known, "powers", at(event), "token", "one of the deal's tranches", event.args["token"])
    return tranche
