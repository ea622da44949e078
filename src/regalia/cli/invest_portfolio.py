# SPDX-License-Identifier: Apache-2.0
"""``regalia invest portfolio``: what a wallet has in all deals."""

from __future__ import annotations

import click

from regalia.cli.invest_open import visited
from regalia.cli.invest_options import Where, Whose, json_option, where_options, whose_options
from regalia.cli.invest_portfolio_text import facts, text
from regalia.cli.invest_wallet import typed_wallet
from regalia.printing import to_json


@click.command()
@where_options
@whose_options
@json_option
def portfolio(where: Where, whose: Whose, as_json: bool) -> None:
    """Show what a wallet has in all deals recorded of a chain, tranche by tranche: units, what was put in for them, what they brought, and
    what a claim would come to now, tax taken off.

    The index is brought up to date first, and units and income owed are held against the contracts' own answers. Nothing is sent.
    """
    with visited(where, typed_wallet(whose), whose.offline, as_json) as visit:
        click.echo(to_json(facts(visit)) if as_json else text(visit))
