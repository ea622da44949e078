# SPDX-License-Identifier: Apache-2.0
"""Where a deal stands, in one look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from regalia.chain.deal_status import STATUSES
from regalia.chain.transact import call
from regalia.servicing.deal_contracts import DealContracts


def status_of(deal: DealContracts) -> dict[str, Any]:
    """Figures for people: amounts in whole currency, dates in ISO form."""
    read = deal.deal.functions
    money = deal.money
    period = call(deal.web3, read.nextPeriod())
    collection, accounts = call(deal.web3, deal.escrow.functions.cash())
    attested, distributed = call(deal.web3, read.totals())
    balances, arrears, *_ = call(deal.web3, read.state())
    tranches = sorted(deal.record.tokens, key=deal.index)
    return {
        "deal": deal.record.deal_id,
        "status": STATUSES[call(deal.web3, read.status())],
        "next period": period,
        "scheduled": datetime.fromtimestamp(call(deal.web3, read.scheduledAt(period)), UTC).date().isoformat(),
        "attested": money.format(attested),
        "distributed": money.format(distributed),
        "collection": money.format(collection),
        **{f"account {i}": money.format(amount) for i, amount in enumerate(accounts)},
        **{f"{t}: balance": money.format(balances[i]) for i, t in enumerate(tranches)},
        **{f"{t}: arrears": money.format(arrears[i]) for i, t in enumerate(tranches)},
    }
