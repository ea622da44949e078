# SPDX-License-Identifier: Apache-2.0
"""Files of any kind read by the reader they are for, and beside each other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

import click
from click._termui_impl import ProgressBar

from regalia.cli.statements_kinds import Kind, kind_of
from regalia.domain.terms.scalars import Part, Text
from regalia.oracle.evidence_folder import told_twice
from regalia.reconciliation.contradictions import cross_checks
from regalia.statements.camt053 import read_camt053
from regalia.statements.column_map import ColumnMap
from regalia.statements.csv_statement import read_csv_statement
from regalia.statements.ddex_dsr import SalesReport, check_messages, read_dsr
from regalia.statements.errors import StatementError
from regalia.statements.invoices import read_invoices
from regalia.statements.json_statement import read_json_statement
from regalia.statements.map_scalars import LicenceNames
from regalia.statements.model import BankStatement, Invoice, Rate, Source, Statement
from regalia.statements.rates import RateBook, read_rates
from regalia.statements.text_lines import Progress

PATH = click.Path(path_type=Path)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
LARGE = 4_000_000
"""Bytes from which on a person waits long enough to be shown how far it is."""


class LicenceNamesFile(Part):
    """What a payer calls licences, as ``licence_of`` and ``reference`` of evidence.yaml have it."""

    format: Literal["regalia-licence-names-1"]
    licence_of: LicenceNames
    reference: Text | None = None


@dataclass(frozen=True)
class ReadFile:
    """A file and what it says: of these lists, its kind's is filled."""

    path: Path
    kind: Kind
    statements: tuple[Statement, ...] = ()
    bank: tuple[BankStatement, ...] = ()
    rates: tuple[Rate, ...] = ()
    invoices: tuple[Invoice, ...] = ()

    @property
    def source(self) -> Source:
        """No reader gives nothing."""
        sources = [read.source for read in self.statements] + [read.source for read in self.bank]
        sources += [read.source for read in self.rates] + [read.source for read in self.invoices]
        return sources[0]


@dataclass
class Reading:
    """``names``: of licences in sales reports and JSON. ``notes``: what a person should know; ``problems``: of files that can't be used."""

    columns: ColumnMap | None = None
    names: LicenceNamesFile | None = None
    files: list[ReadFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def read(self, paths: Sequence[Path]) -> None:
        """All of them, then what they say against each other."""
        for path in paths:
            self._attempt(partial(self._take, path))
        statements = [s for file in self.files for s in file.statements]
        bank = [s for file in self.files for s in file.bank]
        self._attempt(lambda: check_messages(s for s in statements if isinstance(s, SalesReport)))
        self._attempt(lambda: RateBook(rate for file in self.files for rate in file.rates))
        found = cross_checks(statements, bank)
        self.problems += (f"{', '.join(contradiction.files)}: {contradiction.detail}" for contradiction in found)
        self.problems += told_twice(invoice for file in self.files for invoice in file.invoices)

    def _take(self, path: Path) -> None:
        self.files.append(self._one(path))

    def _one(self, path: Path) -> ReadFile:
        kind, note = kind_of(path, self.columns is not None), self.notes.append
        named = self.names.licence_of if self.names else {}
        if kind is Kind.BANK:
            return ReadFile(path, kind, bank=read_camt053(path, note=note))
        if kind is Kind.RATES:
            return ReadFile(path, kind, rates=read_rates(path))
        if kind is Kind.INVOICES:
            return ReadFile(path, kind, invoices=read_invoices(path))
        if kind is Kind.JSON:
            return ReadFile(path, kind, (read_json_statement(path, licence_names=named or None),))
        with shown(path) as progress:
            if kind is Kind.TABLE:
                assert self.columns is not None  # or it would be no table
                return ReadFile(path, kind, (read_csv_statement(path, self.columns, progress=progress),))
            reference = (self.names.reference if self.names else None) or ""
            return ReadFile(path, kind, (read_dsr(path, named, progress=progress, reference=reference, note=note),))

    def _attempt(self, do: Callable[[], object]) -> None:
        try:
            do()
        except StatementError as error:
            self.problems.append(error.message)


@contextmanager
def shown(path: Path) -> Iterator[Progress | None]:
    """How far a large file is, on a terminal; nothing elsewhere."""
    size = path.stat().st_size
    if size < LARGE or not sys.stderr.isatty():
        yield None
        return
    bar: ProgressBar[int] = click.progressbar(length=size, label=path.name, file=sys.stderr)
    with bar:
        yield lambda done, _: bar.update(done - bar.pos)
