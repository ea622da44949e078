# SPDX-License-Identifier: Apache-2.0
"""A cause of a fact as figures of a distribution CSV: event number, code, document and transaction."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.rights.cause import Cause
from regalia.domain.rights.day import written
from regalia.ledger.place import Place
from regalia.reports.csv_text import Cell
from regalia.reports.rights.cause_words import code_of, document_of, what_happened
from regalia.reports.rights.right_numbers import written_number


def cause_figures(fact: str, cause: Cause, place: Place | None) -> Iterator[tuple[str, str, Cell]]:
    """Name (the right's number), measure and value; what nobody gave is left empty."""
    figures: dict[str, Cell] = {
        "fact": fact,
        "right": f"0x{cause.right.hex()}",
        "what": what_happened(cause),
        "source": cause.source.value,
        "event": cause.number,
        "code": code_of(cause) or None,
        "day": written(cause.day) if cause.day else None,
        "document": document_of(cause) or None,
        "block": place.block_number if place else None,
        "transaction": place.transaction_hash if place else None,
    }
    for measure, value in figures.items():
        yield written_number(cause.right), measure, value
