# SPDX-License-Identifier: Apache-2.0
"""Row T6: payment tokens of any decimals, under a second address, paused, or with other code some day."""

from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from regalia.chain import artefacts
from regalia.chain.record import DeploymentRecord
from tests.chain.records import record_data
from tests.contracts.desk_world import MAKER, TAKER, DeskWorld
from tests.failures import signed_words
from tests.failures.test_payment_tokens import DEAD, HOLDERS, PAYEES, paid, take
from tests.support.chain import RefusedError, refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED
from tests.support.platform import Platform, plain_spec
from tests.support.roles import actor


def test_t6__decimals__no_contract_asks_for_them() -> None:
    """So no number of decimals can be wrong on chain: amounts are smallest units. The tranche token alone answers the question."""
    asks = b"\x63" + keccak(text="decimals()")[:4]
    having = [
        name
        for name in signed_words.deployed_names()
        if asks in bytes.fromhex(artefacts.load(name).deployed_bytecode[2:])
    ]
    assert having == ["TrancheToken"]


@pytest.mark.parametrize("decimals", range(25))
def test_t6__units_of_0_to_24_decimals__shared_out_to_the_smallest(decimals: int) -> None:
    platform, amount = Platform(), 7 * 10**decimals + 3
    deal = platform.create(platform.money(), plain_spec(9, 10**decimals))
    deal.sell({"senior_investor": (5,), "junior_investor": (4,)})
    deal.close()
    deal.pay_date(amount)
    shares = deal.entitlement(0, "senior_investor"), deal.entitlement(0, "junior_investor")
    assert shares == (amount * 5 // 9, amount * 4 // 9)
    assert amount - sum(shares) <= 1


def test_t6__amounts_beyond_the_documented_cap__refused_before_anything_is_booked() -> None:
    platform, cap = Platform(), 2**96
    with refused("DealFactory_ProceedsTooLarge", limit=cap - 1, proceeds=cap):
        platform.create(platform.money(), plain_spec(2, cap // 2))
    deal = platform.create(platform.money(), plain_spec(1))
    deal.sell({"senior_investor": (1,)})
    deal.close()
    with refused("RoyaltyOracle_AmountTooLarge"):
        deal.submit(deal.report(cap))


def test_t6__token_under_a_second_address__is_another_token_everywhere() -> None:
    world = DeskWorld()
    second = actor("second address of the token")
    world.chain.place(second, world.chain.code(world.money.address))
    other = Contract(world.chain, "MockPaymentToken", second)
    for party in (MAKER.address, TAKER.address):
        other.send("mint", party, 10**15, by=party)
        other.send("approve", world.desk.address, UNLIMITED, by=party)
    with refused_whole(world.chain, "SettlementDesk_OtherPaymentToken"):
        world.fill(world.order(payment_token=second))
    other.send("transfer", world.deal.escrow.address, 10**6, by=MAKER.address)
    assert world.deal.cash()[0] == 0
    with refused("OracleDisputes_NothingOwed", caller=MAKER.address):
        world.platform.oracle.send("withdrawBonds", second, by=MAKER.address)


def test_t6__token_paused__everything_waits_and_goes_on() -> None:
    deal = paid(Platform(), "MockPaymentToken")
    with deal.chain.undone():
        usual = take(deal, [*HOLDERS, *PAYEES])
    code = deal.chain.code(deal.money.address)
    deal.chain.place(deal.money.address, DEAD)
    before = deal.chain.storage()
    for role in HOLDERS:
        with pytest.raises(RefusedError, match="NoReason"):
            take(deal, [role])
    with refused("NoReason"):
        deal.escrow.send("payRoyalty", keccak(text="licence"), 1, bytes(32), by=actor("licensee"))
    assert deal.chain.storage() == before
    deal.chain.place(deal.money.address, code)
    assert take(deal, [*HOLDERS, *PAYEES]) == usual


def test_t6__code_of_the_payment_token__is_recorded_with_the_deal_and_cannot_be_left_out() -> None:
    """``regalia verify`` tells a changed hash (``tests/chain/test_record_check.py``). There is no list: each deal names its token."""
    data = record_data()
    recorded = dict(DeploymentRecord.model_validate(data).contracts())
    assert recorded["payment_token"].code_hash == data["payment_token"]["code_hash"]
    for missing in ({}, {"address": data["payment_token"]["address"]}):
        with pytest.raises(ValueError, match="payment_token"):
            DeploymentRecord.model_validate({**data, "payment_token": missing})
