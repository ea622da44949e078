# SPDX-License-Identifier: Apache-2.0
"""``regalia invest yield``: what the money put in has yielded to date."""

from __future__ import annotations

import click

from regalia.cli.invest_open import visited
from regalia.cli.invest_options import Where, Whose, json_option, where_options, whose_options
from regalia.cli.invest_wallet import typed_wallet
from regalia.cli.invest_yield_text import facts, text
from regalia.printing import to_json


@click.command("yield")
@where_options
@whose_options
@json_option
def yielded(where: Where, whose: Whose, as_json: bool) -> None:
    """Say what the money put in has yielded to date, by deal and in all: the yearly rate at which it is worth what came out, with and
    without what is left. What is left counts by the last trade, or where there was none by the balance outstanding.

    A yield to come, at a price and with receipts that are assumed, is `regalia quote`.
    """
    with visited(where, typed_wallet(whose), whose.offline, as_json) as visit:
        click.echo(to_json(facts(visit)) if as_json else text(visit))


globals()["yield"] = yielded  # the group asks for it by the command's name, which is a word of Python
