# SPDX-License-Identifier: Apache-2.0
"""Statements of one set held beside each other: money that is told twice would be reported twice."""

from __future__ import annotations

from collections.abc import Iterable

from regalia.statements.errors import Problem, StatementError
from regalia.statements.model import Source, Statement, StatementReceipt
from regalia.statements.printed import printed


def check_duplicates(statements: Iterable[Statement]) -> None:
    """StatementError when a file is there twice, or when two files tell of one licence, period and reference, be it the same or not."""
    problems, files, receipts = list[Problem](), dict[bytes, Source](), dict[tuple[str, str, str], StatementReceipt]()
    for statement in statements:
        source = statement.source
        if (known := files.get(source.sha256)) is not None:
            told = f"is {known.name} once more, byte for byte (SHA-256 {source.sha256.hex()[:16]}…)"
            problems.append(Problem(0, "file", source.name, f"{told}; leave one of them out"))
            continue
        files[source.sha256] = source
        for receipt in statement.receipts:
            key = (receipt.licence, receipt.period, receipt.reference)
            first = receipts.setdefault(key, receipt)
            if first.source.sha256 != source.sha256:
                problems.append(_told_twice(first, receipt))
    if problems:
        raise StatementError("the statements", problems)


def _told_twice(first: StatementReceipt, again: StatementReceipt) -> Problem:
    place = f"licence {again.licence}, period {again.period}"
    if (first.currency, first.gross, first.net) == (again.currency, again.gross, again.net):
        rule = f"of {place} is told the same in {first.source.name} and {again.source.name}; leave one of them out"
    else:
        told = (
            f"{receipt.source.name} has net {printed(receipt.net)} {receipt.currency}" for receipt in (first, again)
        )
        rule = f"of {place} is told twice: {' and '.join(told)}; ask the payer which one holds"
    return Problem(0, "reference", again.reference or "(none)", rule)
