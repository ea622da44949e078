# SPDX-License-Identifier: Apache-2.0
"""``regalia invest history``: everything that happened to a wallet's units, in the order of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from regalia.cli.invest_entries import Line, entries_table, entry_facts, in_order
from regalia.cli.invest_open import visited
from regalia.cli.invest_options import Where, Whose, json_option, where_options, whose_options
from regalia.cli.invest_text import head_facts, head_lines
from regalia.cli.invest_wallet import typed_wallet
from regalia.cli.ip_day import Day
from regalia.domain.rights.day import to_date, today_of
from regalia.printing import to_json


@click.command()
@where_options
@whose_options
@click.option("--since", type=Day(), metavar="DAY", help="From this day on (UTC), as 2026-01-31.")
@click.option("--until", type=Day(), metavar="DAY", help="Up to this day, itself with it.")
@json_option
def history(where: Where, whose: Whose, since: int | None, until: int | None, as_json: bool) -> None:
    """List everything that happened to a wallet's units in all deals, oldest first, each with block and transaction: bids, units that came
    and went, prices, income, claims, tax.
    """
    if since and until and since > until:
        raise click.UsageError(f"--since: {to_date(since)} is after --until, {to_date(until)}")
    with visited(where, typed_wallet(whose), whose.offline, as_json) as visit:
        lines = [line for line in in_order(visit.views) if _within(line, since, until)]
        if as_json:
            days = {"since": _day(since), "until": _day(until)}
            click.echo(to_json({**head_facts(visit), **days, "entries": [entry_facts(*line) for line in lines]}))
        else:
            click.echo("\n".join([*head_lines(visit), "", *_text(lines)]))


def _text(lines: Sequence[Line]) -> list[str]:
    return [entries_table(lines, named=True)] if lines else ["nothing happened in that time"]


def _within(line: Line, since: int | None, until: int | None) -> bool:
    day = today_of(line[2].place.timestamp)
    return (since or day) <= day <= (until or day)


def _day(day: int | None) -> Any:
    return None if day is None else to_date(day).isoformat()
