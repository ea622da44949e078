# SPDX-License-Identifier: Apache-2.0
"""No transaction costs more because there are more holders."""

from __future__ import annotations

import pytest

from tests.support import sample
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor


def spread(holders: int) -> DealContracts:
    """A live deal whose senior tranche is spread over so many holders; two of them are always the same."""
    platform = Platform()
    deal = platform.create(platform.money())
    each, rest = divmod(998, holders - 2)
    for i in range(holders - 2):
        platform.admit(actor(f"holder {i}"))
        deal.subscribe(actor(f"holder {i}"), 0, each + (rest if i == 0 else 0))
    deal.sell({"senior_investor": (1, 400, 0), "junior_investor": (1, 0, 10_000)})
    deal.close()
    return deal


def costs(holders: int) -> dict[str, int]:
    deal = spread(holders)
    deal.pay_date(100_000 * sample.USD)
    return {
        "payment date": deal.pay_date(100_000 * sample.USD).gas,
        "report": deal.submit(deal.report(0)).gas,
        "claim": deal.claim(0, "senior_investor").gas,
        "transfer": deal.tokens[0].send("transfer", actor("junior_investor"), 1, by=actor("senior_investor")).gas,
    }


def test_gas__10_or_300_holders__equal_within_a_hundredth() -> None:
    few, many = costs(10), costs(300)
    for what, gas in few.items():
        assert many[what] == pytest.approx(gas, rel=0.01), what
