# SPDX-License-Identifier: Apache-2.0
"""A payee, an originator or a holder that is a contract made to burn gas: nobody calls it, so a date costs the same and pays the others.

Signers that burn gas are in ``oracle/test_oracle_contract_signers.py``, a foreign registry in ``test_little_gas.py``.
"""

from __future__ import annotations

import functools

import pytest

from tests.support import sample
from tests.support.chain import RefusedError
from tests.support.contract import calldata
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor

CODES = {
    "refuses": "5f5ffd",  # push 0, push 0, revert
    "never ends": "5b5f56",  # a loop over itself
    "answers with a megabyte": "621000005ff3",  # return the first 2^20 bytes of memory
}
RECEIVED = 100_000 * sample.USD
ROLES = ("trustee", "servicer", "originator", "senior_investor")


def life(hostile: str = "", code: str = "") -> tuple[DealContracts, dict[str, int]]:
    """A deal through its first date, and the gas of what others do; somebody in it is a contract from the closing on."""
    platform = Platform()
    deal = platform.create(platform.money())
    deal.sell()
    if hostile:
        platform.chain.place(actor(hostile), bytes.fromhex(code))
    gas = {"close": deal.close_alone().gas}
    deal.collect()
    deal.pay_royalty(RECEIVED)
    report = deal.report(RECEIVED)
    deal.reach(1)
    deal.submit(report)
    gas["execute"] = deal.execute(report).gas
    return deal, gas


@functools.cache
def undisturbed() -> dict[str, int]:
    return life()[1]


@pytest.mark.parametrize("code", CODES.values(), ids=list(CODES))
@pytest.mark.parametrize("hostile", ROLES)
def test_contract__made_to_burn_gas__costs_nobody_any_and_keeps_nobody_from_his_money(hostile: str, code: str) -> None:
    deal, gas = life(hostile, code)
    assert gas == undisturbed()
    for role in sorted({"trustee", "servicer", "originator"} - {hostile}):
        owed = deal.payable(role)
        deal.escrow.send("withdraw", by=actor(role))
        assert deal.money.read("balanceOf", actor(role)) == owed > 0
    deal.claim(0, "mezzanine_investor")
    assert deal.money.read("balanceOf", actor("mezzanine_investor")) == 400 * sample.SENIOR_UNIT


@pytest.mark.parametrize("code", CODES.values(), ids=list(CODES))
def test_contract__made_to_burn_gas__only_its_own_money_waits(code: str) -> None:
    """What it did to itself: nobody else may take the money for it either."""
    deal, _ = life("trustee", code)
    assert deal.payable("trustee") == 2_500 * sample.USD
    with pytest.raises(RefusedError) as refusal:
        deal.escrow.send("withdraw", by=actor("outsider"))
    assert refusal.value.revert.name == "RoyaltyEscrow_NothingOwed"
    deal.pay_date(RECEIVED)
    assert deal.payable("trustee") == 5_000 * sample.USD


@pytest.mark.parametrize("part", [2, 4, 8, 64])
def test_executor__sends_too_little_gas__nothing_is_done_by_halves(part: int) -> None:
    """Nothing between the deal and the escrow is tried and caught, so a date that runs dry anywhere is undone."""
    platform = Platform()
    deal = platform.create(platform.money())
    deal.sell()
    deal.close()
    deal.pay_royalty(RECEIVED)
    report = deal.report(RECEIVED)
    deal.reach(1)
    deal.submit(report)
    with platform.chain.undone():
        needed = deal.execute(report).gas
    before = platform.chain.storage()
    data = calldata("Deal", "execute", tuple(vars(report).values()))
    with pytest.raises(RefusedError):
        platform.chain.send(actor("attacker"), deal.deal.address, data, gas=needed - needed // part)
    assert platform.chain.storage() == before
    deal.execute(report)
    assert deal.entitlement(0, "mezzanine_investor") == 400 * sample.SENIOR_UNIT
