# SPDX-License-Identifier: Apache-2.0
"""Supervise a deal by its record: ``ape run supervise officers --record FILE``."""

from __future__ import annotations

import click

from scripts import _offices, _powers, _supervision


@click.group()
def cli() -> None:
    """List officers; halt and resume; freeze, force, recover, pause, redeem, each under an order. Disputes: `ape run oracle`."""


for command in (*_offices.SUPERVISING, *_supervision.COMMANDS, *_powers.COMMANDS):
    cli.add_command(command)
