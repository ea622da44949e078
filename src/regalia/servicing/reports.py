# SPDX-License-Identifier: Apache-2.0
"""The accepted report a payment date waits for."""

from __future__ import annotations

from regalia.chain.transact import call
from regalia.errors import RegaliaError
from regalia.oracle.acceptance import accepted_report
from regalia.oracle.report import RoyaltyReport
from regalia.servicing.deal_contracts import DealContracts


class NoReportError(RegaliaError, LookupError):
    """The oracle has not accepted the report of the next period."""


def next_report(deal: DealContracts) -> RoyaltyReport:
    """The accepted report of the next payment date, rebuilt from the oracle's event. Raises ``NoReportError``."""
    period = call(deal.web3, deal.deal.functions.nextPeriod())
    found = accepted_report(deal.web3, deal.oracle.address, deal.deal.address, period, deal.record.block_number)
    if found is None:
        raise NoReportError(
            f"period {period}: no report was accepted", "Have the attestors sign it and hand it in first."
        )
    return found.report
