# SPDX-License-Identifier: Apache-2.0
"""The tables of the portfolio page."""

from __future__ import annotations

from markupsafe import Markup

from regalia.domain.money import format_rate
from regalia.domain.rights.day import written
from regalia.reports.rights.life import in_years
from regalia.reports.rights.portfolio import Portfolio
from regalia.reports.rights.right_lines import RightLine
from regalia.reports.rights.right_numbers import written_number
from regalia.reports.sheet import Sheet
from regalia.reports.table import Column, Kind, Raw, Table, make_table


def rights_table(sheet: Sheet, view: Portfolio) -> Table:
    """What each right is and counts for, and how long it lives."""
    expected = bool(view.horizon.expected)
    rows: list[tuple[Raw, ...]] = [
        (
            line.number,
            f"{line.kind}, {line.jurisdiction}",
            "; ".join((line.status, *line.conditions)),
            line.count.value,
            _day(line.good_until),
            line.count.base,
            _day(line.right.expiry),
            in_years(line.life),
            in_years(line.beyond_final),
            *((in_years(line.beyond_expected),) if expected else ()),
            _day(line.right.renewal_due),
        )
        for line in view.rights
    ]
    columns = (
        *(Column(head) for head in ("Right", "Kind", "Status and conditions")),
        *(Column("Value", Kind.MONEY), Column("Good until"), Column("Base", Kind.MONEY), Column("Expiry")),
        *(Column(head) for head in ("Years left", "Beyond the legal final date")),
        *((Column("Beyond the expected repayment"),) if expected else ()),
        Column("Renewal due"),
    )
    foot: list[tuple[Raw, ...]] = [("In all", "", "", view.sums.value, "", view.sums.base, *("" for _ in columns[6:]))]
    return make_table(sheet.currency, "Rights behind the deal", columns, rows, foot)


def held_table(sheet: Sheet, view: Portfolio) -> Table:
    """Who owns each right or licensed it to the deal, and the licences in force."""
    rows = [(line.number, _held(sheet, line), _licences(sheet, line)) for line in view.rights]
    columns = tuple(map(Column, ("Right", "Owners, or held under", "Licences in force")))
    return make_table(sheet.currency, "Title and licences", columns, rows)


def validity_table(sheet: Sheet, view: Portfolio) -> Table:
    rows = [(x.when, _day(x.until), f"{x.rights}", x.value, format_rate(x.share)) for x in view.validity]
    columns = (
        *(Column(head) for head in ("Valuation ends", "Through", "Rights")),
        *(Column("Value", Kind.MONEY), Column("Share")),
    )
    foot = [("In all", "", f"{view.sums.rights}", view.sums.value, "")]
    return make_table(sheet.currency, "Value by validity", columns, rows, foot)


def concentration_table(sheet: Sheet, view: Portfolio) -> Table:
    rows: list[tuple[Raw, ...]] = [
        (
            line.label,
            sheet.links.party(line.key) if line.key.startswith("0x") else line.key or None,
            line.amount,
            format_rate(line.share),
            None if line.most is None else format_rate(line.most),
        )
        for line in view.concentrations
    ]
    columns = (Column("Largest"), Column("Which"), Column("Base", Kind.MONEY), Column("Share"), Column("Limit"))
    return make_table(sheet.currency, "Concentrations", columns, rows)


def limits_table(sheet: Sheet, view: Portfolio) -> Table:
    rows = [(x.label, format_rate(x.most), format_rate(x.share), "broken" if x.broken else "kept") for x in view.limits]
    columns = tuple(map(Column, ("Limit", "Most", "Now", "Kept")))
    return make_table(sheet.currency, "Limits of the pool", columns, rows, empty="The terms set none.")


def bars_table(sheet: Sheet, view: Portfolio) -> Table:
    """Each bar for each right, with what the answer rests on."""
    rows = [
        (f"({bar.number}) {bar.title}", written_number(x.right), x.found or "nothing found", x.rests_on)
        for bar in view.bars
        for x in bar.rights
    ]
    columns = tuple(map(Column, ("Bar", "Right", "Found", "Rests on")))
    return make_table(sheet.currency, "Bars of an asset", columns, rows)


def _held(sheet: Sheet, line: RightLine) -> Markup:
    if line.licence is not None:
        words = line.licence.words
        under = Markup("licence {} of {}, through {}")
        return under.format(line.licence.number, sheet.links.party(words.licensor), written(words.until))
    return Markup("<br>").join(
        Markup("{} {}").format(sheet.links.party(owner), format_rate(share)) for owner, share in line.owners
    )


def _licences(sheet: Sheet, line: RightLine) -> Markup | None:
    if not line.licences:
        return None
    return Markup("<br>").join(
        Markup("{} to {}, {}, {}, through {}, {} of the value").format(
            licence.number,
            sheet.links.party(licence.words.licensee),
            licence.words.territory,
            "exclusive" if licence.words.exclusive else "not exclusive",
            written(licence.words.until),
            format_rate(licence.words.share),
        )
        for licence in line.licences
    )


def _day(day: int) -> str | None:
    return written(day) if day else None
