# SPDX-License-Identifier: Apache-2.0
"""A DDEX digital sales report as a flat file, of the Royalty Reporting Profile, into receipts.

Royalties are the ``AllocatedAmount`` of licensor records (LI01); a report without them reports nothing. Positive ones are
gross. Negative ones (returns and other sales adjustments, which the standard allows) are deductions: they are counted and
shown; a licence whose net is negative is refused. Which records and cells the standard has, and how far that is known,
stands in ddex_records. The standard names no payment reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from regalia.statements.ddex_body import Body, start
from regalia.statements.ddex_summary import LicenceOf
from regalia.statements.dsr_lines import DsrLines
from regalia.statements.errors import Problem, StatementError
from regalia.statements.model import Statement
from regalia.statements.printed import printed
from regalia.statements.problem_list import ProblemList
from regalia.statements.text_lines import Progress

Note = Callable[[str], None]
"""Takes a sentence about something that is no problem, but that a servicer should know."""


@dataclass(frozen=True)
class SalesReport(Statement):
    """``message_id`` is the sender's: it never uses one twice."""

    message_id: str = ""


def read_dsr(
    path: Path,
    licence_of: LicenceOf,
    *,
    today: date | None = None,
    progress: Progress | None = None,
    reference: str = "",
    tolerance: int = 0,
    note: Note | None = None,
) -> SalesReport:
    """The report; it may be compressed (gzip). StatementError lists everything that is wrong with it.

    ``reference``: what the sender writes on its payments, as agreed with it, with ``{message}``, ``{summary}``, ``{licence}``
    or ``{period}`` in it where they belong. ``tolerance``, in 10^-12: by how much a summary may differ from its details,
    where the sender rounds it.
    """
    problems = ProblemList(path.name)
    lines, body = DsrLines(path, problems, progress), None
    for number, text in lines:
        if not text or text[0] == "#":  # empty lines and comments count, and say nothing
            continue
        if body is None:
            body = start(number, text.split("\t"), today or datetime.now(UTC).date(), licence_of, reference, problems)
        else:
            body.take(number, text.split("\t"))
    if body is None:
        problems.stop(0, "is empty; a sales report starts with a HEAD record")
    body.finish(lines.count, lines.ends_with_break, tolerance)
    if note:
        _tell(body, path.name, note)
    return SalesReport(
        source=lines.source,
        receipts=body.royalties.sums.receipts(lines.source),
        payer=body.header.sender,
        issued_on=body.header.created_on,
        lines=body.royalties.sums.lines,
        message_id=body.header.message_id,
    )


def check_messages(reports: Iterable[SalesReport]) -> None:
    """StatementError when a message is there twice, also where its bytes differ."""
    seen, problems = dict[tuple[str, str], SalesReport](), list[Problem]()
    for report in reports:
        first = seen.setdefault((report.payer, report.message_id), report)
        if first is not report:
            rule = f"in {report.source.name} is the message of {first.source.name} too; keep one of the two"
            problems.append(Problem(0, "MessageId", report.message_id, rule))
    if problems:
        raise StatementError("sales reports", problems)


def _tell(body: Body, name: str, note: Note) -> None:
    royalties = body.royalties
    if royalties.negative:
        count, of = royalties.negative, royalties.sums.lines
        note(f"{name}: {count:,} of {of:,} royalties are negative; {printed(royalties.returned)} is deducted for them")
