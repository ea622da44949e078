# SPDX-License-Identifier: Apache-2.0
"""What ``regalia report supervisor`` is about: the deal read and replayed, and the files people add."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from regalia.chain.connection import connect
from regalia.chain.record import load_record
from regalia.chain.transact import explained
from regalia.cli.verify import usual_place
from regalia.domain.terms import load_terms
from regalia.errors import RegaliaError
from regalia.files import is_folder, is_there
from regalia.ledger.verify import verify
from regalia.reports.supervisor.assumed import load_assumed
from regalia.reports.supervisor.declarations import load_declarations
from regalia.reports.supervisor.holidays import TradingDays, load_holidays
from regalia.reports.supervisor.subject import AsOf, Subject, day_of


class NotAFolderError(RegaliaError, NotADirectoryError):
    """Files can't go there."""


class WouldOverwriteError(RegaliaError, ValueError):
    """A file of the pack would take the place of one that it was made from."""


@dataclass(frozen=True)
class Asked:
    """What was typed."""

    record_file: Path
    rpc: str
    folder: Path
    terms_file: Path | None = None
    period: int | None = None
    year: int | None = None
    holidays_file: Path | None = None
    declarations_file: Path | None = None
    assumptions_file: Path | None = None


def check_not_read(asked: Asked, subject: Subject, names: Iterable[str]) -> None:
    """Raises ``WouldOverwriteError``."""
    written = {(asked.folder / name).resolve() for name in names}
    given = (
        asked.record_file, asked.terms_file, asked.holidays_file, asked.declarations_file, asked.assumptions_file,
    )  # fmt: skip
    for path in (*given, *(subject.assumed.reads if subject.assumed else ())):
        if path is not None and path.resolve() in written:
            raise WouldOverwriteError(
                f"--out: {path} is read by this command", "Name another folder; nothing was written."
            )


def subject_of(asked: Asked, *, quiet: bool) -> Subject:
    """Everything people gave is read before the chain is, which may take long; the chain's own verification comes before any figure.

    Raises ``NotAFolderError``, ``FeedError``, ``ProjectionError``, ``PackNotVerifiedError``, ``NoSuchYearError`` and whatever a
    verification raises.
    """
    if is_there(asked.folder) and not is_folder(asked.folder):
        raise NotAFolderError(f"--out: {asked.folder} is a file", "Name a folder; it is made where there is none.")
    record = load_record(asked.record_file)
    terms = load_terms(asked.terms_file or usual_place(record, asked.record_file))
    days = load_holidays(asked.holidays_file) if asked.holidays_file else TradingDays()
    assumed = load_assumed(asked.assumptions_file, terms) if asked.assumptions_file else None
    web3 = connect(asked.rpc, record.chain_id, record.genesis_hash)
    with explained("block"):
        today = day_of(web3.eth.get_block("latest")["timestamp"])
    filed = load_declarations(asked.declarations_file, terms, today) if asked.declarations_file else None
    found = verify(web3, record, terms, lambda text: None if quiet else click.echo(f"reading: {text}", err=True))
    as_of = AsOf.of(found)
    assert found.run is not None  # as nothing differs
    year = as_of.day.year if asked.year is None else asked.year
    return Subject(found.run, as_of, found.roles, year, asked.period, filed, days, assumed)
