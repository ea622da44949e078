# SPDX-License-Identifier: Apache-2.0
"""The reference of commands, from their own help: one page for ``regalia``, one for the scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from tools.docs.commands import Command, regalia_commands, script_commands

_INTRODUCTION = """# Commands

Made from what each command says with `--help`.

| | for |
|---|---|
| [regalia](regalia.md) | everybody: installed with the package |
| [ape run](ape.md) | officers, servicers, whoever deploys, with accounts of Ape: in a checkout |
"""


def command_pages(root: Path) -> dict[str, str]:
    """Pages by their names."""
    return {
        "index.md": _INTRODUCTION,
        "regalia.md": "\n".join(_page("regalia", regalia_commands())),
        "ape.md": "\n".join(_page("ape run", script_commands(root))),
    }


def _page(title: str, commands: Iterable[Command]) -> Iterator[str]:
    yield f"# {title}"
    for found in commands:
        if found.words != ("regalia",):
            level = "##" if isinstance(found.command, click.Group) or len(found.words) == 2 else "###"
            yield f"\n{level} {' '.join(found.words)}\n"
        if not isinstance(found.command, click.Group):
            pieces = " ".join(found.command.collect_usage_pieces(found.context))
            yield f"```\n{' '.join(found.words)} {pieces}\n```\n"
        yield _escaped(found.command.help or "") + "\n"
        rows = list(_options(found))
        if rows:
            yield "| option | |\n|---|---|"
            yield from rows


def _options(found: Command) -> Iterator[str]:
    for parameter in found.command.get_params(found.context):
        record = parameter.get_help_record(found.context)
        if record is not None and "--help" not in parameter.opts:
            told = " ".join(record[1].split())
            yield f"| `{record[0].replace('|', chr(0x2502))}` | {_escaped(told)} |"


def _escaped(words: str) -> str:
    return words.replace("\b", "").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("[", "\\[")
