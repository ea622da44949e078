# SPDX-License-Identifier: Apache-2.0
"""The files ``regalia invest statement`` leaves behind: looked at before anything is read; all are written, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from regalia.cli.invest_view import View
from regalia.files import check_writable
from regalia.reports.errors import NoPdfError, ReportWriteError
from regalia.reports.statement_csv import statement_csv
from regalia.reports.statement_page import statement_page
from regalia.reports.statement_pdf import statement_pdf
from regalia.reports.tax_csv import tax_rows, tax_text
from regalia.reports.whole_file import write_together

_CSV = ".csv"
_OF_ONE_DEAL: Mapping[str, Callable[[View], bytes]] = {
    ".html": lambda view: statement_page(view.statement, view.terms, view.names).encode(),
    ".pdf": lambda view: statement_pdf(view.statement, view.terms, view.names),
}


def check_files(out: Path | None, tax: Path | None, year: int | None, read: Sequence[Path]) -> None:
    """Before the chain is read, which may take long. Raises click's ``UsageError``, ``ReportWriteError`` and ``NoPdfError``."""
    if year is not None and tax is None:
        raise click.UsageError("--year goes with --tax FILE.csv: the statement is of all years")
    if out is not None and out.suffix.lower() not in (*_OF_ONE_DEAL, _CSV):
        raise click.UsageError(f"--out: {out} must end in .html, .pdf or .csv")
    if tax is not None and tax.suffix.lower() != _CSV:
        raise click.UsageError(f"--tax: {tax} must end in .csv")
    if out is not None and tax is not None and out.resolve() == tax.resolve():
        raise click.UsageError(f"--out and --tax: both are {out}")
    for path in filter(None, (out, tax)):
        if any(path.resolve() == other.resolve() for other in read):
            raise click.UsageError(f"{path} is read by this command: name another file")
        _check_writable(path)
    if out is not None and out.suffix.lower() == ".pdf" and find_spec("typst") is None:
        raise NoPdfError


def write_files(views: Sequence[View], out: Path | None, tax: Path | None, year: int | None) -> list[Path]:
    """The files written. Everything is made before anything is written. Raises ``ReportWriteError`` and click's ``UsageError``."""
    made: dict[Path, bytes] = {}
    if out is not None:
        made[out] = _statement(views, out)
    if tax is not None:
        rows = (row for view in views for row in tax_rows(view.statement, view.terms, view.names, year))
        made[tax] = tax_text(rows).encode()
    write_together(made)
    return list(made)


def _statement(views: Sequence[View], out: Path) -> bytes:
    ending = out.suffix.lower()
    if ending == _CSV:
        return "".join(_joined([statement_csv(view.statement, view.terms, view.names) for view in views])).encode()
    if len(views) > 1:
        deals = " or ".join(f"--deal {view.terms.id}" for view in views)
        raise click.UsageError(f"--out: a page is of one deal, and there are {len(views)}: {deals}; or ask for .csv")
    return _OF_ONE_DEAL[ending](views[0])


def _joined(texts: Sequence[str]) -> Iterator[str]:
    """CSV of several deals under one heading; no heading has a line break in it."""
    yield texts[0]
    for text in texts[1:]:
        yield text.partition("\r\n")[2]


def _check_writable(path: Path) -> None:
    try:
        check_writable(path)
    except OSError as error:
        raise ReportWriteError(path, error.strerror or str(error)) from error
