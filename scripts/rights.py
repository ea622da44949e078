# SPDX-License-Identifier: Apache-2.0
"""Rights, from the registry to the deal: ``ape run rights enter FILE --registry ADDRESS``."""

from __future__ import annotations

import click

from scripts import _rights_changes, _rights_files, _rights_pool, _rights_register, _rights_reports, _rights_valuations


@click.group()
def cli() -> None:
    """Enter rights, value them, report legal events and valuations; pledge, settle, substitute, repurchase, release."""


for command in (
    *_rights_files.COMMANDS,
    *_rights_reports.COMMANDS,
    *_rights_valuations.COMMANDS,
    *_rights_register.COMMANDS,
    *_rights_pool.COMMANDS,
    *_rights_changes.COMMANDS,
):
    cli.add_command(command)
