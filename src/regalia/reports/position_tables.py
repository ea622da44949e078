# SPDX-License-Identifier: Apache-2.0
"""The tables of one position of a statement: income by period, claims, units bought and moved."""

from __future__ import annotations

from dataclasses import replace

from regalia.reports.entries import INCOMES, ISSUES, MOVEMENTS, Entry, EntryKind
from regalia.reports.files import CONCLUSION, distribution_stem
from regalia.reports.links import link, utc
from regalia.reports.shares import factor_decimal
from regalia.reports.sheet import Sheet
from regalia.reports.statement import Position
from regalia.reports.table import Column, Kind, Raw, Table, make_table

_SPLIT = (
    "Income is what a payment date, a call or the conclusion added to the entitlement, rounded down to the smallest unit; the fraction "
    "stays owed and counts the next time. It is split as the tranche’s own receipts were, so that the parts add up to it exactly; a part "
    "is less than one smallest unit from its exact share."
)

_PERIODS = (
    "A period ends with its payment date. Owed before + income + carried − claimed = owed after. Amounts per unit are what the steps of "
    "the payment date paid the tranche, over its units, rounded down; what a call paid is income, and in none of them."
)
_TAX = " Tax is withheld from all that is claimed, repaid principal too, at the rate of the holder’s country and class at the time."

_ACCRUED = (
    "Whoever takes up units that another could not hold pays him their price and the income they had since closing. That income is then "
    "owed to the one who took them up, and is no part of the cost."
)

_NONE = (None, None, None)


def income_table(sheet: Sheet, position: Position) -> Table:
    """A row a payment date, call or conclusion at which units were held, and units that were issued with income."""
    rows: list[tuple[Raw, ...]] = []
    premium = position.premium != 0
    for entry in position.of_kind(*INCOMES, *ISSUES):
        if entry.kind in ISSUES and not entry.income:
            continue
        rows.append(
            (
                _occasion(sheet, position, entry),
                utc(entry.place)[:10],
                entry.units_held,
                entry.interest,
                entry.principal,
                entry.residual,
                *((entry.premium,) if premium else ()),
                entry.income,
                factor_decimal(entry.pool_factor),
                sheet.links.source(entry.place),
            )
        )
    parts = (position.interest, position.principal, position.residual)
    totals = (*parts, *((position.premium,) if premium else ()), position.income)
    heads = ("Interest", "Principal", "Residual", *(("Premium",) if premium else ()), "Income")
    return make_table(
        sheet.currency,
        "Income by period",
        (
            Column("Period"),
            Column("Executed"),
            Column("Units held", Kind.COUNT),
            *(Column(head, Kind.MONEY) for head in heads),
            Column("Pool factor", Kind.FACTOR),
            Column("Source"),
        ),
        rows,
        [("In all", "", "", *totals, "", "")],
        note=_SPLIT if rows else "",
        empty="No payment date was executed while units were held.",
    )


def _occasion(sheet: Sheet, position: Position, entry: Entry) -> Raw:
    """The payment date, a call, or the end of the deal; with a link where there is a report of it."""
    if entry.period is not None:
        collected = next(line.collected for line in position.periods if line.period == entry.period)
        return _reported(sheet, distribution_stem(entry.period), f"{entry.period}, {collected}")
    if entry.kind is EntryKind.CONCLUDED:
        return _reported(sheet, CONCLUSION, "conclusion")
    return "since closing, with units issued" if entry.kind in ISSUES else "repaid by a call"


def _reported(sheet: Sheet, stem: str, text: str) -> Raw:
    return link(f"../{stem}.html", text) if sheet.among_reports else text


def period_table(sheet: Sheet, position: Position) -> Table:
    """A row a period, each beginning where the one before ended."""
    rows: list[tuple[Raw, ...]] = [
        (
            f"{line.period}, {line.collected}" if line.period is not None else "since then",
            line.opening_units,
            line.closing_units - line.opening_units,
            line.closing_units,
            *(_NONE if line.per_unit is None else line.per_unit.parts),
            line.opening_unclaimed,
            line.income,
            line.carried,
            line.claimed,
            *((line.tax, line.net) if sheet.taxed else ()),
            line.closing_unclaimed,
        )
        for line in position.periods
    ]
    taxed = (position.tax, position.net) if sheet.taxed else ()
    totals = (position.income, position.carried, position.claimed, *taxed, position.unclaimed)
    whole = make_table(
        sheet.currency,
        "Period by period",
        (
            Column("Period"),
            *(Column(head, Kind.COUNT) for head in ("Opening units", "Moved", "Closing units")),
            *(Column(f"{head} per unit", Kind.PER_UNIT) for head in ("Interest", "Principal", "Residual")),
            *(
                Column(head, Kind.MONEY)
                for head in (
                    "Owed before",
                    "Income, gross",
                    "Carried by order",
                    "Claimed, gross",
                    *(("Tax withheld", "Claimed, net") if sheet.taxed else ()),
                    "Owed after",
                )
            ),
        ),
        rows,
        [("In all", "", "", position.closing_units, "", "", "", "", *totals)],
        note=_PERIODS + (_TAX if sheet.taxed else "") if rows else "",
    )
    return replace(whole, narrow_after=7)  # up to what one unit was paid


def claims_table(sheet: Sheet, position: Position) -> Table:
    taxed = (position.tax, position.net) if sheet.taxed else ()
    rows: list[tuple[Raw, ...]] = [
        (
            utc(entry.place),
            entry.claimed,
            *((entry.tax, entry.net) if sheet.taxed else ()),
            entry.unclaimed,
            sheet.links.source(entry.place),
        )
        for entry in position.of_kind(EntryKind.CLAIM)
    ]
    return make_table(
        sheet.currency,
        "Claims",
        (
            Column("Time (UTC)"),
            Column("Claimed", Kind.MONEY),
            *(Column(head, Kind.MONEY) for head in (("Tax withheld", "Paid out") if sheet.taxed else ())),
            Column("Not yet claimed after", Kind.MONEY),
            Column("Source"),
        ),
        rows,
        [("In all", position.claimed, *taxed, position.unclaimed, "")],
        empty="Nothing was claimed yet.",
    )


def movements_table(sheet: Sheet, position: Position) -> Table:
    """Units bought and moved, with the balance after each, and the order where there was one."""
    accrued = any(entry.accrued for entry in position.entries)
    paid = (position.accrued,) if accrued else ()
    rows: list[tuple[Raw, ...]] = [
        (
            utc(entry.place),
            entry.kind.value.capitalize(),
            sheet.links.party(entry.counterparty) if entry.counterparty else None,
            entry.order.name if entry.order else None,
            entry.units,
            entry.units_held,
            entry.carried + entry.fractions if entry.order else None,
            entry.cost or None,
            *((entry.accrued or None,) if accrued else ()),
            sheet.links.source(entry.place),
        )
        for entry in position.of_kind(*MOVEMENTS)
    ]
    return make_table(
        sheet.currency,
        "Units bought and moved",
        (
            Column("Time (UTC)"),
            Column("What"),
            Column("From or to"),
            Column("Order"),
            Column("Units", Kind.COUNT),
            Column("Units held after", Kind.COUNT),
            Column("Income carried", Kind.MONEY),
            Column("Cost", Kind.MONEY),
            *((Column("For income", Kind.MONEY),) if accrued else ()),
            Column("Source"),
        ),
        rows,
        [("Units held", *[""] * 4, position.closing_units, "", position.cost, *paid, "")],
        note=_ACCRUED if accrued else "",
    )
