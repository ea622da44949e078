# SPDX-License-Identifier: Apache-2.0
"""Reports on rights and signatures over them as files, which go from whoever proposes to the attestors and back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from regalia.errors import RegaliaError
from regalia.oracle import legal_file_words, valuation_file_words
from regalia.oracle.legal_file_words import LegalReportWords
from regalia.oracle.right_file_scalars import Address, Hash, Hex, Words
from regalia.oracle.right_report import ReportSignature, RightReport, digest
from regalia.oracle.valuation_file_words import ValuationReportWords
from regalia.oracle.valuation_report import ValuationReport

_MOST_BYTES = 5_000_000
_REPORTS: dict[str, type[LegalReportWords] | type[ValuationReportWords]] = {
    legal_file_words.FORMAT: LegalReportWords,
    valuation_file_words.FORMAT: ValuationReportWords,
}
_Model = TypeVar("_Model", bound=BaseModel)


class ReportFileError(RegaliaError, ValueError):
    """The file is no report or no signature, or not one for this oracle; the message lists everything wrong with it, a line each."""


class SignatureWords(Words):
    """An attestor's signature over the digest of a report; the format says of which kind, as the digest does."""

    format: Literal["regalia-legal-signature-1", "regalia-valuation-signature-1"]
    digest: Hash
    signer: Address
    signature: Hex


@dataclass(frozen=True)
class ReportFile:
    """A report, and the one oracle on one chain at which it counts."""

    report: RightReport
    chain_id: int
    oracle: ChecksumAddress

    @property
    def digest(self) -> bytes:
        """What is signed."""
        return digest(self.report, self.chain_id, self.oracle)

    def require_place(self, chain_id: int, where: str) -> None:
        """Raises ``ReportFileError`` on another chain."""
        if self.chain_id != chain_id:
            rule = f"the chain of --network is {chain_id}"
            raise ReportFileError(f"{where}: chain_id: {self.chain_id}: {rule}", "Name the network it is for.")


def save_report(file: ReportFile, path: Path) -> None:
    """Write a report; a file that is there stays. Raises ``ReportFileError``."""
    if isinstance(file.report, ValuationReport):
        _save(ValuationReportWords.of(file.report, file.chain_id, file.oracle), path)
    else:
        _save(LegalReportWords.of(file.report, file.chain_id, file.oracle), path)


def load_report(path: Path) -> ReportFile:
    """Read a report of either kind. Raises ``ReportFileError`` with every fault at once."""
    content = _content(path)
    words = _read(path, _REPORTS[_format(path, content)], content)
    return ReportFile(words.report(), words.chain_id, to_checksum_address(words.oracle))


def save_signature(signature: ReportSignature, over: ReportFile, path: Path) -> None:
    """Write an attestor's signature over a report; a file that is there stays. Raises ``ReportFileError``."""
    valued = isinstance(over.report, ValuationReport)
    words = SignatureWords(
        format="regalia-valuation-signature-1" if valued else "regalia-legal-signature-1",
        digest=over.digest,
        signer=signature.signer,
        signature=signature.signature,
    )
    _save(words, path)


def load_signature(path: Path, over: ReportFile) -> ReportSignature:
    """Read a signature, which must be over this report. Raises ``ReportFileError``. Whether it is good, the oracle says."""
    words = _read(path, SignatureWords, _content(path))
    if words.digest != over.digest:
        rule = f"the report's is 0x{over.digest.hex()}"
        raise ReportFileError(
            f"{path.name}: digest: 0x{words.digest.hex()}: {rule}", "Have the attestor sign this very report."
        )
    return ReportSignature(to_checksum_address(words.signer), words.signature)


def _save(words: BaseModel, path: Path) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(words.model_dump_json(indent=2) + "\n")
    except OSError as error:
        raise ReportFileError(f"{path}: can't be written: {error.strerror or error}", "Name a new file.") from error


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ReportFileError(f"{path}: can't be read: {error.strerror or error}", "Give the file's path.") from error
    if len(content) > _MOST_BYTES:
        raise ReportFileError(f"{path}: is larger than {_MOST_BYTES:,} bytes", "Split the report.")
    return content


def _format(path: Path, content: bytes) -> str:
    """Which words a report is in."""
    try:
        data = from_json(content)
    except ValueError as error:
        raise ReportFileError(f"{path.name}: Invalid JSON: {error}", "Take the file as it was written.") from error
    given = data.get("format") if isinstance(data, dict) else None
    if not isinstance(given, str) or given not in _REPORTS:
        rule = f"must be {' or '.join(_REPORTS)}"
        raise ReportFileError(f"{path.name}: format: {given!r}: {rule}", "Take the file as it was written.")
    return given


def _read(path: Path, model: type[_Model], content: bytes) -> _Model:
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors(include_url=False)]
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise ReportFileError(
            "\n".join([f"{path.name}: {count}", *faults]), "Take the file as it was written."
        ) from error


def _fault(fault: Any) -> str:
    """Field, value, rule."""
    field = ".".join(map(str, fault["loc"])) or "the file"
    value = "" if isinstance(fault["input"], dict | list | bytes) else f" {fault['input']!r}:"
    return f"  {field}:{value} {fault['msg'].removeprefix('Value error, ')}"
