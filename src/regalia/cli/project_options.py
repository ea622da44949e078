# SPDX-License-Identifier: Apache-2.0
"""What ``regalia project`` and ``regalia stress`` share: where assumptions come from, where results go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from regalia.cli.whole import Whole
from regalia.domain.program_words import POOL_VALUE
from regalia.domain.terms import Terms
from regalia.domain.terms.facts import LIMITS_BROKEN
from regalia.projection.assumptions import Assumptions
from regalia.projection.assumptions_file import assumptions_from, load_assumptions
from regalia.projection.base import MOST_PERIODS

Command = TypeVar("Command", bound=Callable[..., Any])
PATH = click.Path(path_type=Path)


def assumptions_options(command: Command) -> Command:
    """TERMS and what is taken to come in."""
    for decorate in reversed(
        (
            click.argument("terms", type=PATH, metavar="TERMS"),
            click.option("--scenarios", type=PATH, metavar="FILE.yaml", help="Scenario file (docs/projection.md)."),
            click.option("--receipts", type=PATH, metavar="FILE.csv", help="Receipts file; then the last year again."),
            click.option("--flat", metavar="AMOUNT", help="The same receipts every period."),
            click.option("--periods", type=Whole("payment dates", 1, MOST_PERIODS), metavar="N", help="How many."),
            click.option("--invoice", "invoices", multiple=True, metavar="STEP=AMOUNT", help="Of an as-invoiced step."),
            click.option("--fact", "facts", multiple=True, metavar="FACT=VALUE", help="An amount, 5%, or a count."),
        )
    ):
        command = decorate(command)
    return command


def output_options(command: Command) -> Command:
    """The engine, and where results go."""
    formats = click.Choice(["svg", "png"])
    for decorate in reversed(
        (
            click.option("--exact", is_flag=True, help="Use the exact engine for everything; slower."),
            click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
            click.option("--csv", type=PATH, metavar="DIR", help="Write tables there."),
            click.option("--charts", type=PATH, metavar="DIR", help="Draw charts there."),
            click.option("--chart-format", type=formats, default="svg", show_default=True),
        )
    ):
        command = decorate(command)
    return command


def given_assumptions(
    terms: Terms,
    scenarios: Path | None,
    receipts: Path | None,
    flat: str | None,
    periods: int | None,
    invoices: tuple[str, ...],
    facts: tuple[str, ...],
) -> tuple[Assumptions, Path]:
    """The assumptions, and the folder their paths begin in. ``--periods`` goes before the file's; other options don't mix with one."""
    sources = [name for name, value in (("--receipts", receipts), ("--flat", flat)) if value is not None]
    if scenarios is not None:
        if others := sources + ["--invoice"] * bool(invoices) + ["--fact"] * bool(facts):
            raise click.UsageError(f"--scenarios and {others[0]} don't go together: say it in the scenario file")
        given = load_assumptions(scenarios)
        return (given.model_copy(update={"periods": periods}) if periods else given), scenarios.parent
    if len(sources) > 1:
        raise click.UsageError("--receipts and --flat don't go together")
    source: dict[str, str] = {"kind": "forecast"}
    if receipts is not None:
        source = {"kind": "file", "file": str(receipts)}
    elif flat is not None:
        source = {"kind": "flat", "amount": flat}
    data: dict[str, Any] = {"format": "regalia-projection-1", "id": "command-line", "receipts": source}
    data["invoices"] = [dict(zip(("step", "amount"), pair(text, "--invoice"), strict=True)) for text in invoices]
    data["facts"] = [_fact(*pair(text, "--fact")) for text in facts]
    if periods:
        data["periods"] = periods
    return assumptions_from(data, "the options"), Path()


def pair(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise click.BadParameter(f"{text!r} must be written NAME=VALUE", param_hint=option)
    return name.strip(), value.strip()


def _fact(name: str, value: str) -> dict[str, str]:
    kind = "share"
    if name == POOL_VALUE:
        kind = "years_of_receipts" if value.endswith("x") else "amount"
    elif name == LIMITS_BROKEN:
        kind = "count"
    return {"fact": name, kind: value}


@contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """Counts on standard error while a person looks on; silent in a pipe."""
    shown = sys.stderr.isatty()

    def step(done: int) -> None:
        if shown:
            click.echo(f"\r{done:,} {what} …", nl=False, err=True)

    if shown:
        click.echo(f"projecting {what} …", nl=False, err=True)
    try:
        yield step
    finally:
        if shown:
            click.echo("\r\033[K", nl=False, err=True)


def say_files(*written: tuple[Path | None, list[str]]) -> None:
    """Which files were written, on standard error: standard output has the figures and nothing else."""
    for folder, names in written:
        if folder is not None:
            click.echo(f"written to {folder}: {', '.join(names)}", err=True)
