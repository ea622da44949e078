# SPDX-License-Identifier: Apache-2.0
"""``regalia show``: what the pages say, without pages."""

from __future__ import annotations

from importlib import import_module

import click

from regalia.cli.lazy import LazyCommands

TOLD = {
    "overview": "All deals, a line each.",
    "deal": "A deal: tranches, cash, triggers, what is to come.",
    "date": "One payment date, step by step.",
    "coverage": "What triggers measured against their limits, date by date.",
    "receipts": "Receipts against the forecast, and who paid them in.",
    "pool": "The rights behind a deal, or its receipts by payer and licence.",
    "tranche": "A tranche: price, yield, factor, what it paid, who holds it.",
    "investor": "What a wallet holds, earned and may do in all deals.",
    "supervisor": "What a supervisor asks of all deals.",
    "log": "Everything that was said, newest first, by a filter.",
}


class ShowCommands(LazyCommands):
    """All of them are in one module."""

    told = TOLD

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.told:
            return None
        command = getattr(import_module("regalia.cli.show_commands"), cmd_name)
        assert isinstance(command, click.Command)
        return command


show = ShowCommands(
    "show",
    help="Show what the pages of `regalia serve` say, as text or with --json: the same figures by the same keys.",
)
