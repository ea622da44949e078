# SPDX-License-Identifier: Apache-2.0
"""Days as people type them on a command line."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from regalia.domain.rights.day import from_date, is_day


class Day(click.ParamType):
    """A day as 2026-12-31. Gives it as the number yyyymmdd."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        try:
            day = from_date(date.fromisoformat(value))
        except ValueError:
            day = 0
        if not is_day(day):
            self.fail(f"{value!r} is not a day from 1600-01-01 on, written as 2026-12-31", param, ctx)
        return day
