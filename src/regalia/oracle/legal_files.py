# SPDX-License-Identifier: Apache-2.0
"""Reports of legal events and signatures over them as files, which go from whoever proposes to the attestors and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from pydantic import BaseModel, ValidationError

from regalia.domain.rights.acts import LegalEvent
from regalia.errors import RegaliaError
from regalia.oracle.legal_file_words import REPORT, SIGNATURE, EventWords, ReportWords, SignatureWords
from regalia.oracle.legal_report import LegalReport, LegalSignature, digest

_MOST_BYTES = 5_000_000
_CODE = 32
_Words = TypeVar("_Words", bound=BaseModel)


class LegalFileError(RegaliaError, ValueError):
    """The file is no report or no signature, or not one for this oracle; the message lists everything wrong with it, a line each."""


@dataclass(frozen=True)
class ReportFile:
    """A report, and the one oracle on one chain at which it counts."""

    report: LegalReport
    chain_id: int
    oracle: ChecksumAddress

    @property
    def digest(self) -> bytes:
        """What is signed."""
        return digest(self.report, self.chain_id, self.oracle)

    def require_place(self, chain_id: int, where: str) -> None:
        """Raises ``LegalFileError`` on another chain."""
        if self.chain_id != chain_id:
            rule = f"the chain of --network is {chain_id}"
            raise LegalFileError(f"{where}: chain_id: {self.chain_id}: {rule}", "Name the network it is for.")


def save_report(file: ReportFile, path: Path) -> None:
    """Write a report; a file that is there stays. Raises ``LegalFileError``."""
    events = tuple(
        EventWords(
            right=event.right,
            number=event.number,
            act=event.act,
            effective=event.effective,
            date=event.date,
            code=event.code.rstrip(b"\0").decode("ascii"),
            document=event.document,
        )
        for event in file.report.events
    )
    words = ReportWords(
        format=REPORT, chain_id=file.chain_id, oracle=file.oracle, deadline=file.report.deadline, events=events
    )
    _save(words, path)


def load_report(path: Path) -> ReportFile:
    """Read a report. Raises ``LegalFileError`` with every fault at once."""
    words = _load(path, ReportWords.model_validate_json)
    events = tuple(
        LegalEvent(
            right=event.right,
            number=event.number,
            act=event.act,
            effective=event.effective,
            date=event.date,
            code=event.code.encode("ascii").ljust(_CODE, b"\0"),
            document=event.document,
        )
        for event in words.events
    )
    return ReportFile(LegalReport(events, words.deadline), words.chain_id, to_checksum_address(words.oracle))


def save_signature(signature: LegalSignature, over: ReportFile, path: Path) -> None:
    """Write an attestor's signature over a report; a file that is there stays. Raises ``LegalFileError``."""
    words = SignatureWords(format=SIGNATURE, digest=over.digest, signer=signature.signer, signature=signature.signature)
    _save(words, path)


def load_signature(path: Path, over: ReportFile) -> LegalSignature:
    """Read a signature, which must be over this report. Raises ``LegalFileError``. Whether it is good, the oracle says."""
    words = _load(path, SignatureWords.model_validate_json)
    if words.digest != over.digest:
        rule = f"the report's is 0x{over.digest.hex()}"
        raise LegalFileError(
            f"{path.name}: digest: 0x{words.digest.hex()}: {rule}", "Have the attestor sign this very report."
        )
    return LegalSignature(to_checksum_address(words.signer), words.signature)


def _save(words: BaseModel, path: Path) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(words.model_dump_json(indent=2) + "\n")
    except OSError as error:
        raise LegalFileError(f"{path}: can't be written: {error.strerror or error}", "Name a new file.") from error


def _load(path: Path, read: Callable[[bytes], _Words]) -> _Words:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise LegalFileError(f"{path}: can't be read: {error.strerror or error}", "Give the file's path.") from error
    if len(content) > _MOST_BYTES:
        raise LegalFileError(f"{path}: is larger than {_MOST_BYTES:,} bytes", "Split the report.")
    try:
        return read(content)
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors(include_url=False)]
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise LegalFileError(
            "\n".join([f"{path.name}: {count}", *faults]), "Take the file as it was written."
        ) from error


def _fault(fault: Any) -> str:
    """Field, value, rule."""
    field = ".".join(map(str, fault["loc"])) or "the file"
    value = "" if isinstance(fault["input"], dict | list | bytes) else f" {fault['input']!r}:"
    return f"  {field}:{value} {fault['msg'].removeprefix('Value error, ')}"
