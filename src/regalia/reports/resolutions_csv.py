# SPDX-License-Identifier: Apache-2.0
"""The resolutions of a deal's holders as CSV: one row a resolution and class that votes."""

from __future__ import annotations

from datetime import UTC, datetime

from regalia.ledger.model import DealLedger
from regalia.reports.act_words import ActWords
from regalia.reports.csv_text import Cell, csv_text, iso_time
from regalia.reports.names import Names
from regalia.reports.resolution_lines import ResolutionLine, resolution_lines

HEADER = (
    "deal",
    "resolution",
    "act",
    "description",
    "convener",
    "convened",
    "record_time",
    "vote_end",
    "stands",
    "executed",
    "tranche",
    "for",
    "against",
    "abstained",
    "could_vote",
    "block",
    "transaction",
    "log_index",
)


def resolutions_csv(ledger: DealLedger, names: Names) -> str:
    """The whole file. Of a resolution nobody could vote on yet there is one row, without a class; the number is the Governor's."""
    words = ActWords(ledger.terms, names)
    return csv_text(
        HEADER,
        [row for line in resolution_lines(ledger) for row in _rows(ledger.terms.id, line, words.of(line.told.act))],
    )


def _rows(deal: str, line: ResolutionLine, act: str) -> list[tuple[Cell, ...]]:
    told = line.told
    head = (
        deal,
        str(told.number),
        act,
        told.description,
        told.convener,
        iso_time(told.convened),
        _iso(told.record_date),
        _iso(told.vote_end),
        line.stands,
        iso_time(told.executed) if told.executed else None,
    )
    votes: list[tuple[Cell, ...]] = [(v.tranche, v.in_favour, v.against, v.abstained, v.could_vote) for v in line.votes]
    place = (told.convened.block_number, told.convened.transaction_hash, told.convened.log_index)
    return [(*head, *vote, *place) for vote in votes or [(None,) * 5]]


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
