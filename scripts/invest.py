# SPDX-License-Identifier: Apache-2.0
"""Invest in a deal by its record: ``ape run invest subscribe --record FILE --tranche ID --units N``."""

from __future__ import annotations

import click

from scripts import _market, _offering
from scripts._attestation import register


@click.group()
def cli() -> None:
    """Register, bid, collect or take back, take up, claim, pass units on. Orders and votes: `regalia trade`, `regalia vote`."""


for command in (register, *_offering.INVESTING, *_market.INVESTING):
    cli.add_command(command)
