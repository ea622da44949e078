# SPDX-License-Identifier: Apache-2.0
"""``regalia receipts``: one receipt of a report proved to somebody who may not see the others."""

from __future__ import annotations

import click

from regalia.cli.receipts_check import check
from regalia.cli.receipts_prove import prove


@click.group()
def receipts() -> None:
    """Prove one receipt of a report without showing the others, and check such a proof."""


for command in (prove, check):
    receipts.add_command(command)
