# SPDX-License-Identifier: Apache-2.0
"""Tables about restatements and disputes of a payment date."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from regalia.ledger.stream_model import DisputeTold
from regalia.reports.distribution import DistributionReport
from regalia.reports.links import utc
from regalia.reports.restated_lines import RestatedLine
from regalia.reports.sheet import DealSheet
from regalia.reports.table import Column, Kind, Raw, Table, make_table

_HASH_SHOWN = 10


def restated_table(sheet: DealSheet, report: DistributionReport) -> Table:
    """What the date took in, from what its report said to its collections."""
    rows: list[tuple[Raw, ...]] = [
        (
            line.told.number,
            period_name(sheet, line.told.period),
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


def dispute_table(sheet: DealSheet, caption: str, disputes: Sequence[DisputeTold]) -> Table:
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


def _over(sheet: DealSheet, dispute: DisputeTold) -> str:
    if dispute.number:
        return f"restatement {dispute.number}"
    return f"report of {period_name(sheet, dispute.period)}"


def period_name(sheet: DealSheet, period: int) -> str:
    return f"{period}, {sheet.ledger.program.schedule.collection_period(period)}"


def short_hash(word: str) -> Markup:
    return Markup("<code title='{}'>{}…</code>").format(word, word[:_HASH_SHOWN])
