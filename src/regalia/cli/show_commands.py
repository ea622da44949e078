# SPDX-License-Identifier: Apache-2.0
"""``regalia show …``: one command a view. What a view needs is imported when it is called."""

from __future__ import annotations

from datetime import datetime

import click

from regalia.chain.typed_address import address_from
from regalia.cli.show_open import Where, where_options
from regalia.cli.whole import Whole
from regalia.views.errors import NoSuchViewError
from regalia.views.seen import DealNow

DAY = click.DateTime(formats=["%Y-%m-%d"])
_BLOCK = Whole("blocks", 0, 2**62)


@click.command()
@where_options
def overview(where: Where) -> None:
    """All deals, a line each."""
    from regalia.views.overview import overview as view

    with where.deals() as all_now:
        where.say(view(all_now))


@click.command()
@where_options
def deal(where: Where) -> None:
    """A deal: its tranches, where its cash is, triggers, payment dates, and what is to come."""
    from regalia.views.deal import deal_view

    with where.deal() as now:
        where.say(deal_view(now))


@click.command()
@click.argument("period")
@where_options
def date(where: Where, period: str) -> None:
    """One payment date, step by step. PERIOD is its number, or its name, such as 2024Q1."""
    from regalia.views.payment_date import date_view

    with where.deal() as now:
        where.say(date_view(now, _period(now, period)))


@click.command()
@where_options
def coverage(where: Where) -> None:
    """What triggers measured against their limits, date by date."""
    from regalia.views.coverage import coverage_view

    with where.deal() as now:
        where.say(coverage_view(now))


@click.command()
@where_options
def receipts(where: Where) -> None:
    """Receipts against the forecast, and who paid them in."""
    from regalia.views.receipts import receipts_view

    with where.deal() as now:
        where.say(receipts_view(now))


@click.command()
@where_options
def pool(where: Where) -> None:
    """The rights behind a deal; of a deal without, its receipts by payer and licence."""
    from regalia.views.pool import pool_view

    with where.deal() as now:
        where.say(pool_view(now))


@click.command()
@click.argument("tranche")
@where_options
def tranche(where: Where, tranche: str) -> None:
    """A tranche by its id: price, yield, factor, what it paid, who holds it, who may."""
    from regalia.views.tranche import tranche_view

    with where.deal() as now:
        where.say(tranche_view(now, tranche, where.orders))


@click.command()
@click.argument("address")
@where_options
def investor(where: Where, address: str) -> None:
    """What the wallet at ADDRESS holds, earned and may do in all deals."""
    from regalia.views.investor import investor_view

    wallet, orders = address_from(address), where.orders
    with where.deals() as all_now:
        where.say(investor_view(all_now, wallet, orders.orders() if orders else ()))


@click.command()
@where_options
def supervisor(where: Where) -> None:
    """What a supervisor asks of all deals: halts, freezes, concentration, conduct, disputes, title events."""
    from regalia.views.supervisor import supervisor_view

    with where.deals() as all_now:
        where.say(supervisor_view(all_now))


@click.command()
@click.option("--deal", "deal_id", default="", metavar="ID", help="Of this deal only.")
@click.option("--event", "events", multiple=True, metavar="NAME", help="Events of this name; repeatable.")
@click.option("--category", default="", help="cash, holders, orders, oracle, rights, governance, market.")
@click.option("--text", default="", help="Found in the arguments: an address, a hash, a reference.")
@click.option("--from-block", type=_BLOCK)
@click.option("--to-block", type=_BLOCK)
@click.option("--since", type=DAY, help="First day, YYYY-MM-DD (UTC).")
@click.option("--until", type=DAY, help="Last day.")
@click.option("--before", default="", metavar="PLACE", help="Go on there: `next` of the page before.")
@click.option("--size", type=Whole("entries", 1, 200), default=50, show_default=True)
@where_options
def log(
    where: Where,
    deal_id: str,
    events: tuple[str, ...],
    category: str,
    text: str,
    from_block: int | None,
    to_block: int | None,
    since: datetime | None,
    until: datetime | None,
    before: str,
    size: int,
) -> None:
    """Everything that was said, newest first, that fits all that is asked."""
    from regalia.views.log import log_view
    from regalia.views.log_query import LogQuery

    days = [None if day is None else day.date() for day in (since, until)]
    query = LogQuery(deal_id, events, category, text, from_block, to_block, days[0], days[1], before, size)
    with where.deals() as all_now:
        where.say(log_view(all_now, query))


def _period(now: DealNow, typed: str) -> int:
    """By number or name. Raises ``NoSuchViewError``."""
    names = {str(now.ledger.program.schedule.collection_period(n)): n for n in _executed(now)}
    if typed.isascii() and typed.isdecimal() and len(typed) < 10:
        return int(typed)
    if typed not in names:
        raise NoSuchViewError(
            f"period: {typed!r:.60} is none that was paid", f"Those are {', '.join(names) or 'none so far'}."
        )
    return names[typed]


def _executed(now: DealNow) -> list[int]:
    return [done.payment.report.period for done in now.ledger.dates]
