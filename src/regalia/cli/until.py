# SPDX-License-Identifier: Apache-2.0
"""Until when, as people type it: so long from now, or a day or time in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click

_LENGTH = re.compile(r"([0-9]{1,5})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z")


@dataclass(frozen=True)
class Moment:
    """``seconds`` from now, or since 1970 where it is ``fixed``."""

    seconds: int
    fixed: bool

    def after(self, now: int) -> int:
        """In seconds since 1970."""
        return self.seconds if self.fixed else now + self.seconds


class Until(click.ParamType):
    """``7d``, ``12h``, ``30m``; ``2026-12-31`` is the last second of that day, ``2026-12-31T12:00Z`` a time."""

    name = "until"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        if isinstance(value, Moment):
            return value
        if found := _LENGTH.fullmatch(value):
            return Moment(int(found[1]) * _SECONDS[found[2]], False)
        try:
            if _DAY.fullmatch(value):
                return Moment(_of(value) + _SECONDS["d"] - 1, True)
            if _TIME.fullmatch(value):
                return Moment(_of(value.removesuffix("Z")), True)
        except ValueError:
            pass
        self.fail(f"{value!r} is not 7d, 12h, 30m, 2026-12-31 or 2026-12-31T12:00Z", param, ctx)


def _of(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
