# SPDX-License-Identifier: Apache-2.0
"""Groups of commands whose modules are imported when they are called, so that ``--help`` is quick."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click


class LazyCommands(click.Group):
    """A group whose command ``a-b`` is ``regalia.cli.NAME_a_b:a_b``; ``told`` says in a line what each one does."""

    told: Mapping[str, str] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.told)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.told:
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(import_module(f"regalia.cli.{self.name}_{name}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.told.items()))


def group_of(name: str, told: Mapping[str, str], help: str) -> LazyCommands:
    """The group ``regalia NAME``."""
    made = LazyCommands(name, help=help)
    made.told = told
    return made
