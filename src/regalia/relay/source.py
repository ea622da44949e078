# SPDX-License-Identifier: Apache-2.0
"""Where signed reports and restatements come from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from regalia.oracle.report import ReportError, RoyaltyReport
from regalia.oracle.restatement import Restatement, RestatementError
from regalia.oracle.signed_row import Kind, kind_of, number_of
from regalia.oracle.typed_data import Signable
from regalia.relay.errors import SourceError
from regalia.relay.work import REPORT, RESTATEMENT

_HINT = 'A document is {"report": {…}, "signatures": "0x…"}, or the same with "restatement".'


@dataclass(frozen=True)
class SignedReport:
    """A report or restatement with the bytes the oracle takes for its quorum."""

    report: Signable
    signatures: bytes

    @property
    def kind(self) -> Kind:
        return kind_of(self.report)


@dataclass(frozen=True)
class Unsigned:
    """A proposal the oracle waits for whose signatures weigh too little yet. ``missing`` have not signed; ``refused`` are those of them
    who said that they won't.
    """

    kind: Kind
    number: int
    deal: str
    digest: bytes
    weight: int
    needed: int
    missing: tuple[str, ...]
    refused: tuple[str, ...] = ()

    def __str__(self) -> str:
        who = (f"{attestor} (refused)" if attestor in self.refused else attestor for attestor in self.missing)
        return f"{self.kind} {self.number} of {self.deal}: weight {self.weight} of {self.needed}, missing: {', '.join(who)}"


class WorkSource(Protocol):
    """``ready`` may tell of the same as often as it likes. Of the last look: ``faults``, which it can't use, and ``unsigned``."""

    @property
    def faults(self) -> tuple[SourceError, ...]: ...

    @property
    def unsigned(self) -> tuple[Unsigned, ...]: ...

    def ready(self) -> Iterable[SignedReport]: ...


class FolderSource:
    """Documents ``*.json`` in a folder, each a report or restatement with its signatures. Only who may be trusted writes there."""

    unsigned: tuple[Unsigned, ...] = ()

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[tuple[str, int, int], SignedReport | SourceError] = {}
        self.faults: tuple[SourceError, ...] = ()

    def ready(self) -> Iterator[SignedReport]:
        """By name; a file that did not change is not read again. Raises ``SourceError`` when the folder can't be read."""
        try:
            paths = sorted(path for path in self._folder.iterdir() if path.suffix == ".json")
        except OSError as error:
            raise SourceError(
                f"exchange {self._folder}: {error.strerror}", "Give the folder of the exchange."
            ) from error
        found = [entry for path in paths if (entry := self._entry(path)) is not None]
        self.faults = tuple(entry for entry in found if isinstance(entry, SourceError))
        yield from (entry for entry in found if isinstance(entry, SignedReport))

    def _entry(self, path: Path) -> SignedReport | SourceError | None:
        try:
            status = path.stat()
            key = (path.name, status.st_mtime_ns, status.st_size)
            if key not in self._read:
                self._read[key] = _document(path)
            return self._read[key]
        except FileNotFoundError:  # taken away since it was listed
            return None
        except OSError as error:
            return SourceError(f"{path.name}: {error.strerror}", "Let the relay read it.")


def write_document(folder: Path, signed: SignedReport) -> Path:
    """Hand a signed report or restatement to a ``FolderSource``: whole or not at all."""
    report = signed.report
    head = f"{report.deal}-{signed.kind}-{number_of(report)}-{report.epoch}"
    path = folder / f"{head}-{signed.signatures[-33:-25].hex()}.json"
    document = {signed.kind: json.loads(report.to_json()), "signatures": "0x" + signed.signatures.hex()}
    temporary = path.with_suffix(".part")
    temporary.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    temporary.replace(path)
    return path


def _document(path: Path) -> SignedReport | SourceError:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(given, dict) or set(given) not in ({REPORT, "signatures"}, {RESTATEMENT, "signatures"}):
            return SourceError(f"{path.name}: it is not a report or restatement with signatures", _HINT)
        signatures = given["signatures"]
        if not isinstance(signatures, str) or not signatures.startswith("0x"):
            return SourceError(
                f"{path.name}: signatures: {str(signatures)[:20]!r} is not 0x and hexadecimal digits", _HINT
            )
        return SignedReport(_signable(given), bytes.fromhex(signatures[2:]))
    except (ReportError, RestatementError) as error:
        return SourceError(f"{path.name}: {error.message}", error.hint)
    except ValueError as error:
        return SourceError(f"{path.name}: it is not JSON, or its signatures are not hexadecimal ({error})", _HINT)


def _signable(given: dict[str, Any]) -> Signable:
    if RESTATEMENT in given:
        return Restatement.from_json(json.dumps(given[RESTATEMENT]))
    return RoyaltyReport.from_json(json.dumps(given[REPORT]))
