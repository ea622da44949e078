# SPDX-License-Identifier: Apache-2.0
"""Where signed reports come from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from regalia.oracle.report import ReportError, RoyaltyReport
from regalia.relay.errors import SourceError
from regalia.relay.work import REPORT

_HINT = 'A document is {"report": {…}, "signatures": "0x…"}.'


@dataclass(frozen=True)
class SignedReport:
    """A report with the bytes the oracle takes for its quorum."""

    report: RoyaltyReport
    signatures: bytes
    kind: str = REPORT


class WorkSource(Protocol):
    """``ready`` may tell of the same report as often as it likes. ``faults``: what it found the last time and can't use."""

    @property
    def faults(self) -> tuple[SourceError, ...]: ...

    def ready(self) -> Iterable[SignedReport]: ...


class FolderSource:
    """Documents ``*.json`` in a folder, each a report with its signatures. Only who may be trusted writes there."""

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
    """Hand a signed report to a ``FolderSource``: whole or not at all."""
    report = signed.report
    path = folder / f"{report.deal}-{report.period}-{report.epoch}-{signed.signatures[-33:-25].hex()}.json"
    text = json.dumps({"report": json.loads(report.to_json()), "signatures": "0x" + signed.signatures.hex()}, indent=2)
    temporary = path.with_suffix(".part")
    temporary.write_text(text + "\n", encoding="utf-8")
    temporary.replace(path)
    return path


def _document(path: Path) -> SignedReport | SourceError:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(given, dict) or set(given) != {"report", "signatures"}:
            return SourceError(f"{path.name}: it is not a report with signatures", _HINT)
        signatures = given["signatures"]
        if not isinstance(signatures, str) or not signatures.startswith("0x"):
            return SourceError(
                f"{path.name}: signatures: {str(signatures)[:20]!r} is not 0x and hexadecimal digits", _HINT
            )
        return SignedReport(RoyaltyReport.from_json(json.dumps(given["report"])), bytes.fromhex(signatures[2:]))
    except ReportError as error:
        return SourceError(f"{path.name}: {error.message}", error.hint)
    except ValueError as error:
        return SourceError(f"{path.name}: it is not JSON, or its signatures are not hexadecimal ({error})", _HINT)
