# SPDX-License-Identifier: Apache-2.0
"""A desk whose account the node has unlocked: commands of the scripts run in this process, without Ape's network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import click

from scripts._desk import Desk
from scripts.manage import cli as manage
from scripts.oracle import cli as oracle
from scripts.supervise import cli as supervise
from tests.servicing.reporting import Reporting


@dataclass(frozen=True)
class NodeDesk(Desk):
    """What was asked, and what was shown at the end."""

    asked: list[str] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)

    @property
    def signer(self) -> Any:
        return self.account.address

    def ask(self, question: str) -> None:
        self.asked.append(question)
        if not self.yes:
            raise click.Abort

    def show(self, figures: Mapping[str, Any]) -> None:
        self.shown.update(figures)


def run(reporting: Reporting, role: str, name: str, answer: bool = True, **given: Any) -> NodeDesk:
    """The command of that name, by the account of the role, with the values of its options."""
    desk = NodeDesk(SimpleNamespace(address=reporting[role]), answer, True, reporting.deal)
    callback: Any = {**manage.commands, **oracle.commands, **supervise.commands}[name].callback
    callback.__wrapped__(desk, **given)
    return desk
