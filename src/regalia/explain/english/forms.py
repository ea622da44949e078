# SPDX-License-Identifier: Apache-2.0
"""How dates, periods, money and lists look in English."""

from __future__ import annotations

CURRENCIES: dict[str, str] = {}
"""English shows the code of every currency."""

FORMS = {
    "list.comma": ", ",
    "list.and": " and ",
    "list.or": " or the ",
    "list.then": ", then ",
    "money": "{currency} {amount}",
    "ratio": "{number}x",
    "date": "{day} {month} {year}",
    "month.1": "January",
    "month.2": "February",
    "month.3": "March",
    "month.4": "April",
    "month.5": "May",
    "month.6": "June",
    "month.7": "July",
    "month.8": "August",
    "month.9": "September",
    "month.10": "October",
    "month.11": "November",
    "month.12": "December",
    "period.month": "{year}M{index}",
    "period.quarter": "{year}Q{index}",
    "period.half-1": "{year}H1",
    "period.half-2": "{year}H2",
    "period.year": "{year}",
    "named": "{name}: {text}",
    "listed": "{period}: {amount}",
    "item": "item {item}",
}
