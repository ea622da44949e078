# SPDX-License-Identifier: Apache-2.0
"""A scenario file (docs/projection.md) that the stress figures are made with, and every file that it reads, each with its hash."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from regalia.domain.terms import Terms
from regalia.domain.terms.problems import Problem
from regalia.files import read_file
from regalia.projection.assumptions import Assumptions, History, ReceiptsFile
from regalia.projection.assumptions_file import load_assumptions
from regalia.projection.errors import ScenarioFileError
from regalia.projection.report import Desk

MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class Hashed:
    """The name of a file without its folder, and its SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Assumed:
    """``folder`` is where the scenario file's own paths begin; ``reads`` are the receipts it takes from another file."""

    given: Assumptions
    folder: Path
    file: Hashed
    reads: tuple[Path, ...]
    hashed: tuple[Hashed, ...]

    @property
    def scenario(self) -> str:
        """The one that is stressed: the first of the file."""
        return self.given.scenarios[0].id if self.given.scenarios else "base"


def load_assumed(path: Path, terms: Terms) -> Assumed:
    """Assumptions that fit the deal. Raises ``ProjectionError`` in its kinds, before anything is projected."""
    content = _content(path, path)
    given = load_assumptions(path)
    receipts = given.receipts
    reads = [path.parent / receipts.file] if isinstance(receipts, ReceiptsFile | History) else []
    before = [_content(read, path) for read in reads]
    Desk(terms, given, path.parent)
    if [content, *before] != [_content(read, path) for read in (path, *reads)]:  # what was read is what is hashed
        raise ScenarioFileError([Problem("", "", "changed while it was read")], str(path))
    hashed = tuple(_hashed(read, data) for read, data in zip(reads, before, strict=True))
    return Assumed(given, path.parent, _hashed(path, content), tuple(reads), hashed)


def _content(path: Path, of: Path) -> bytes:
    """Of the scenario file itself, or of receipts it names."""
    try:
        return read_file(path, MOST_BYTES)
    except (OSError, ValueError) as error:
        where, value = ("", "") if path == of else ("receipts.file", str(path))
        rule = f"can't be read: {getattr(error, 'strerror', None) or error}"
        raise ScenarioFileError([Problem(where, value, rule)], str(of)) from None


def _hashed(path: Path, content: bytes) -> Hashed:
    return Hashed(path.name, sha256(content).hexdigest())
