# SPDX-License-Identifier: Apache-2.0
"""``regalia ip show``: the portfolio of a deal, and what events would do to its next payment date."""

from __future__ import annotations

from pathlib import Path

import click

from regalia.cli.ip_deal import PATH, RightsDeal, json_option, open_deal, terms_option
from regalia.cli.ip_json import portfolio_facts, what_if_facts
from regalia.cli.ip_names import namer
from regalia.cli.ip_show_text import portfolio_text
from regalia.cli.ip_what_if_text import what_if_text
from regalia.domain.money import MoneyError
from regalia.errors import RegaliaError
from regalia.printing import to_json
from regalia.reports.names import Names
from regalia.reports.rights.cases import all_cases, case_of
from regalia.reports.rights.portfolio import portfolio_of
from regalia.reports.rights.rights_csv import rights_csv
from regalia.reports.rights.what_if import WhatIf

ALL = "all"


class TableFileError(RegaliaError, OSError):
    """The table can't be written where it was asked for."""


@click.command()
@click.argument("record_file", type=PATH, metavar="DEAL")
@click.option("--rpc", required=True, metavar="URL", help="Address of a node of the deal's network.")
@terms_option
@click.option("--what-if", "events", multiple=True, metavar="ACT:RIGHT[:DATE]", help="What would it do? Or: all.")
@click.option("--received", metavar="AMOUNT", help="Of the next report, for --what-if; as the last one when not given.")
@click.option("--csv", "csv_file", type=PATH, metavar="FILE.csv", help="Write the table of rights there.")
@json_option
def show(
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    events: tuple[str, ...],
    received: str | None,
    csv_file: Path | None,
    as_json: bool,
) -> None:
    """Show the rights behind the deal of the deployment record DEAL: status, value, remaining life, licences, concentrations, limits, the
    facts its next payment date would take with their causes, and the bars of an asset.

    With --what-if also what an event would do to that date: ACT is invalidated, lapsed, title-disputed, lien-ahead, licence-ended,
    valuation-ended and so on, RIGHT a number as people write it; several joined by + happen together.
    """
    if received is not None and not events:
        raise click.UsageError("--received is about --what-if: say what should happen")
    deal = open_deal(record_file, rpc, terms_file, quiet=as_json)
    view, money = portfolio_of(deal.ledger, deal.book, deal.today), deal.ledger.terms.money
    world = WhatIf(deal.ledger, deal.book, deal.today, _units(deal, received)) if events else None
    chosen = [world.of(case_of(world, event)) for event in events if event != ALL] if world else []
    every = [world.of(case) for case in all_cases(world)] if world and ALL in events else []
    if csv_file is not None:
        _write(csv_file, rights_csv(view, money))
    if as_json:
        more = {"block": deal.block, "what_if": what_if_facts(world, chosen + every)}
        click.echo(to_json(portfolio_facts(view, money) | more))
        return
    click.echo(portfolio_text(view, deal.ledger.terms, deal.block, namer(Names(deal.ledger))))
    if world is not None:
        click.echo("\n" + what_if_text(world, chosen, every))


def _units(deal: RightsDeal, received: str | None) -> int | None:
    try:
        units = None if received is None else deal.ledger.terms.money.to_units(received)
    except MoneyError as error:
        raise click.BadParameter(error.message, param_hint="--received") from None
    if units is not None and units < 0:
        raise click.BadParameter("is below zero", param_hint="--received")
    return units


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise TableFileError(
            f"--csv: {str(path)!r}: can't be written: {error.strerror}", "Name a file in a folder that exists."
        ) from None
    click.echo(f"written to {path}", err=True)
