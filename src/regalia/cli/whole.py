# SPDX-License-Identifier: Apache-2.0
"""Whole numbers as people type them on a command line."""

from __future__ import annotations

import re
from typing import Any

import click

WHOLE = re.compile(r"-?(?:[0-9]{1,30}|[0-9]{1,3}(?:,[0-9]{3}){1,9})")
MOST_UNITS = 2**48 - 1
"""As many as a register can count."""


class Whole(click.ParamType):
    """A whole number from ``least`` to ``most``, with or without commas (1,000)."""

    def __init__(self, name: str, least: int, most: int) -> None:
        self.name, self.least, self.most = name, least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        if not WHOLE.fullmatch(value):
            self.fail(f"{value!r} is not a whole number of {self.name}", param, ctx)
        found = int(value.replace(",", ""))
        if not self.least <= found <= self.most:
            self.fail(f"{value} is not from {self.least:,} to {self.most:,} {self.name}", param, ctx)
        return found
