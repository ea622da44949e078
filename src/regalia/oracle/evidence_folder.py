# SPDX-License-Identifier: Apache-2.0
"""The folder of an attestor's own documents, read as ``evidence.yaml`` says. What can't be used is told, and then nothing is signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from regalia.errors import RegaliaError
from regalia.files import is_folder
from regalia.oracle.evidence_file import EvidenceFile, StatementFiles
from regalia.reconciliation.contradictions import cross_checks
from regalia.reconciliation.words import money
from regalia.statements.camt053 import read_camt053
from regalia.statements.column_map import load_column_map
from regalia.statements.csv_statement import read_csv_statement
from regalia.statements.ddex_dsr import SalesReport, check_messages, read_dsr
from regalia.statements.errors import StatementError
from regalia.statements.invoices import read_invoices
from regalia.statements.json_statement import read_json_statement
from regalia.statements.map_yaml import read_model
from regalia.statements.model import BankStatement, Invoice, Rate, Statement
from regalia.statements.rates import RateBook, read_rates

FILE = "evidence.yaml"
MOST_FILES = 5_000
"""Of one pattern."""
_Read = TypeVar("_Read")


class EvidenceFolderError(RegaliaError, ValueError):
    """The folder, or what its ``evidence.yaml`` names, is not there or lies elsewhere."""


@dataclass(frozen=True)
class Documents:
    """What was read. ``problems``: why some of it can't be used, or contradicts the rest; ``notes``: what a person should know."""

    statements: tuple[Statement, ...] = ()
    bank: tuple[BankStatement, ...] = ()
    rates: RateBook = field(default_factory=lambda: RateBook(()))
    invoices: tuple[Invoice, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class EvidenceFolder:
    """``load`` reads what it should hold, ``read`` the documents themselves: anew when a file came in, went or changed."""

    folder: Path
    file: EvidenceFile
    _last: dict[object, Documents] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, folder: Path) -> EvidenceFolder:
        """Raises ``StatementError`` with every problem of ``evidence.yaml``, and ``EvidenceFolderError``."""
        if not is_folder(folder):
            raise EvidenceFolderError(f"evidence: there is no folder {folder}", f"Name the folder that has {FILE}.")
        return cls(folder.resolve(), read_model(folder / FILE, EvidenceFile))

    def read(self, today: date) -> Documents:
        """Everything that is there. Nothing may be dated after ``today``."""
        key = (today, tuple(self._state()))
        if key not in self._last:
            self._last.clear()
            self._last[key] = _Reading(self, today).documents()
        return self._last[key]

    def _state(self) -> Iterator[tuple[str, int, int, int]]:
        """By which a changed file is known."""
        for path in sorted(self.folder.rglob("*")):
            with suppress(FileNotFoundError):  # it went while we looked
                status = path.stat()
                yield str(path), status.st_mtime_ns, status.st_size, status.st_ino

    def paths(self, pattern: str) -> tuple[Path, ...]:
        """Files of a pattern, sorted; none that a link leads to from elsewhere. Raises ``EvidenceFolderError``."""
        found = []
        for path in self.folder.glob(pattern):
            if not path.resolve().is_relative_to(self.folder):
                raise EvidenceFolderError(f"{pattern}: {path.name} leads out of the folder", "Copy the document there.")
            if path.is_file():
                found.append(path)
            if len(found) > MOST_FILES:
                raise EvidenceFolderError(f"{pattern}: more than {MOST_FILES:,} files", "Put old ones away.")
        if not found:
            raise EvidenceFolderError(f"{pattern}: there is no such file in the evidence folder", "Obtain it.")
        return tuple(sorted(found))


def told_twice(invoices: Iterable[Invoice]) -> Iterator[str]:
    """An invoice that two files tell of would be paid twice."""
    known: dict[tuple[str, str], Invoice] = {}
    for invoice in invoices:
        first = known.setdefault((invoice.step, invoice.reference), invoice)
        if first is not invoice:
            one, other = (f"{money(i.amount, i.currency)} for {i.period} in {i.source.name}" for i in (first, invoice))
            yield f"invoice {invoice.reference} of step {invoice.step} is told twice: {one}, {other}"


class _Reading:
    """One look at all documents."""

    def __init__(self, folder: EvidenceFolder, today: date) -> None:
        self._folder, self._today = folder, today
        self._problems: list[str] = []
        self._notes: list[str] = []

    def documents(self) -> Documents:
        file = self._folder.file
        statements = tuple(s for files in file.statements for s in self._statements(files))
        self._attempt(lambda: check_messages(s for s in statements if isinstance(s, SalesReport)))
        bank = tuple(s for files in file.bank for s in self._bank(files.files, files.account))
        rates = [rate for rates in self._all(file.rates, self._rates) for rate in rates]
        book = self._attempt(lambda: RateBook(rates)) or RateBook(())
        invoices = tuple(i for invoices in self._all(file.invoices, read_invoices) for i in invoices)
        found = cross_checks(statements, bank)
        self._problems += (f"{', '.join(contradiction.files)}: {contradiction.detail}" for contradiction in found)
        self._problems += told_twice(invoices)
        return Documents(statements, bank, book, invoices, tuple(self._problems), tuple(self._notes))

    def _statements(self, files: StatementFiles) -> Iterator[Statement]:
        if files.reader == "dsr":
            yield from self._all(files.files, lambda path: self._dsr(path, files))
            return
        if files.reader == "json":
            named = files.licence_of or None
            yield from self._all(files.files, partial(read_json_statement, licence_names=named, today=self._today))
            return
        assert files.columns is not None  # the model saw to it
        for columns in self._all(files.columns, load_column_map):
            yield from self._all(files.files, partial(read_csv_statement, column_map=columns, today=self._today))

    def _dsr(self, path: Path, files: StatementFiles) -> Statement:
        named, reference = files.licence_of, files.reference or ""
        return read_dsr(path, named, today=self._today, reference=reference, note=self._notes.append)

    def _bank(self, pattern: str, account: str) -> Iterator[BankStatement]:
        for read in self._all(
            pattern, partial(read_camt053, account=account, today=self._today, note=self._notes.append)
        ):
            yield from read

    def _rates(self, path: Path) -> Iterable[Rate]:
        return read_rates(path, today=self._today)

    def _all(self, pattern: str | None, read: Callable[[Path], _Read]) -> list[_Read]:
        """What can be read of a pattern's files; the rest is a problem each."""
        if pattern is None:
            return []
        paths = self._attempt(lambda: self._folder.paths(pattern)) or ()
        found = (self._attempt(partial(read, path)) for path in paths)
        return [content for content in found if content is not None]

    def _attempt(self, do: Callable[[], _Read]) -> _Read | None:
        try:
            return do()
        except (StatementError, EvidenceFolderError) as error:
            # a problem is published with the refusal: where the folder lies is nobody's business
            self._problems.append(error.message.replace(f"{self._folder.folder}/", ""))
            return None
