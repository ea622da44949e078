# SPDX-License-Identifier: Apache-2.0
"""Ten thousand holders of one tranche claim what a payment date gave them."""

from __future__ import annotations

from time import process_time

from tests.load.progress import tell
from tests.support.deal import DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.roles import actor
from tests.support.sample import USD

RECEIVED = 1_234_567 * USD + 7
"""Not a multiple of the holders: each share is rounded down."""


class ClaimsError(AssertionError):
    """What was paid is not what is owed."""


def claims(holders: int) -> dict[str, float]:
    """Seconds of spreading and claiming, gas of the first and the last claim. Raises ``ClaimsError`` where a sum is not exact."""
    start = process_time()
    deal = spread(holders)
    spreading = process_time() - start
    deal.pay_date(RECEIVED)
    start = process_time()
    gas, paid = [], 0
    for number in range(holders):
        answer = deal.claim(0, holder(number))
        gas.append(answer.gas)
        paid += answer.only("IncomeClaimed")["gross"]
        if number % 2_500 == 2_499:
            tell(f"  {number + 1:,} of {holders:,} have claimed")
    seconds = process_time() - start
    _check(deal, holders, gas, paid)
    return {
        "holders": holders,
        "spreading_seconds": round(spreading, 1),
        "seconds": round(seconds, 1),
        "gas_first": gas[0],
        "gas_last": gas[-1],
        "kept_back_by_rounding": RECEIVED - paid,
    }


def spread(holders: int) -> DealContracts:
    """A live deal of one tranche, a unit for each."""
    platform = Platform()
    deal = platform.create(platform.money(), plain_spec(holders))
    deal.subscribe(actor("senior_investor"), 0, holders)
    deal.close()
    for number in range(holders):
        platform.admit(actor(holder(number)))
        deal.tokens[0].send("transfer", actor(holder(number)), 1, by=actor("senior_investor"))
    return deal


def holder(number: int) -> str:
    return f"holder {number}"


def _check(deal: DealContracts, holders: int, gas: list[int], paid: int) -> None:
    if paid != holders * (RECEIVED // holders):
        raise ClaimsError(f"{holders:,} holders claimed {paid}, not {holders} times {RECEIVED // holders}")
    if paid + deal.held() != RECEIVED:
        raise ClaimsError(f"claimed {paid} and held {deal.held()} are not the {RECEIVED} received")
    if gas[0] != gas[-1]:
        raise ClaimsError(f"the first claim cost {gas[0]:,} gas and the last {gas[-1]:,}")
