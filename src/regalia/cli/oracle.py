# SPDX-License-Identifier: Apache-2.0
"""``regalia oracle``: receipts reports proposed, attested and brought on chain. Each command is a module, imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "propose": "Propose a report from own documents.",
    "attest": "Recompute proposals from own documents; sign or refuse.",
    "board": "Serve the folder of an exchange to attestors.",
    "show": "Show proposals, who signed, who refused and why.",
    "serve": "Bring complete reports on chain, and see to it that they stay there.",
}


class OracleGroup(click.Group):
    """A group whose command ``a`` is ``regalia.cli.oracle_a:a``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"regalia.cli.oracle_{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=OracleGroup)
def oracle() -> None:
    """Propose receipts reports, attest them, bring them on chain."""
