# SPDX-License-Identifier: Apache-2.0
"""What commands on the oracle do alike: which report is meant, what is hashed, what a bond is, which file is read."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from regalia.cli.whole import Whole
from scripts._desk import Desk

MOST_NUMBER = 2**32 - 1
MOST_BYTES = 40_000_000
number_option = click.option(
    "--number",
    type=Whole("number", 0, MOST_NUMBER),
    default=0,
    show_default=True,
    help="0: the report that waits for its payment date; else the restatement of that number.",
)
file_argument = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


def grounded(name: str, what: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command ``--name FILE|HASH`` and ``--name-text TEXT``, one of which must be given, and the hash as ``grounds``."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @click.option(
            f"--{name}",
            "document",
            metavar="FILE|HASH",
            help=f"{what}, as a document: its keccak-256 goes on chain. Or that hash itself, 0x and 64 digits.",
        )
        @click.option(
            f"--{name}-text", "text", help=f"{what}, in words: their keccak-256 goes on chain. Keep the words."
        )
        @functools.wraps(command)
        def run(desk: Desk, document: str | None, text: str | None, **given: Any) -> None:
            from regalia.servicing.grounds import hash_of_document, hash_of_text

            if (document is None) == (text is None):
                raise click.UsageError(f"Give --{name}, or --{name}-text; not both.")
            found = hash_of_text(text) if text is not None else hash_of_document(str(document))
            command(desk, grounds=found, **given)

        return run

    return decorate


def named(desk: Desk, number: int) -> str:
    """What a dispute is about, in words."""
    from regalia.oracle.stream import read_latest

    if number:
        return f"restatement {number}"
    latest = read_latest(desk.web3, desk.deal.oracle.address, desk.deal.deal.address)
    return f"the report of period {latest.period}" if latest.pending else "the report that waits"


def bond_said(desk: Desk, bond: int) -> str:
    """What a bond means for whoever puts it down, as the beginning of a question."""
    if not bond:
        return "No bond is needed."
    return (
        f"The oracle keeps a bond of {desk.money(bond)}. It is owed back if you are right in the end or nobody decides; "
        "else it goes into the deal's collection."
    )


def moment_or_none(seconds: int | None) -> str | None:
    from regalia.servicing.transfer_text import moment

    return None if seconds is None else moment(seconds)


def content_of(file: Path) -> bytes:
    """The bytes of a file that was named. Usage error where it can't be read."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise click.BadParameter(f"{file} can't be read: {error.strerror}", param_hint="'FILE'") from error
    if len(content) > MOST_BYTES:
        raise click.BadParameter(f"{file} is larger than {MOST_BYTES:,} bytes", param_hint="'FILE'")
    return content
