# SPDX-License-Identifier: Apache-2.0
"""How rights, days, shares and documents are typed, and what they become: 32 bytes, yyyymmdd, parts per million, a hash."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

import click

from regalia.domain.money import MoneyError, rate_to_ppm
from regalia.domain.rights.day import is_day
from regalia.domain.rights.number import parse
from regalia.domain.rights.office_numbers import RightNumberError
from regalia.domain.rights.offices import is_office
from regalia.domain.rights.words import PPM, Kind
from regalia.feeds.documents import part_of
from regalia.feeds.records import right_of

MOST_NUMBER = 2**16 - 1
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_BY_HASH = frozenset({Kind.TRADE_SECRET, Kind.NONE})
KINDS = {kind.name.lower().replace("_", "-"): kind for kind in Kind if kind not in _BY_HASH}
NUMBER = "As people write it: CN201810990101.6, EP18990912.0, CN102018010990101; or 0x and 64 digits, for what has a hash alone."


class RightDay(click.ParamType):
    """A day from 1600-01-01 on, as a number yyyymmdd."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = _DAY.fullmatch(value)
        if match is None or not is_day(int("".join(match.groups()))):
            self.fail(f"{value!r} is not a day from 1600-01-01 on, written as 2024-12-31", param, ctx)
        return int("".join(match.groups()))


class Share(click.ParamType):
    """A rate with its per cent sign, at most 100%, as parts per million."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        try:
            found = rate_to_ppm(value) if value.rstrip().endswith("%") else PPM + 1
        except MoneyError as error:
            self.fail(error.message, param, ctx)
        if found > PPM:
            self.fail(f"{value!r} is not a share from 0% to 100%, written as 12.5%", param, ctx)
        return found


class Territory(click.ParamType):
    """A code of WIPO ST.3."""

    name = "office"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not is_office(value):
            self.fail(f"{value!r} is not a code of WIPO ST.3, such as CN, DE or EP; WO is all the world", param, ctx)
        return str(value)


def right_in(option: str, typed: str, kind: str | None) -> bytes:
    """The right that was typed. Without a kind the number tells it: a patent, where it doesn't. Usage error."""
    try:
        return parse(typed, KINDS[kind]) if kind else right_of(typed)
    except RightNumberError as error:
        raise click.BadParameter(f"{typed}: {error.rule}", param_hint=repr(option)) from error


def named_right(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each right it names, and ``--kind``; it gets their ids."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(clerk: Any, kind: str | None, **given: Any) -> None:
            found = {name: right_in(f"--{name}", given.pop(name), kind) for name in names}
            command(clerk, **found, **given)

        for name in reversed(names):
            run = click.option(f"--{name}", required=True, metavar="NUMBER", help=NUMBER)(run)
        return kind_option(run)

    return decorate


def documented(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--document`` and ``--part``, and the document's hash in their place."""

    @click.option(
        "--document",
        "paper",
        required=True,
        metavar="FILE|HASH",
        help="What it rests on: its SHA-256 goes on chain. Or that hash itself, 0x and 64 digits.",
    )
    @click.option("--part", help="Name of the part of the document, where it says several things.")
    @functools.wraps(command)
    def run(clerk: Any, paper: str, part: str | None, **given: Any) -> None:
        from regalia.servicing.orders import evidence_hash

        whole = evidence_hash(paper)
        command(clerk, document=part_of(whole, part) if part else whole, **given)

    return run


kind_option = click.option(
    "--kind", type=click.Choice(tuple(KINDS)), help="What the numbers are of, where they don't tell."
)
day_option = click.option("--day", type=RightDay(), required=True, help="The day of the document: 2024-12-31.")
