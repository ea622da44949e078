# SPDX-License-Identifier: Apache-2.0
"""The tables of one position of a statement: income by period, claims, units bought and moved."""

from __future__ import annotations

from regalia.reports.entries import EntryKind
from regalia.reports.files import distribution_stem
from regalia.reports.links import link, utc
from regalia.reports.shares import factor_decimal
from regalia.reports.sheet import Sheet
from regalia.reports.statement import Position
from regalia.reports.table import Column, Kind, Raw, Table, make_table

_SPLIT = (
    "Income is what the payment date added to the entitlement, rounded down to the smallest unit; the fraction stays owed and counts at "
    "the next date. It is split as the tranche’s own receipts were, so that the parts add up to it exactly; a part is less than one "
    "smallest unit from its exact share."
)


def income_table(sheet: Sheet, position: Position) -> Table:
    """A row a payment date on which units were held."""
    rows: list[tuple[Raw, ...]] = []
    for entry in position.of_kind(EntryKind.INCOME):
        assert entry.period is not None  # every income has one
        collected = sheet.ledger.program.schedule.collection_period(entry.period)
        rows.append(
            (
                link(f"../{distribution_stem(entry.period)}.html", f"{entry.period}, {collected}"),
                utc(entry.place)[:10],
                entry.units_held,
                entry.interest,
                entry.principal,
                entry.residual,
                entry.income,
                factor_decimal(entry.pool_factor),
                sheet.links.source(entry.place),
            )
        )
    totals = (position.interest, position.principal, position.residual, position.income)
    return make_table(
        sheet.currency,
        "Income by period",
        (
            Column("Period"),
            Column("Executed"),
            Column("Units held", Kind.COUNT),
            *(Column(head, Kind.MONEY) for head in ("Interest", "Principal", "Residual", "Income")),
            Column("Pool factor", Kind.FACTOR),
            Column("Source"),
        ),
        rows,
        [("In all", "", "", *totals, "", "")],
        note=_SPLIT if rows else "",
        empty="No payment date was executed while units were held.",
    )


def claims_table(sheet: Sheet, position: Position) -> Table:
    rows: list[tuple[Raw, ...]] = [
        (utc(entry.place), entry.claimed, entry.unclaimed, sheet.links.source(entry.place))
        for entry in position.of_kind(EntryKind.CLAIM)
    ]
    return make_table(
        sheet.currency,
        "Claims",
        (
            Column("Time (UTC)"),
            Column("Claimed", Kind.MONEY),
            Column("Not yet claimed after", Kind.MONEY),
            Column("Source"),
        ),
        rows,
        [("In all", position.claimed, position.unclaimed, "")],
        empty="Nothing was claimed yet.",
    )


def movements_table(sheet: Sheet, position: Position) -> Table:
    """Units bought and moved, with the balance after each."""
    rows: list[tuple[Raw, ...]] = [
        (
            utc(entry.place),
            entry.kind.value.capitalize(),
            sheet.links.party(entry.counterparty) if entry.counterparty else None,
            entry.units,
            entry.units_held,
            entry.cost if entry.kind is EntryKind.SUBSCRIPTION else None,
            sheet.links.source(entry.place),
        )
        for entry in position.of_kind(EntryKind.SUBSCRIPTION, EntryKind.TRANSFER_IN, EntryKind.TRANSFER_OUT)
    ]
    return make_table(
        sheet.currency,
        "Units bought and moved",
        (
            Column("Time (UTC)"),
            Column("What"),
            Column("From or to"),
            Column("Units", Kind.COUNT),
            Column("Units held after", Kind.COUNT),
            Column("Cost", Kind.MONEY),
            Column("Source"),
        ),
        rows,
        [("Units held", "", "", "", position.closing_units, position.cost, "")],
    )
