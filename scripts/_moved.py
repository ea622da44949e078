# SPDX-License-Identifier: Apache-2.0
"""Commands that were under ``manage`` once: whoever types them is told where they are now. For one release."""

from __future__ import annotations

from typing import NoReturn

import click

from scripts import _market, _offering, _offices, _powers, _supervision
from scripts._attestation import register
from scripts._command import ExplainedCommand

INVESTING = (register, *_offering.INVESTING, *_market.INVESTING)
SUPERVISING = (*_offices.SUPERVISING, *_supervision.COMMANDS, *_powers.COMMANDS)


class MovedCommand(ExplainedCommand):
    """Hidden, and refused as wrong usage whatever follows it."""

    def __init__(self, name: str, group: str) -> None:
        super().__init__(name, hidden=True, add_help_option=False)
        self.group = group

    def parse_args(self, ctx: click.Context, args: list[str]) -> NoReturn:
        raise click.UsageError(f"`manage {self.name}` has moved: type `ape run {self.group} {self.name}`")


MOVED = tuple(
    MovedCommand(str(command.name), group)
    for group, commands in (("invest", INVESTING), ("supervise", SUPERVISING))
    for command in commands
)
