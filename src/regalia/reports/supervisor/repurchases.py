# SPDX-License-Identifier: Apache-2.0
"""Demands to buy rights back, told by the pool's events: how each ended. The amount of an asset is the value it was pledged at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from regalia.chain.events import Event
from regalia.domain.rights.words import Why
from regalia.ledger.place import Place
from regalia.reports.rights.right_numbers import written_number
from regalia.reports.supervisor.parts import Field, Grid, Kind
from regalia.reports.supervisor.subject import Subject

PENDING, WITHDRAWN, REPURCHASED, GONE = "pending", "withdrawn", "repurchased", "left the pool otherwise"
REPLACED = "replaced"


@dataclass(frozen=True)
class Case:
    """A demand, or (``number`` 0) a right that another took the place of without one. ``price`` is what the seller paid."""

    right: bytes
    number: int
    document: str
    state: str
    amount: int
    price: int | None
    opened: Place
    ended: Place | None


def cases_of(subject: Subject) -> tuple[Case, ...]:
    """In the order in which they began."""
    return _cases(pool_events(subject)) if subject.run.rights is not None else ()


def pool_events(subject: Subject) -> list[Event]:
    """What its pool said of the deal."""
    pool, deal = subject.ledger.record.pool_facts, subject.ledger.record.deal.address.lower()
    if pool is None:
        return []
    return [
        event
        for event in subject.ledger.events
        if event.address.lower() == pool.address.lower() and str(event.args.get("deal", "")).lower() == deal
    ]


def _cases(events: Sequence[Event]) -> tuple[Case, ...]:
    values: dict[bytes, int] = {}
    found: list[Case] = []
    open_: dict[bytes, int] = {}

    def end(right: bytes, state: str, event: Event, price: int | None = None) -> None:
        if right in open_:
            i = open_.pop(right)
            found[i] = replace(found[i], state=state, ended=Place.of(event), price=price)

    for event in events:
        args, place = event.args, Place.of(event)
        match event.name:
            case "RightPledged":
                values[args["right"]] = args["valueAtPledge"]
            case "RepurchaseDemanded":
                right, document = args["right"], "0x" + args["document"].hex()
                open_[right] = len(found)
                found.append(Case(right, args["number"], document, PENDING, values.get(right, 0), None, place, None))
            case "DemandWithdrawn":
                end(args["right"], WITHDRAWN, event)
            case "RightRepurchased":
                end(args["right"], REPURCHASED, event, args["price"])
            case "RightReturned" if args["why"] in (Why.LOST, Why.RELEASED):
                end(args["right"], GONE, event)
            case "RightSubstituted":
                outgoing = args["outgoing"]
                found.append(Case(outgoing, 0, "", REPLACED, values.get(outgoing, 0), None, place, place))
    return tuple(found)


def case_grid(cases: Sequence[Case]) -> Grid:
    fields = (
        Field("right", "Right"),
        Field("number", "Demand", Kind.COUNT),
        Field("state", "State", Kind.WORD),
        Field("amount", "Amount", Kind.MONEY),
        Field("price", "Price paid", Kind.MONEY),
        Field("document", "Document", Kind.HASH),
        Field("opened", "Opened in", Kind.PLACE),
        Field("ended", "Ended in", Kind.PLACE),
    )
    rows = tuple(
        (written_number(x.right), x.number or None, x.state, x.amount, x.price, x.document or None, x.opened, x.ended)
        for x in cases
    )
    return Grid("assets", "Asset by asset", fields, rows)
