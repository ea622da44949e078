# SPDX-License-Identifier: Apache-2.0
"""A report that did not come: from when on an empty one can stand in for it, and having it do so."""

from __future__ import annotations

from dataclasses import dataclass

from web3.types import TxReceipt

from regalia.chain.transact import Sender, call, send
from regalia.oracle.stream import read_latest, read_stream
from regalia.servicing.deal_contracts import DealContracts

DAY = 24 * 3600


@dataclass(frozen=True)
class MissingReport:
    """The next report that is due: its period, and the second since 1970 from which it counts as missing, None in a deal whose terms
    have no such day.
    """

    period: int
    missing_at: int | None


def next_missing(deal: DealContracts) -> MissingReport:
    """Of the period after the latest accepted one. Raises as ``call`` does."""
    oracle, address = deal.oracle.address, deal.deal.address
    days = read_stream(deal.web3, oracle, address).missing_after_days
    period = read_latest(deal.web3, oracle, address).period + 1
    if not days:
        return MissingReport(period, None)
    return MissingReport(period, int(call(deal.web3, deal.deal.functions.scheduledAt(period))) + days * DAY)


def declare_missing(deal: DealContracts, sender: Sender) -> TxReceipt:
    """Let an empty report stand in for the missing one. Anybody may. For ``MISSING_GRACE_DAYS`` a signed one takes its place."""
    return send(deal.web3, deal.oracle.functions.declareMissing(deal.deal.address), sender)
