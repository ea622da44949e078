# SPDX-License-Identifier: Apache-2.0
"""What can be downloaded of a deal: a list made from what is known of it, in which a name is looked up. No name becomes a path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from regalia.domain.rights.day import from_date
from regalia.domain.terms import canonical_json
from regalia.ledger.story.claims import can_be_told, with_claims
from regalia.reports.distribution import distribution_report
from regalia.reports.distribution_csv import distribution_csv
from regalia.reports.rights.portfolio import portfolio_of
from regalia.reports.rights.rights_csv import rights_csv
from regalia.views.seen import DealNow

JSON, CSV = "application/json", "text/csv; charset=utf-8"
LOG = "log.csv"
"""Sent while it is read: see ``log_export``."""


@dataclass(frozen=True)
class DealFile:
    """``make`` is None for the log."""

    name: str
    kind: str
    make: Callable[[], str] | None


def files_of(now: DealNow) -> Mapping[str, DealFile]:
    """By name. Nothing is made before it is asked for."""
    return {file.name: file for file in _files(now)}


def _files(now: DealNow) -> Iterator[DealFile]:
    yield DealFile("record.json", JSON, now.record.to_json)
    yield DealFile("terms.json", JSON, lambda: canonical_json(now.terms).decode())
    yield DealFile(LOG, CSV, None)
    book = now.seen.story.rights
    if book is not None and book.holdings(now.record.deal.address) is not None:
        portfolio = partial(portfolio_of, now.ledger, book, from_date(now.today))
        yield DealFile("rights.csv", CSV, lambda: rights_csv(portfolio(), now.terms.money))
    if can_be_told(now.moment.connection, now.seen.deal, now.ledger):
        for index, done in enumerate(now.ledger.dates):
            name = f"distribution-{done.payment.report.period}.csv"
            yield DealFile(name, CSV, partial(_distribution, now, index))


def _distribution(now: DealNow, index: int) -> str:
    ledger = with_claims(now.moment.connection, now.seen.deal, now.seen.checkpoint.block, now.ledger)
    return distribution_csv(distribution_report(ledger, index), ledger, now.names)
