# SPDX-License-Identifier: Apache-2.0
"""A deal that rests on rights, rebuilt from its chain; and the options that say which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from regalia.cli.explain_period import NotVerifiedError
from regalia.cli.ip_day import Day
from regalia.domain.rights.day import from_date, today_of
from regalia.domain.terms import load_terms
from regalia.errors import RegaliaError
from regalia.ledger.model import DealLedger
from regalia.ledger.rights_book import RightsBook

Command = TypeVar("Command", bound=Callable[..., Any])
PATH = click.Path(path_type=Path)
TERMS_HELP = "Deal file; else beside the record, or in deals/."
today_option = click.option("--today", type=Day(), metavar="DAY", help="As if it were this day, such as 2026-12-31.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
terms_option = click.option("--terms", "terms_file", type=PATH, metavar="FILE", help=TERMS_HELP)


class NotOnRightsError(RegaliaError, LookupError):
    """The deal rests on no rights that are known here."""


@dataclass(frozen=True)
class RightsDeal:
    """As of ``block``, whose day (yyyymmdd) ``today`` is."""

    ledger: DealLedger
    book: RightsBook
    block: int
    today: int


def this_day() -> int:
    """Of the clock, in UTC: for files, which no chain dates."""
    return from_date(datetime.now(UTC).date())


def open_deal(record_file: Path, rpc: str, terms_file: Path | None, *, quiet: bool) -> RightsDeal:
    """Read and replay everything up to the latest block. Raises ``NotOnRightsError``, and ``NotVerifiedError`` when the chain tells
    anything that the Python engine doesn't find again.
    """
    from regalia.chain.connection import connect
    from regalia.chain.record import load_record
    from regalia.chain.transact import explained
    from regalia.cli.verify import usual_place
    from regalia.ledger.code import compare_code
    from regalia.ledger.comparison import Tally
    from regalia.ledger.reading import read_events
    from regalia.ledger.replay import replay

    record = load_record(record_file)
    terms = load_terms(terms_file or usual_place(record, record_file))
    if record.rights is None or record.pool_facts is None:
        raise NotOnRightsError(f"{record.deal_id}: the deal rests on no pool of rights", "Name a deal that does.")
    web3 = connect(rpc, record.chain_id, record.genesis_hash)
    tally = Tally(terms.money)
    with explained("block"):
        last = web3.eth.get_block("latest")
    if not quiet:
        click.echo(f"reading: events up to block {last['number']}", err=True)
    found = None
    if compare_code(web3, record, tally):
        found = replay(terms, record, read_events(web3, record, last["number"]), tally).run
    if tally.differences or found is None or found.rights is None:
        raise NotVerifiedError(
            f"record {record_file.name}: {len(tally.differences)} figures on the chain differ from what they should be",
            "See which: regalia verify.",
        )
    return RightsDeal(found.ledger, found.rights, last["number"], today_of(last["timestamp"]))
