# SPDX-License-Identifier: Apache-2.0
"""The files ``regalia verify`` leaves behind: both written whole, or neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.errors import RegaliaError
from regalia.files import check_writable, is_folder
from regalia.files import write_files as write_files_together
from regalia.ledger.verification import Verification
from regalia.reports.verification_json import verification_json
from regalia.reports.verification_page import page_of
from regalia.reports.verification_parts import verification_document
from regalia.reports.verification_text import markdown_of, text_of

Writer = Callable[[DeploymentRecord, Terms, Verification], str]
_REPORTS: Mapping[str, Writer] = {
    ".html": lambda record, terms, found: page_of(verification_document(record, terms, found), terms),
    ".txt": lambda record, terms, found: text_of(verification_document(record, terms, found)),
    ".md": lambda record, terms, found: markdown_of(verification_document(record, terms, found)),
}


class VerificationWriteError(RegaliaError, OSError):
    """A report can't be written; whatever was there before is as it was."""


def check_files(report: Path | None, out: Path | None, read: tuple[Path, ...]) -> None:
    """Before the chain is read, which may take long. Raises click's ``UsageError``, and ``VerificationWriteError`` when a folder can't be
    written to.
    """
    if report is not None and report.suffix.lower() not in _REPORTS:
        raise click.UsageError(f"--report: {report} must end in {', '.join(_REPORTS)}")
    if out is not None and out.suffix.lower() != ".json":
        raise click.UsageError(f"--out: {out} must end in .json")
    for option, path in (("--report", report), ("--out", out)):
        if path is None:
            continue
        if any(_same(path, other) for other in read):
            raise click.UsageError(f"{option}: {path} is read by this command: name another file")
        if is_folder(path):
            raise VerificationWriteError(f"{option}: {path} is a folder", "Name a file in it.")
        try:
            check_writable(path)
        except OSError as error:
            raise _refused(path, error) from error


def write_files(
    report: Path | None, out: Path | None, record: DeploymentRecord, terms: Terms, found: Verification
) -> list[Path]:
    """The files written, none where none was named. Raises ``VerificationWriteError``."""
    texts: dict[Path, str] = {}
    if report is not None:
        texts[report] = _REPORTS[report.suffix.lower()](record, terms, found)
    if out is not None:
        texts[out] = verification_json(record, terms, found)
    try:
        write_files_together({path: text.encode() for path, text in texts.items()})
    except OSError as error:
        raise _refused(Path(str(error.filename)), error) from error
    return list(texts)


def _same(path: Path, other: Path) -> bool:
    return path.resolve() == other.resolve()


def _refused(path: Path, error: OSError) -> VerificationWriteError:
    return VerificationWriteError(
        f"{path} can't be written: {error.strerror or error}",
        "Name a file in a folder that is there and that you may write to.",
    )
