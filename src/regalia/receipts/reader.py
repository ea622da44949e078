# SPDX-License-Identifier: Apache-2.0
"""From a receipts file to rows."""

from __future__ import annotations

import csv
from pathlib import Path

from regalia.domain.money import Currency
from regalia.domain.program import Program
from regalia.domain.rights.pool_terms import MOST_LIMITS
from regalia.receipts.cells import RowReader
from regalia.receipts.columns import read_header
from regalia.receipts.problems import Problem, ProblemKind, ReceiptsError
from regalia.receipts.row import ReceiptsRow
from regalia.receipts.sequence import Place, check_sequence


def read_receipts(
    path: Path, program: Program, currency: Currency, allow_gaps: bool = False, limits: int = MOST_LIMITS
) -> tuple[ReceiptsRow, ...]:
    """Read the receipts of a deal, in the order of their periods. ReceiptsError lists everything that is wrong.

    ``limits``: how many the deal's pool of rights has, where that is known; no more can be broken.
    """
    lines = _read_lines(path)
    if not lines:
        raise ReceiptsError(str(path), [Problem(ProblemKind.EMPTY_FILE, 0, "", "", "a header row and a row a period")])
    (_, header), *body = lines
    columns = read_header(header, program)
    if columns.problems:
        raise ReceiptsError(str(path), columns.problems)
    if not body:
        raise ReceiptsError(str(path), [Problem(ProblemKind.EMPTY_FILE, 0, "", "", "there is no row after the header")])
    rows: list[ReceiptsRow] = []
    places: list[Place] = []
    problems: list[Problem] = []
    for number, cells in body:
        if len(cells) != len(columns.names):
            rule = f"the header has {len(columns.names)} columns, this row {len(cells)}"
            problems.append(Problem(ProblemKind.WRONG_CELL_COUNT, number, "", "", rule))
            continue
        reader = RowReader(number, cells, columns, program, currency, limits)
        row = reader.read()
        problems += reader.problems
        if row is not None:
            rows.append(row)
        if reader.place is not None:
            places.append(reader.place)
    problems += check_sequence(places, program, allow_gaps)
    if problems:
        raise ReceiptsError(str(path), problems)
    return tuple(rows)


def _read_lines(path: Path) -> list[tuple[int, list[str]]]:
    """Line number and cells of every line that is not blank; a byte order mark and CRLF are fine."""
    problem: str
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except UnicodeDecodeError as error:
        problem = f"it is not UTF-8 (byte {error.start}); save it as CSV UTF-8"
    except csv.Error as error:
        problem = f"it is not CSV: {error}"
    except OSError as error:
        problem = error.strerror or str(error)
    raise ReceiptsError(str(path), [Problem(ProblemKind.UNREADABLE_FILE, 0, "", "", problem)])
