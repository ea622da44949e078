# SPDX-License-Identifier: Apache-2.0
"""``regalia ip check-portfolio`` and ``regalia ip check-valuations``: every problem of a file with its line, or what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import click

from regalia.cli.ip_deal import PATH, json_option, this_day, today_option
from regalia.cli.ip_names import day_text
from regalia.domain.rights.day import written
from regalia.domain.rights.words import word
from regalia.feeds import FeedError, Portfolio, ValuationReport, load_portfolio, load_valuations
from regalia.printing import table, to_json
from regalia.reports.rights.right_numbers import written_number

File = TypeVar("File", Portfolio, ValuationReport)


@click.command("check-portfolio")
@click.argument("file", type=PATH, metavar="FILE")
@today_option
@json_option
def check_portfolio(file: Path, today: int | None, as_json: bool) -> int:
    """Check the portfolio FILE as it could be entered today: every problem it has, or the rights in it. Exits 1 when it has problems."""
    return _check(lambda: load_portfolio(file, today or this_day()), portfolio_text, _portfolio_facts, as_json)


@click.command("check-valuations")
@click.argument("file", type=PATH, metavar="FILE")
@today_option
@click.option("--seller", "sellers", multiple=True, metavar="ID", help="Somebody else who may not value.")
@json_option
def check_valuations(file: Path, today: int | None, sellers: tuple[str, ...], as_json: bool) -> int:
    """Check the valuation report FILE: every problem it has, or what it values at how much. Exits 1 when it has problems."""
    return _check(
        lambda: load_valuations(file, today or this_day(), sellers), valuations_text, _valuations_facts, as_json
    )


def portfolio_text(found: Portfolio) -> str:
    currency = found.terms.currency.currency()
    rows = []
    for right in found.registry.rights.values():
        value = right.valuation
        rows.append(
            (
                written_number(right.id),
                word(right.kind),
                right.entry.jurisdiction,
                day_text(right.expiry),
                day_text(right.renewal_due),
                f"{len(right.liens)}",
                f"{len(right.licences)}",
                currency.format(value.amount) if value else "-",
                day_text(value.until) if value else "-",
            )
        )
    heads = ("right", "kind", "of", "expiry", "renewal due", "liens", "licences", "value", "good until")
    count = f"OK: {found.path}\n{found.terms.name}: {len(rows)} rights, amounts in {currency.code}"
    return f"{count}\n\n{table(heads, rows, 'lllllrrrl')}"


def valuations_text(found: ValuationReport) -> str:
    terms, currency = found.terms, found.terms.currency.currency()
    rows = [(written_number(valued.right), currency.format(valued.amount)) for valued in found.rights]
    total = currency.format(sum(valued.amount for valued in found.rights))
    head = (
        f"OK: {len(rows)} rights valued by {terms.appraiser}, by {word(terms.method)}, on {written(terms.date)}, good through "
        f"{written(terms.valid_until)}; amounts in {currency.code}"
    )
    return f"{head}\n\n{table(('right', 'value'), [*rows, ('all', total)], 'lr')}"


def _check(
    load: Callable[[], File], text: Callable[[File], str], facts: Callable[[File], dict[str, object]], as_json: bool
) -> int:
    if not as_json:
        click.echo(text(load()))
        return 0
    try:
        found = load()
    except FeedError as error:
        click.echo(to_json({"ok": False, "problems": [asdict(problem) for problem in error.problems]}))
        return 1
    click.echo(to_json({"ok": True, "problems": []} | facts(found)))
    return 0


def _portfolio_facts(found: Portfolio) -> dict[str, object]:
    rights = [{"right": f"0x{right.hex()}", "number": written_number(right)} for right in found.registry.rights]
    return {"id": found.terms.id, "name": found.terms.name, "rights": rights}


def _valuations_facts(found: ValuationReport) -> dict[str, object]:
    currency = found.terms.currency.currency()
    rights = [
        {
            "right": f"0x{x.right.hex()}",
            "number": written_number(x.right),
            "value": currency.to_decimal(x.amount),
            "document": f"0x{x.document.hex()}",
        }
        for x in found.rights
    ]
    return {"appraiser": found.terms.appraiser, "currency": currency.code, "rights": rights}
