# SPDX-License-Identifier: Apache-2.0
"""All restatements and disputes of a deal, and attestors who signed twice, for its first page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regalia.domain.restating import NEVER
from regalia.ledger.model import DealLedger
from regalia.ledger.stream_model import DoubleSigning
from regalia.reports.links import utc
from regalia.reports.restated_lines import is_struck
from regalia.reports.sheet import DealSheet
from regalia.reports.stream_tables import dispute_table, period_name, short_hash
from regalia.reports.table import Column, Kind, Raw, Table, make_table


def stream_tables(sheet: DealSheet) -> Iterator[Table]:
    """All of the deal: restatements, disputes, and signers who signed twice. Only where there was any."""
    stream = sheet.ledger.stream
    if stream.told:
        yield _restatements(sheet)
    disputes = sorted([*stream.past, *stream.disputes.values()], key=lambda dispute: dispute.opened.position)
    if disputes:
        yield dispute_table(sheet, "Disputes over reports and restatements", disputes)
    if stream.double_signings:
        yield _double_signings(sheet, stream.double_signings)


def _restatements(sheet: DealSheet) -> Table:
    rows: list[tuple[Raw, ...]] = [
        (
            told.number,
            period_name(sheet, told.period),
            told.received,
            told.other_income,
            becomes(sheet.ledger, told.number),
            short_hash(told.corrects),
            short_hash(told.evidence_root),
            sheet.links.source(told.place),
        )
        for told in sheet.ledger.stream.told
    ]
    return make_table(
        sheet.currency,
        "Restatements",
        (
            Column("Number", Kind.COUNT),
            Column("Period corrected"),
            *(Column(head, Kind.MONEY) for head in ("Royalties", "Other income")),
            *(Column(head) for head in ("What became of it", "In place of", "Evidence", "Source")),
        ),
        rows,
        note="What is left of a negative one lowers the collections of the next payment date.",
    )


def becomes(ledger: DealLedger, number: int) -> str:
    """What became of a restatement."""
    if is_struck(ledger, number):
        return "struck after a dispute"
    for done in ledger.dates:
        flow = done.payment.collections
        if flow is not None and flow.first <= number <= flow.last:
            return f"taken in by period {done.payment.report.period}"
    return "disputed" if ledger.stream.restatements.at(number).final_at == NEVER else "waits for a payment date"


def _double_signings(sheet: DealSheet, shown: Sequence[DoubleSigning]) -> Table:
    rows: list[tuple[Raw, ...]] = [
        (
            utc(one.place),
            sheet.links.party(one.signer),
            period_name(sheet, one.period),
            short_hash(one.first),
            short_hash(one.second),
            sheet.links.source(one.place),
        )
        for one in shown
    ]
    heads = ("Time (UTC)", "Attestor", "Period", "One report", "The other", "Source")
    return make_table(
        sheet.currency,
        "Attestors who signed two reports for one period",
        tuple(map(Column, heads)),
        rows,
        note="Each is an attestor of the deal no more.",
    )
