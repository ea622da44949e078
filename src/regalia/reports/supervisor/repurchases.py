# SPDX-License-Identifier: Apache-2.0
"""Demands to buy rights back, as Rule 15Ga-1 has them in a table: number, amount, and share of the pool's value at closing.

The amount of an asset is the value it was pledged at. What the contracts can't say is said to be so and not counted as none: the seller has
no act by which he disputes or rejects a demand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from regalia.chain.events import Event
from regalia.domain.accrual import PPM
from regalia.domain.rights.words import Why
from regalia.ledger.place import Place
from regalia.reports.rights.right_numbers import written_number
from regalia.reports.supervisor.parts import Field, Grid, Kind, Says, Section, Told
from regalia.reports.supervisor.subject import Subject

PENDING, WITHDRAWN, REPURCHASED, GONE = "pending", "withdrawn", "repurchased", "left the pool otherwise"
REPLACED = "replaced"
_OUTSIDE = ("in dispute", "rejected")
"""Of these the contracts know nothing."""


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
    pool, deal = subject.ledger.record.pool_facts, subject.ledger.record.deal.address.lower()
    if pool is None or subject.run.rights is None:
        return ()
    return _cases(
        [
            event
            for event in subject.ledger.events
            if event.address.lower() == pool.address.lower() and str(event.args.get("deal", "")).lower() == deal
        ]
    )


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


def repurchase_section(subject: Subject) -> Section:
    cases, holdings = cases_of(subject), subject.holdings
    whole = holdings.value_at_closing if holdings else 0
    files = ("repurchases.csv", "repurchases.json", "repurchases.xml")
    return Section(
        "repurchases", "Repurchase demands", (summary_grid(cases, whole), case_grid(cases), _says(subject)), files
    )


def summary_grid(cases: Sequence[Case], whole: int) -> Grid:
    """A row a state; ``whole`` is the value at closing."""
    demanded = [case for case in cases if case.number]
    groups = {
        "subject of demand": demanded,
        "repurchased or replaced": [case for case in cases if case.state in (REPURCHASED, REPLACED)],
        **{state: [case for case in demanded if case.state == state] for state in (PENDING, WITHDRAWN, GONE)},
    }
    fields = (
        Field("what", "Assets", Kind.WORD),
        Field("number", "Number", Kind.COUNT),
        Field("amount", "Amount", Kind.MONEY),
        Field("share", "Of the value at closing", Kind.SHARE),
        Field("known", "Known to the contracts", Kind.FLAG),
    )
    rows = [(what, len(group), _sum(group), _share_up(_sum(group), whole), True) for what, group in groups.items()]
    unknown = [(what, None, None, None, False) for what in _OUTSIDE]
    note = "Amounts are values at pledge; shares are rounded up to the next ppm. A right that was replaced needs no demand."
    return Grid("summary", "Assets by state", fields, (*rows, *unknown), note)


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


def _says(subject: Subject) -> Says:
    told = [Told("Disputes and rejections by the seller are outside the contracts: they are not known here.")]
    if subject.holdings is None:
        told.append(Told("The deal rests on no pool of rights: nothing can be demanded back."))
    return Says("notes", "Notes", tuple(told))


def _sum(cases: Sequence[Case]) -> int:
    return sum(case.amount for case in cases)


def _share_up(part: int, whole: int) -> int | None:
    return -(-part * PPM // whole) if whole else None
