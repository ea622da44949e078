# SPDX-License-Identifier: Apache-2.0
"""Leaves everything behind in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from regalia.domain.rights.day import today_of
from regalia.ledger.model import DealLedger
from regalia.ledger.replayed_books import ReplayedBooks
from regalia.ledger.rights_book import RightsBook
from regalia.reports.conclusion import conclusion_report
from regalia.reports.conclusion_csv import conclusion_csv
from regalia.reports.conclusion_page import conclusion_page
from regalia.reports.distribution import distribution_report
from regalia.reports.distribution_csv import distribution_csv
from regalia.reports.distribution_page import distribution_page
from regalia.reports.errors import ReportWriteError
from regalia.reports.files import (
    CONCLUSION,
    INDEX,
    LOG_CSV,
    LOG_JSONL,
    RECORD,
    RESOLUTIONS,
    RIGHTS,
    TRADES,
    distribution_stem,
    periods_stem,
    statement_stems,
)
from regalia.reports.index_page import index_page
from regalia.reports.names import Names
from regalia.reports.periods_csv import periods_csv
from regalia.reports.resolutions_csv import resolutions_csv
from regalia.reports.rights.portfolio import Portfolio, portfolio_of
from regalia.reports.rights.portfolio_page import portfolio_page
from regalia.reports.rights.rights_csv import rights_csv
from regalia.reports.sheet import last_place
from regalia.reports.statement import statement_for
from regalia.reports.statement_csv import statement_csv
from regalia.reports.statement_page import statement_page
from regalia.reports.trades_csv import trades_csv
from regalia.reports.transactions import transactions_csv, transactions_jsonl
from regalia.reports.whole_file import write_whole


def write_all(
    ledger: DealLedger, folder: Path, labels: Mapping[str, str] | None = None, rights: RightsBook | None = None
) -> list[Path]:
    """Write every report of a deal into ``folder``; returns the files in the order of their names.

    ``labels`` are names for addresses, such as ``senior investor 1``; ``rights`` are those the replay found behind the deal, for the
    portfolio. The same ledger and labels give the same bytes. Nothing is written
    unless every report could be made (UnreconciledError when figures don't add up); each file is replaced whole, and no other file is
    touched. ReportWriteError when the folder can't be written to.
    """
    texts = reports_of(ledger, labels, rights)
    return [_write(folder / name, texts[name]) for name in sorted(texts)]


def reports_of(
    ledger: DealLedger, labels: Mapping[str, str] | None = None, rights: RightsBook | None = None
) -> dict[str, str]:
    """The text of every file by its name in the folder."""
    names = Names(ledger, labels)
    reports = [distribution_report(ledger, index) for index in range(len(ledger.dates))]
    books = ReplayedBooks(ledger)
    stems = statement_stems(books.wallets(), names)
    statements = {stem: statement_for(books, holder) for holder, stem in stems.items()}
    portfolio = _portfolio(ledger, rights)
    texts = {
        INDEX: index_page(ledger, names, reports, statements, portfolio),
        RECORD: ledger.record.to_json(),
        LOG_CSV: transactions_csv(ledger, names),
        LOG_JSONL: transactions_jsonl(ledger, names),
    }
    if ledger.trades:
        texts[TRADES] = trades_csv(ledger, names)
    if ledger.resolutions:
        texts[RESOLUTIONS] = resolutions_csv(ledger, names)
    for report in reports:
        stem = distribution_stem(report.period)
        texts[f"{stem}.csv"] = distribution_csv(report, ledger, names)
        texts[f"{stem}.html"] = distribution_page(report, ledger, names)
    if portfolio is not None:
        texts[f"{RIGHTS}.csv"] = rights_csv(portfolio, ledger.terms.money)
        texts[f"{RIGHTS}.html"] = portfolio_page(portfolio, ledger, names)
    end = conclusion_report(ledger)
    if end is not None:
        texts[f"{CONCLUSION}.csv"] = conclusion_csv(end, ledger, names)
        texts[f"{CONCLUSION}.html"] = conclusion_page(end, ledger, names)
    for stem, statement in statements.items():
        texts[f"{stem}.csv"] = statement_csv(statement, ledger.terms, names)
        texts[f"{periods_stem(stem)}.csv"] = periods_csv(statement, ledger.terms, names)
        texts[f"{stem}.html"] = statement_page(statement, ledger.terms, names, ledger)
    return texts


def _portfolio(ledger: DealLedger, rights: RightsBook | None) -> Portfolio | None:
    """On the day of the ledger's last event; none of a deal whose pool was never opened."""
    place = last_place(ledger)
    if rights is None or place is None or rights.holdings(ledger.record.deal.address) is None:
        return None
    return portfolio_of(ledger, rights, today_of(place.timestamp))


def _write(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportWriteError(path, error.strerror or str(error)) from error
    write_whole(path, text.encode())
    return path
