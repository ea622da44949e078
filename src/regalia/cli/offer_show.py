# SPDX-License-Identifier: Apache-2.0
"""``regalia offer show``: how tranches are offered, what is bid for them, how that clears, and what waits."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.chain.record_check import check_record
from regalia.cli.market_open import Place
from regalia.cli.offer_facts import offering_facts
from regalia.cli.offer_text import offering_text
from regalia.cli.oracle_open import json_option, open_deal, record_option, rpc_option, terms_option
from regalia.printing import to_json
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.offer_view import read_offering
from regalia.servicing.offering import open_bids


@click.command()
@record_option
@rpc_option
@terms_option
@json_option
def show(record_file: Path, rpc: str, terms_file: Path | None, as_json: bool) -> None:
    """Show the window, and of each tranche the levels with price or coupon and what is bid there, how it would clear now, who may bid.

    After closing: how it cleared, and which bids still wait for units or money. Only reads.
    """
    opened = open_deal(record_file, rpc, terms_file)
    check_record(opened.web3, opened.record)
    place = Place(DealContracts(opened.web3, opened.record))
    view = read_offering(place.deal, opened.program)
    waiting = open_bids(place.deal) if view.status != "offered" else []
    if as_json:
        click.echo(to_json(offering_facts(place, view, waiting)))
    else:
        click.echo(offering_text(place, opened.terms.name, view, waiting))
