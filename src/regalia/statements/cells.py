# SPDX-License-Identifier: Apache-2.0
"""Cells that say whose line it is: licence, period, currency, reference. The same text comes in many lines and is looked at once."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from regalia.domain.calendar import CollectionPeriod
from regalia.statements.csv_rows import plain_name
from regalia.statements.reencoded import fault_of

MOST_REMEMBERED = 20_000
"""Different texts a reader remembers, of each column: more only cost time."""
MOST_REFERENCE = 140
"""Characters of ISO 20022's free remittance text."""
_ID = re.compile("(?=.{1,32}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CURRENCY = re.compile("[A-Z]{3}")
_PERIODS = (
    re.compile(r"(?P<year>[0-9]{4})[- ]?(?P<kind>[MQH])(?P<index>[0-9]{1,2})"),
    re.compile(r"(?P<kind>[MQH])(?P<index>[0-9]{1,2})[-/ ](?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<index>[0-9]{2})"),
)
_DATES = {
    "yyyy-mm-dd": re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"),
    "dd.mm.yyyy": re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})"),
    "dd/mm/yyyy": re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})"),
    "mm/dd/yyyy": re.compile(r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4})"),
    "yyyymmdd": re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
}
ReadText = Callable[[str], str]


def remembered(read: ReadText) -> ReadText:
    """ValueErrors are not remembered; a text that is wrong is refused in each line."""
    return lru_cache(MOST_REMEMBERED)(read)


def licence_of(names: Mapping[str, str], closed: bool) -> ReadText:
    """The id behind a name of the file; a name that is no id and in no list is refused."""

    def read(cell: str) -> str:
        name = plain_name(cell)
        if not name:
            raise ValueError("is empty; a line names its licence")
        if name in names:
            return names[name]
        if fault := fault_of(name, 1_000):
            raise ValueError(fault)
        if names and closed:
            raise ValueError("is not among licence_names of the column map; add it, or have the line taken out")
        if _ID.fullmatch(name) is None:
            raise ValueError("is no id of a licence; say under licence_names of the column map which one it is")
        return name

    return remembered(read)


def currency_of(cell: str) -> str:
    text = cell.strip()
    if _CURRENCY.fullmatch(text) is None:
        raise ValueError("must be the three capital letters of a currency, such as USD")
    return text


def reference_of(cell: str) -> str:
    """Just text, whatever it looks like; "" where none is told."""
    text = cell.strip()
    if fault := fault_of(text, MOST_REFERENCE):
        raise ValueError(fault)
    return text


def day_of(text: str, form: str) -> date:
    match = _DATES[form].fullmatch(text.strip())
    if match is None:
        raise ValueError(f"must be a date written as {form}")
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        raise ValueError("the calendar has no such day") from None


def period_named(text: str) -> CollectionPeriod:
    """``2024Q3``, ``2024-Q3``, ``Q3 2024``, ``2024-07``, ``2024M07``, ``2024H1`` or ``2024``."""
    plain = text.strip().upper()
    for pattern in _PERIODS if plain.isascii() else ():
        if match := pattern.fullmatch(plain):
            plain = f"{match['year']}{match.groupdict().get('kind', 'M')}{int(match['index'])}"
            break
    try:
        if not plain.isascii():
            raise ValueError
        return CollectionPeriod.parse(plain)
    except ValueError:
        raise ValueError("is not a collection period; write it as 2024Q3, 2024M07, 2024H1 or 2024") from None


def period_around(day: date, months: int) -> CollectionPeriod:
    return CollectionPeriod(day.year, (day.month - 1) // months + 1, months)


def period_between(first: date, last: date) -> CollectionPeriod:
    """The period that runs from the first day to the last."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1] or months not in (1, 3, 6, 12):
        raise ValueError(f"{first} to {last} is no collection period: 1, 3, 6 or 12 whole months")
    return CollectionPeriod.from_end_month(last.year * 12 + last.month - 1, months)


def check_over(period: CollectionPeriod, today: date, months: int | None = None) -> str:
    """The period's name. ValueError when it has another length than it should, or isn't over ``today``."""
    if months is not None and period.months != months:
        raise ValueError(f"has {period.months} months; the periods of this payer have {months}")
    if period.end_date >= today:
        raise ValueError(f"is not over: it ends on {period.end_date}, and today is {today}")
    return str(period)
