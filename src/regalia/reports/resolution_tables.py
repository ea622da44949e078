# SPDX-License-Identifier: Apache-2.0
"""The resolutions of a deal's holders as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from regalia.reports.act_words import ActWords
from regalia.reports.links import utc
from regalia.reports.resolution_lines import ClassVote, ResolutionLine
from regalia.reports.sheet import DealSheet
from regalia.reports.table import Column, Raw, Table, make_table

_NOTE = (
    "Units count as held at the record date, those of the originator’s wallets not at all. For, against and abstained are followed by the "
    "units that could vote."
)


def resolutions_table(sheet: DealSheet, lines: Sequence[ResolutionLine]) -> Table:
    words = ActWords(sheet.terms, sheet.names)
    heads = ("Convened (UTC)", "What", "By", "Record date", "Votes until", "Stands", "Votes", "Source", "Carried out")
    rows: list[tuple[Raw, ...]] = [
        (
            utc(line.told.convened),
            _what(words.of(line.told.act), line.told.description),
            sheet.links.party(line.told.convener),
            _moment(line.told.record_date),
            _moment(line.told.vote_end),
            line.stands,
            Markup("<br>").join(_vote(sheet, vote) for vote in line.votes) if line.votes else None,
            sheet.links.source(line.told.convened),
            sheet.links.source(line.told.executed) if line.told.executed else None,
        )
        for line in lines
    ]
    return make_table(sheet.currency, "Resolutions", tuple(map(Column, heads)), rows, note=_NOTE)


def _what(act: str, description: str) -> Markup:
    return Markup("{}<br>“{}”").format(act, description) if description else Markup.escape(act)


def _vote(sheet: DealSheet, vote: ClassVote) -> Markup:
    counted = f"{vote.in_favour:,} for, {vote.against:,} against, {vote.abstained:,} abstained, of {vote.could_vote:,}"
    return Markup("{}: {}").format(sheet.names.tranche(vote.tranche), counted)


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
