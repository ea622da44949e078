# SPDX-License-Identifier: Apache-2.0
"""How long a right lives, in tenths of a year; a year is 365¼ days, so that no day of the calendar makes a difference."""

from __future__ import annotations

from regalia.domain.rights.day import to_date

_TENTHS, _DAYS = 40, 1461
"""Forty tenths of a year are 1,461 days."""


def tenths_down(since: int, until: int) -> int | None:
    """Tenths of a year from one day (yyyymmdd) to another, rounded down; negative when it is before, None when there is no end."""
    if until == 0:
        return None
    days: int = (to_date(until) - to_date(since)).days
    return days * _TENTHS // _DAYS


def in_years(tenths: int | None) -> str:
    """``11.3``, ``-0.1``; ``no end``."""
    if tenths is None:
        return "no end"
    years, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{years}.{rest}"
