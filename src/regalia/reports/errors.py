# SPDX-License-Identifier: Apache-2.0
"""Why a report was not made or not left behind."""

from __future__ import annotations

from pathlib import Path

from regalia.errors import RegaliaError


class UnreconciledError(RegaliaError, ArithmeticError):
    """The two sides of a figure differ: nothing is printed on figures that don't add up. Amounts in smallest units."""

    def __init__(self, what: str, left: int, right: int) -> None:
        super().__init__(
            f"{what}: {left} on one side, {right} on the other, a difference of {left - right}",
            "Rebuild the ledger from the deal's first block; if it stays, report it as a defect.",
        )
        self.what = what


class NoPdfError(RegaliaError, ImportError):
    """Typst, which sets pages on paper, is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "the package typst is not installed, and PDF is made with it",
            "pip install 'regalia[pdf]', or ask for .html or .csv instead.",
        )


class PdfError(RegaliaError, RuntimeError):
    """Typst could not set a page; its own words are in the message."""

    def __init__(self, title: str, reason: str) -> None:
        super().__init__(
            f"the page {title!r} could not be made into a PDF: {reason}",
            "Ask for .html instead, and report this as a defect.",
        )


class UnknownHolderError(RegaliaError, LookupError):
    """The address never bid for units of the deal, held them or was owed income of them."""


class ReportWriteError(RegaliaError, OSError):
    """A file of the reports could not be written; the files before it are complete, those after it as they were."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} can't be written: {reason}", "Give a folder that you may write to.")
        self.path = path


def reconcile(what: str, left: int, right: int) -> None:
    """UnreconciledError unless both sides are the same."""
    if left != right:
        raise UnreconciledError(what, left, right)
