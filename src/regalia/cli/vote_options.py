# SPDX-License-Identifier: Apache-2.0
"""Options that commands of ``regalia vote`` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def ballot_options(command: Command) -> Command:
    """``--for``, ``--against``, ``--abstain``: parameters ``in_favour``, ``against`` and ``abstain``."""
    for decorate in reversed(
        (
            click.option("--for", "in_favour", is_flag=True, help="For it."),
            click.option("--against", is_flag=True, help="Against it."),
            click.option("--abstain", is_flag=True, help="Neither; counts for the quorum."),
        )
    ):
        command = decorate(command)
    return command
