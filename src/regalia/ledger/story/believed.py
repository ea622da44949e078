# SPDX-License-Identifier: Apache-2.0
"""What depends on single holders, taken as told: how bids cleared, and that a resolution was passed. To check it is ``verify``'s job."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.offering.clearing import Clearing
from regalia.ledger.bid_events import tranche_index
from regalia.ledger.meeting_model import ResolutionTold
from regalia.ledger.model import ClearedTranche
from regalia.ledger.place import Place
from regalia.ledger.resolution_standing import carried_out
from regalia.ledger.resolution_words import NotAnActError, read_act
from regalia.ledger.run import Run


def tranche_cleared(run: Run, event: Event) -> None:
    index, args = tranche_index(run, event), event.args
    if index is None:
        return
    sale, tranche = run.sale, run.ledger.terms.tranches[index].id
    level, placed, available, demand = (args[name] for name in ("level", "placed", "available", "demand"))
    sale.clearings[index] = Clearing(level, placed, available, demand, sale.books[index].offer.lot)
    told = ClearedTranche(tranche, level, placed, available, demand, args["price"], Place.of(event))
    run.ledger.clearings.append(told)


def convened(run: Run, event: Event) -> None:
    """What was proposed was told right before."""
    if not run.told:
        return
    said, number = run.told[0].args, event.args["resolution"]
    try:
        _, act = read_act(b"".join(said["calldatas"][:1]))
    except NotAnActError:
        act = None
    found = ResolutionTold(
        number, act, said["description"], event.args["convener"], Place.of(event), said["voteStart"], said["voteEnd"]
    )
    run.meeting.resolutions[number] = found
    run.ledger.resolutions.append(found)


def cancelled(run: Run, event: Event) -> None:
    if (found := run.meeting.resolutions.get(event.args["proposalId"])) is not None:
        found.cancelled = Place.of(event)


def executed(run: Run, event: Event) -> None:
    """Program, payees and state become those that the act leaves."""
    found = run.meeting.resolutions.get(event.args["proposalId"])
    if found is None or found.act is None:
        return
    found.executed = Place.of(event)
    after = carried_out(run, event, found.act)
    if after is not None:
        run.replace_program(after.program)
        run.paid_now = after.payees
        run.ledger.deal.state = after.state
