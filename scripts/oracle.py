# SPDX-License-Identifier: Apache-2.0
"""The oracle of receipts on a deal by its record: ``ape run oracle dispute --record FILE --evidence FILE``."""

from __future__ import annotations

import click

from scripts import _oracle_decisions, _oracle_disputes, _oracle_reports, _oracle_signers


@click.group()
def cli() -> None:
    """Dispute reports and decide about them, change who attests, hand in what is signed, declare what is missing."""


for command in (
    *_oracle_disputes.COMMANDS,
    *_oracle_decisions.COMMANDS,
    *_oracle_signers.COMMANDS,
    *_oracle_reports.COMMANDS,
):
    cli.add_command(command)
