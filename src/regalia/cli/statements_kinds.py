# SPDX-License-Identifier: Apache-2.0
"""What kind of document a file is, told by how it begins: names of files say little."""

from __future__ import annotations

import codecs
import gzip
import zlib
from enum import StrEnum
from pathlib import Path

from regalia.statements.problem_list import ProblemList

_HEAD = 1 << 16
_GZIP = b"\x1f\x8b"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_RATES = frozenset({"date", "currency", "rate", "published_by"})
_INVOICES = frozenset({"step", "period", "currency", "amount", "reference"})
NEEDS_MAP = (
    "doesn't begin like a sales report (HEAD), XML, JSON, rates or invoices; if it is a payer's table, give its column map: "
    "--columns MAP"
)


class Kind(StrEnum):
    TABLE = "csv"
    SALES_REPORT = "dsr"
    BANK = "camt.053"
    JSON = "json"
    RATES = "rates"
    INVOICES = "invoices"


def kind_of(path: Path, has_map: bool) -> Kind:
    """``has_map``: a table may be a payer's; else its column names decide between rates and invoices. Raises ``StatementError``."""
    problems = ProblemList(str(path))
    start = _start(path, problems)
    text = start.decode("utf-16" if start.startswith(_UTF16) else "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text:
        problems.stop(0, "is empty")
    if _is_sales_report(text):
        return Kind.SALES_REPORT
    if text[0] in "<{[":
        return Kind.BANK if text[0] == "<" else Kind.JSON
    names = {name.strip().strip('"') for name in text.partition("\n")[0].split(",")}
    if names == _RATES or (not has_map and {"currency", "rate"} <= names):
        return Kind.RATES
    if names == _INVOICES or (not has_map and {"step", "amount"} <= names):
        return Kind.INVOICES
    if not has_map:
        problems.stop(0, NEEDS_MAP)
    return Kind.TABLE


def _is_sales_report(text: str) -> bool:
    """Its first record is HEAD; comments may come before."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return next(lines, "").split("\t")[0] == "HEAD"


def _start(path: Path, problems: ProblemList) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD)
        if not start.startswith(_GZIP):
            return start
        with gzip.open(path) as packed:
            start = packed.read(_HEAD)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return b"HEAD"  # cut off or damaged: the reader says so
    except OSError as error:
        problems.stop(0, f"can't be read: {error.strerror}")
    if not _is_sales_report(start.decode("utf-8", "replace")):
        problems.stop(0, "is compressed, and only sales reports (HEAD) are read so: unpack it first")
    return start
