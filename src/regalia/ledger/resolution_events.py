# SPDX-License-Identifier: Apache-2.0
"""Resolutions carried out: that it was passed and time, and what its act did to the deal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regalia.chain.events import Event
from regalia.domain.meeting.resolutions import (
    Amend,
    DeclareDefault,
    MetDeal,
    OpenCall,
    ReplacePayee,
    ReplaceSigners,
    Waive,
)
from regalia.ledger.meeting_model import ResolutionState, ResolutionTold
from regalia.ledger.place import Place
from regalia.ledger.resolution_standing import GROUP, carried_out, in_state, resolution_of
from regalia.ledger.rewiring import compare_rewiring
from regalia.ledger.run import Run, at

Said = tuple[str, Mapping[str, Any]]


def executed(run: Run, event: Event) -> None:
    """Of a passed one, after its delay and any halt, for thirty days; its act was told right before."""
    resolution = resolution_of(run, event, "proposalId")
    if resolution is None or not in_state(run, event, resolution, (ResolutionState.QUEUED,)):
        return
    tally, where, now = run.tally, at(event), event.timestamp
    ready = run.meeting.ready_at(resolution)
    tally.holds(now >= ready, GROUP, where, "carried out, not before", ready, now)
    until = run.ledger.halts.deal_until(now)
    tally.holds(not until, GROUP, where, "supervisor's halt of the deal", "none", f"until {until}")
    resolution.executed = Place.of(event)
    after = carried_out(run, event, resolution.act) if resolution.act is not None else None
    if after is None:
        return
    _compare_told(run, event, resolution, after)
    run.replace_program(after.program)
    run.paid_now = after.payees
    run.ledger.deal.state = after.state


def _compare_told(run: Run, event: Event, resolution: ResolutionTold, after: MetDeal) -> None:
    """What deal, meeting and oracle had to say, in this order."""
    name, args = _said(run, resolution)
    rewires = after.program != run.ledger.program or after.payees != run.payees
    names = ["DealWired", name] if rewires else [name]
    run.tally.same(GROUP, at(event), "told by the act", names, [part.name for part in run.told])
    for part in run.told:
        if part.name == "DealWired":
            compare_rewiring(run, part, after.program, after.payees)
        elif part.name == name:
            for argument, value in args.items():
                run.tally.same(GROUP, at(part), argument, value, part.args[argument])


def _said(run: Run, resolution: ResolutionTold) -> Said:
    """The act's own event, and what it must say."""
    deal = {"deal": run.ledger.record.deal.address}
    match resolution.act:
        case ReplacePayee(payee, successor):
            return "PayeeReplaced", deal | {"payee": payee, "former": run.payees[payee], "successor": successor}
        case DeclareDefault():
            return "DefaultDeclared", deal
        case Waive(trigger):
            return "DefaultWaived", deal | {"trigger": trigger}
        case Amend(index, value):
            assert run.meeting.rules is not None  # the act was carried out by them
            former = run.meeting.rules.field(index).field.read(run.ledger.program)
            return "TermAmended", deal | {"field": index, "former": former, "value": value}
        case OpenCall(index):
            return "CallOpened", deal | {"call": index}
        case ReplaceSigners(threshold, signers, weights):
            return "SignersProposed", deal | {"threshold": threshold, "signers": signers, "weights": weights}
        case None:
            raise AssertionError("an act that says nothing is not carried out")
