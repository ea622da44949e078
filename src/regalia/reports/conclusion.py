# SPDX-License-Identifier: Apache-2.0
"""The report on the end of a deal: all that was in hand, and to whom it went. Amounts in smallest units."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.ledger.model import ConcludedDeal, DealLedger
from regalia.reports.date_lines import DateLines, date_lines


@dataclass(frozen=True)
class ConclusionReport(DateLines):
    """As of a payment date on which nothing is received and nothing accrues."""

    done: ConcludedDeal


def conclusion_report(ledger: DealLedger) -> ConclusionReport | None:
    """None while the deal goes on. UnreconciledError when its figures don't add up."""
    if ledger.concluded is None:
        return None
    return ConclusionReport(**date_lines(ledger, len(ledger.dates)), done=ledger.concluded)
