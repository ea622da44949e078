# SPDX-License-Identifier: Apache-2.0
"""Which file holds what. Names depend on the ledger and the labels alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from regalia.reports.names import Names

INDEX = "index.html"
RECORD = "record.json"
CONCLUSION = "conclusion"
"""The report on the end of the deal, without its ending."""
RIGHTS = "rights"
"""The portfolio of a deal that rests on rights, without its ending."""
LOG_CSV = "transactions.csv"
LOG_JSONL = "transactions.jsonl"
TRADES = "trades.csv"
RESOLUTIONS = "resolutions.csv"
_UNSAFE = re.compile(r"[^a-z0-9]+")
_STEM_LENGTH = 60


def distribution_stem(period: int) -> str:
    """Of the report of a period, without its ending."""
    return f"distribution/{period}"


def statement_stems(holders: Sequence[str], names: Names) -> dict[str, str]:
    """By holder, the file of his statement without its ending: from the label, where there is one of his own, else the address."""
    wanted = {holder: _slug(names.label(holder) or holder) or _slug(holder) for holder in holders}
    times = Counter(wanted.values())
    return {
        holder: f"statements/{stem if times[stem] == 1 else f'{stem}-{_slug(holder)}'}"
        for holder, stem in wanted.items()
    }


def periods_stem(statement: str) -> str:
    """Of the statement by periods that belongs to a statement's stem."""
    return f"periods/{statement.removeprefix('statements/')}"


def _slug(text: str) -> str:
    return _UNSAFE.sub("-", text.lower())[:_STEM_LENGTH].strip("-")
