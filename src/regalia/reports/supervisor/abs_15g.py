# SPDX-License-Identifier: Apache-2.0
"""Demands to buy rights back in the table of Form ABS-15G: heads as in a filed one; number, amount, share of the value at closing.

What the contracts can't say is said to be so and not counted as none: the seller has no act by which he disputes or rejects a demand.
"""

from __future__ import annotations

from collections.abc import Sequence

from regalia.domain.accrual import PPM
from regalia.domain.money import format_rate
from regalia.reports.supervisor.parts import Card, Field, Grid, Kind, NoData, Says, Section, Told, Value
from regalia.reports.supervisor.repurchases import (
    PENDING,
    REPLACED,
    REPURCHASED,
    WITHDRAWN,
    Case,
    case_grid,
    cases_of,
    pool_events,
)
from regalia.reports.supervisor.subject import Subject

TOTAL = "Total Assets in ABS by Originator"
DEMANDED = "Assets That Were Subject of Demand"
BOUGHT = "Assets That Were Repurchased or Replaced"
WAITING = "Assets Pending Repurchase or Replacement (within cure period)"
DISPUTED, TAKEN_BACK, REJECTED = "Demand in Dispute", "Demand Withdrawn", "Demand Rejected"
ISSUER, REGISTERED, ORIGINATOR = "Name of Issuing Entity", "Check if Registered", "Name of Originator"
OUTSIDE = NoData("outside the contracts: not known here")
UNNAMED = NoData("the deal file names none")
Row = tuple[str, Value, Value, int | NoData | None]
_COLUMNS = (("#", "number", Kind.COUNT), ("$", "amount", Kind.MONEY), ("%", "share", Kind.SHARE))


def repurchase_section(subject: Subject) -> Section:
    files = ("repurchases.csv", "repurchase-assets.csv", "repurchases.json", "repurchases.xml")
    parts = (_parties(subject), summary_grid(subject), case_grid(cases_of(subject)), _says(subject))
    return Section("repurchases", "Repurchase demands", parts, files)


def abs_15g_grid(subject: Subject) -> Grid:
    """One row, as filed: a column a head, three of each for number, amount and per cent."""
    named = _parties(subject)
    fields = [Field(field.key, field.title, field.kind) for field in named.fields]
    values = list(named.values)
    for place, (head, number, amount, share) in enumerate(_rows(subject), 1):
        per_cent = format_rate(share).removesuffix("%") if isinstance(share, int) else share
        columns = zip(_COLUMNS, (number, amount, per_cent), strict=True)
        for (sign, key, kind), value in columns:
            fields.append(Field(f"{key}_{place}", f"{head} ({sign})", Kind.TEXT if sign == "%" else kind))
            values.append(value)
    return Grid("abs_15g", "Repurchase demands", tuple(fields), (tuple(values),))


def summary_grid(subject: Subject) -> Grid:
    """The same on its side, a row a head, to read."""
    fields = (
        Field("what", "Assets", Kind.WORD),
        Field("number", "#", Kind.COUNT),
        Field("amount", "$", Kind.MONEY),
        Field("share", "%", Kind.SHARE),
    )
    note = "Amounts are values at pledge; shares are rounded up to the next ppm. A right that was replaced needs no demand."
    return Grid("summary", "Assets by state", fields, _rows(subject), note)


def _parties(subject: Subject) -> Card:
    parties = subject.ledger.terms.parties
    issuer = next((party.name for party in parties if "issuer" in party.roles), subject.ledger.terms.name)
    originator = next((party.name for party in parties if "originator" in party.roles), UNNAMED)
    return Card(
        "form",
        "Issuing entity and originator",
        (
            (Field("issuer", ISSUER), issuer),
            (Field("registered", REGISTERED, Kind.FLAG), False),  # nothing of a prototype is
            (Field("originator", ORIGINATOR), originator),
        ),
    )


def _rows(subject: Subject) -> tuple[Row, ...]:
    cases, holdings = cases_of(subject), subject.holdings
    whole = holdings.value_at_closing if holdings else 0
    demanded = [case for case in cases if case.number]
    groups = {
        DEMANDED: demanded,
        BOUGHT: [case for case in cases if case.state in (REPURCHASED, REPLACED)],
        WAITING: [case for case in demanded if case.state == PENDING],
        DISPUTED: None,
        TAKEN_BACK: [case for case in demanded if case.state == WITHDRAWN],
        REJECTED: None,
    }
    total: Row = (TOTAL, _at_closing(subject), whole, PPM if whole else None)
    return (total, *(_row(head, group, whole) for head, group in groups.items()))


def _row(head: str, group: Sequence[Case] | None, whole: int) -> Row:
    if group is None:
        return head, OUTSIDE, OUTSIDE, OUTSIDE
    amount = sum(case.amount for case in group)
    return head, len(group), amount, -(-amount * PPM // whole) if whole else None


def _at_closing(subject: Subject) -> int:
    """Rights behind the deal when it was closed; until then, now."""
    closed = subject.ledger.closed
    pledged: set[bytes] = set()
    for event in pool_events(subject):
        if closed is not None and (event.block_number, event.log_index) > closed.position:
            break
        if event.name == "RightPledged":
            pledged.add(event.args["right"])
        elif event.name == "RightReturned":
            pledged.discard(event.args["right"])
    return len(pledged)


def _says(subject: Subject) -> Says:
    told = [
        Told("Amounts under $ are in {currency}.", {"currency": subject.ledger.terms.money.code}),
        Told("Disputes and rejections by the seller are outside the contracts: they are not known here."),
        Told(
            "A demand whose right left the pool otherwise is counted as a demand, and in none of the states after it."
        ),
    ]
    if subject.holdings is None:
        told.append(Told("The deal rests on no pool of rights: nothing can be demanded back."))
    return Says("notes", "Notes", tuple(told))
