# SPDX-License-Identifier: Apache-2.0
"""The command that makes an appraiser's valuation report one that attestors can sign, and then hand in, as they do legal events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scripts._command import NetworkCommand
from scripts._rights_desk import RightsDesk, at_rights, reading
from scripts._rights_files import file_argument, token_option, values_token
from scripts._rights_proposals import lines_of_valuations, propose_report, proposing


@click.command("propose-valuation", cls=NetworkCommand)
@at_rights("valuation-oracle", reading)
@file_argument
@token_option
@proposing
def propose_valuation(
    desk: RightsDesk, file: Path, token: Any, days: int, left_out: tuple[int, ...], out: Path
) -> None:
    """Write a report of what a valuation report says and the registry does not know yet. Nothing is signed or sent.

    To be signed by valuation-attestors; the valuation oracle then values the rights in its own name.
    """
    from regalia.feeds.valuations import load_valuations
    from regalia.servicing.valuation_drafts import draft

    read = load_valuations(file, desk.today)
    acts = read.acts(desk.rights.valuation_oracle.address, values_token(desk, token, read.terms.currency))
    found = draft(desk.rights, acts, left_out)
    lines = lines_of_valuations(found, read.terms.currency.currency())
    propose_report(desk, found.report, bool(found.valuations), lines, days, out)


COMMANDS = (propose_valuation,)
