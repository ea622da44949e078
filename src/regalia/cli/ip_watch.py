# SPDX-License-Identifier: Apache-2.0
"""``regalia ip watch``: what time will bring to rights, so that a servicer sees next quarter's trouble now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from regalia.cli.ip_deal import PATH, json_option, open_deal, terms_option, this_day, today_option
from regalia.cli.whole import Whole
from regalia.domain.money import format_rate
from regalia.domain.rights.day import written
from regalia.domain.rights.right import Right
from regalia.feeds import WatchRow, load_portfolio
from regalia.feeds import watch as watch_rights
from regalia.printing import table, to_json
from regalia.reports.rights.portfolio import holdings_of
from regalia.reports.rights.right_numbers import written_number

MOST_MONTHS = 1_200


@click.command()
@click.argument("record_file", type=PATH, metavar="[DEAL]", required=False)
@click.option("--rpc", metavar="URL", help="Address of a node of the deal's network.")
@terms_option
@click.option("--portfolio", type=PATH, metavar="FILE", help="The rights of a portfolio file instead of a deal's.")
@click.option("--months", type=Whole("months", 0, MOST_MONTHS), default=6, show_default=True, help="How far ahead.")
@today_option
@json_option
def watch(
    record_file: Path | None,
    rpc: str | None,
    terms_file: Path | None,
    portfolio: Path | None,
    months: int,
    today: int | None,
    as_json: bool,
) -> None:
    """Show renewals due, expiries, valuations that go stale and licences that end, overdue ones first: of the rights behind the deal of the
    deployment record DEAL, or with --portfolio of those in a file.

    Today is the day of the latest block; for a file, the day of the clock.
    """
    if (record_file is None) == (portfolio is None):
        raise click.UsageError("name either DEAL, with --rpc, or --portfolio FILE: whose rights?")
    if (record_file is None) != (rpc is None):
        raise click.UsageError("DEAL and --rpc go together: which deal, and where its chain is")
    rights: Iterable[Right]
    if record_file is not None and rpc is not None:
        deal = open_deal(record_file, rpc, terms_file, quiet=as_json)
        rights, day = [held.right for held in holdings_of(deal.ledger, deal.book).rights], today or deal.today
    else:
        assert portfolio is not None  # the options were looked at before
        day = today or this_day()
        rights = load_portfolio(portfolio, day).registry.rights.values()
    rows = watch_rights(rights, day, months)
    click.echo(to_json(_facts(rows, day, months)) if as_json else watch_text(rows, day, months))


def watch_text(rows: tuple[WatchRow, ...], today: int, months: int) -> str:
    head = f"what comes within {months} months of {written(today)}"
    if not rows:
        return f"{head}: nothing, and nothing is overdue"
    lines = [
        (
            "OVERDUE" if row.overdue else "",
            written(row.day),
            written_number(row.right),
            f"{row.coming.value} ({row.licence})" if row.licence else row.coming.value,
            row.label,
            format_rate(row.share),
            row.effect,
        )
        for row in rows
    ]
    heads = ("", "last good day", "right", "what", "fact", "of its value", "then")
    overdue = sum(row.overdue for row in rows)
    return f"{head}: {len(rows)}, {overdue} overdue\n\n{table(heads, lines, 'lllllrl')}"


def _facts(rows: tuple[WatchRow, ...], today: int, months: int) -> dict[str, object]:
    found = [
        asdict(row)
        | {
            "right": f"0x{row.right.hex()}",
            "number": written_number(row.right),
            "day": written(row.day),
            "coming": row.coming.value,
        }
        for row in rows
    ]
    return {"today": written(today), "months": months, "rows": found}
