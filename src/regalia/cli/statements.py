# SPDX-License-Identifier: Apache-2.0
"""``regalia statements``: what payers and banks sent, read and reconciled. Each command is a module, imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "read": "Read statements, bank statements, rates and invoices; print what they say.",
    "fetch": "Ask a payer's API for a statement and keep it as a file.",
    "reconcile": "Hold own documents against the payments into a deal's escrow.",
}


class StatementsGroup(click.Group):
    """A group whose command ``a`` is ``regalia.cli.statements_a:a``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"regalia.cli.statements_{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=StatementsGroup)
def statements() -> None:
    """Read what payers and banks send, and reconcile it with the escrow."""
