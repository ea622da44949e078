# SPDX-License-Identifier: Apache-2.0
"""``regalia ip``: the rights behind a deal. Each command is a module of its own."""

from __future__ import annotations

import click

from regalia.cli.ip_check import check_portfolio, check_valuations
from regalia.cli.ip_read import read
from regalia.cli.ip_show import show
from regalia.cli.ip_watch import watch


@click.group()
def ip() -> None:
    """Show the rights behind a deal, watch them, read what is written of them."""


for command in (show, watch, read, check_portfolio, check_valuations):
    ip.add_command(command)
