# SPDX-License-Identifier: Apache-2.0
"""Tables about restatements and disputes: of one payment date, and of the whole deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from regalia.domain.restating import NEVER
from regalia.ledger.model import DealLedger
from regalia.ledger.stream_model import DisputeTold, DoubleSigning
from regalia.reports.distribution import DistributionReport
from regalia.reports.links import utc
from regalia.reports.restated_lines import RestatedLine, is_struck
from regalia.reports.sheet import Sheet
from regalia.reports.table import Column, Kind, Raw, Table, make_table

_HASH_SHOWN = 10


def restated_table(sheet: Sheet, report: DistributionReport) -> Table:
    """What the date took in, from what its report said to its collections."""
    rows: list[tuple[Raw, ...]] = [
        (
            line.told.number,
            _period(sheet, line.told.period),
            what_of(line),
            line.received,
            line.attested,
            short_hash(line.told.evidence_root),
            sheet.links.source(line.told.place),
        )
        for line in report.restated
    ]
    said, flow = report.payment.report, report.payment.collections
    assert flow is not None  # without them nothing is restated
    foot: list[tuple[Raw, ...]] = [
        ("", "As the report says", "", said.received, said.received + said.other_income, "", ""),
        ("", "In all", "", flow.received + flow.left, flow.claimed, "", ""),
    ]
    if flow.left:
        foot.append(("", "Left, to be made up for by the next payment date", "", flow.left, None, "", ""))
    foot.append(("", "Collections of this payment date", "", flow.received, None, "", ""))
    return make_table(
        sheet.currency,
        "Restatements of earlier periods taken in",
        (
            Column("Number", Kind.COUNT),
            *(Column(head) for head in ("Period corrected", "What")),
            *(Column(head, Kind.MONEY) for head in ("Royalties", "Attested to date")),
            *(Column(head) for head in ("Evidence", "Source")),
        ),
        rows,
        foot,
        note="Earlier payment dates stay as they were. Collections are never below zero.",
    )


def what_of(line: RestatedLine) -> str:
    if line.carried:
        return "what was left on the payment date before"
    return "struck after a dispute" if line.struck else "taken in"


def dispute_table(sheet: Sheet, caption: str, disputes: Sequence[DisputeTold]) -> Table:
    """A row a dispute, with who decided what."""
    rows: list[tuple[Raw, ...]] = [
        (
            utc(dispute.opened),
            _over(sheet, dispute),
            sheet.links.party(dispute.by),
            dispute.bond,
            trustee_said(dispute),
            sheet.links.party(dispute.appellant) if dispute.appellant else None,
            outcome_of_dispute(dispute),
            sheet.links.source(dispute.settled or dispute.opened),
        )
        for dispute in disputes
    ]
    heads = ("Trustee", "Appealed by", "Outcome", "Source")
    return make_table(
        sheet.currency,
        caption,
        (
            *(Column(head) for head in ("Opened (UTC)", "Over", "Disputed by")),
            Column("Bond", Kind.MONEY),
            *map(Column, heads),
        ),
        rows,
        note="The bond of whoever was wrong goes into collection; any other is owed back.",
    )


def trustee_said(dispute: DisputeTold) -> str:
    if dispute.decided is None:
        return "did not decide"
    return "strike" if dispute.strike else "stands"


def outcome_of_dispute(dispute: DisputeTold) -> str:
    match dispute.struck, dispute.number:
        case None, _:
            return "not decided yet"
        case True, 0:
            return "struck; the period is reported anew"
        case True, _:
            return "struck"
    return "stands"


def stream_tables(sheet: Sheet) -> Iterator[Table]:
    """All of the deal: restatements, disputes, and signers who signed twice. Only where there was any."""
    stream = sheet.ledger.stream
    if stream.told:
        yield _restatements(sheet)
    disputes = sorted([*stream.past, *stream.disputes.values()], key=lambda dispute: dispute.opened.position)
    if disputes:
        yield dispute_table(sheet, "Disputes over reports and restatements", disputes)
    if stream.double_signings:
        yield _double_signings(sheet, stream.double_signings)


def _restatements(sheet: Sheet) -> Table:
    rows: list[tuple[Raw, ...]] = [
        (
            told.number,
            _period(sheet, told.period),
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


def _double_signings(sheet: Sheet, shown: Sequence[DoubleSigning]) -> Table:
    rows: list[tuple[Raw, ...]] = [
        (
            utc(one.place),
            sheet.links.party(one.signer),
            _period(sheet, one.period),
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


def _over(sheet: Sheet, dispute: DisputeTold) -> str:
    if dispute.number:
        return f"restatement {dispute.number}"
    return f"report of {_period(sheet, dispute.period)}"


def _period(sheet: Sheet, period: int) -> str:
    return f"{period}, {sheet.ledger.program.schedule.collection_period(period)}"


def short_hash(word: str) -> Markup:
    return Markup("<code title='{}'>{}…</code>").format(word, word[:_HASH_SHOWN])
