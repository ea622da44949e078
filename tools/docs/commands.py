# SPDX-License-Identifier: Apache-2.0
"""Every command there is, with its options: ``regalia`` and the scripts for Ape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click

from regalia.cli.main import cli


@dataclass(frozen=True)
class Command:
    """A command as it is typed, ``("regalia", "trade", "sign")``, with what it stands in."""

    words: tuple[str, ...]
    command: click.Command
    context: click.Context


def regalia_commands() -> Iterator[Command]:
    """``regalia`` and all below it, as its help lists them."""
    return _below(("regalia",), cli, None)


def script_commands(root: Path) -> Iterator[Command]:
    """``ape run NAME`` for each script, and all below it."""
    for path in sorted((root / "scripts").glob("[a-z]*.py")):
        command = import_module(f"scripts.{path.stem}").cli
        assert isinstance(command, click.Command)
        yield from _below(("ape", "run", path.stem), command, None)


def _below(words: tuple[str, ...], command: click.Command, parent: click.Context | None) -> Iterator[Command]:
    context = click.Context(command, parent=parent, info_name=words[-1] if parent else " ".join(words))
    yield Command(words, command, context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                yield from _below((*words, name), inner, context)
