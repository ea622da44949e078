# SPDX-License-Identifier: Apache-2.0
"""Tranches repaid by the holder of a call."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.ledger.model import CallPayment
from regalia.reports.links import utc
from regalia.reports.sheet import DealSheet
from regalia.reports.table import Column, Kind, Raw, Table, make_table


def call_table(sheet: DealSheet, caption: str, calls: Sequence[CallPayment]) -> Table:
    """A row a tranche that was repaid."""
    tranches = sheet.ledger.program.tranches
    rows: list[tuple[Raw, ...]] = [
        (
            utc(call.place),
            sheet.links.party(call.holder),
            sheet.names.tranche(tranche.label),
            call.balance[t],
            call.premium[t],
            call.interest(t),
            call.paid[t],
            sheet.links.source(call.place),
        )
        for call in calls
        for t, tranche in enumerate(tranches)
        if call.paid[t]
    ]
    paid = sum(sum(call.paid) for call in calls)
    return make_table(
        sheet.currency,
        caption,
        (
            *(Column(head) for head in ("Time (UTC)", "Called by", "Tranche")),
            *(Column(head, Kind.MONEY) for head in ("Balance repaid", "Premium", "Interest to the day", "Paid")),
            Column("Source"),
        ),
        rows,
        [("In all", "", "", "", "", "", paid, "")],
        note="The premium is what the price of the call is above the balance. Interest includes what was in arrears.",
    )
