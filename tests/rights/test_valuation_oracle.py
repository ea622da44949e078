# SPDX-License-Identifier: Apache-2.0
"""Valuations that a quorum signed: entered in the oracle's name, numbered, all of a report or nothing."""

from __future__ import annotations

import pytest
from eth_account.messages import encode_typed_data
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from tests.rights.pooled import pooled
from tests.rights.valuing import ADMIN, APPRAISER_ROLE, FIRST, RELAY, SECOND, THIRD, Valuers
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.rights import USD, RightsDesk
from tests.support.rights_acts import PATENT_1, PATENT_2, TODAY, count_of
from tests.support.roles import actor

TYPES = {
    "SignedValuation": [
        {"name": "right", "type": "bytes32"},
        {"name": "number", "type": "uint32"},
        {"name": "token", "type": "address"},
        {"name": "amount", "type": "uint96"},
        {"name": "method", "type": "uint8"},
        {"name": "day", "type": "uint32"},
        {"name": "until", "type": "uint32"},
        {"name": "document", "type": "bytes32"},
    ],
    "ValuationReport": [
        {"name": "valuations", "type": "SignedValuation[]"},
        {"name": "deadline", "type": "uint256"},
    ],
}
"""As docs/rights.md has them."""


@pytest.fixture
def valuers(entered: RightsDesk) -> Valuers:
    return Valuers.of(entered)


@pytest.mark.parametrize("count", [1, 3])
def test_digest__of_a_report__is_what_wallets_sign(valuers: Valuers, count: int) -> None:
    given = [valuers.valuation(PATENT_1, amount=n * USD, number=n) for n in range(1, count + 1)]
    names = [field["name"] for field in TYPES["SignedValuation"]]
    domain = {
        "name": "Regalia ValuationOracle",
        "version": "1",
        "chainId": valuers.desk.chain.chain_id,
        "verifyingContract": valuers.oracle.address,
    }
    message = {"valuations": [dict(zip(names, one, strict=True)) for one in given], "deadline": 1_800_000_000}
    typed = encode_typed_data(domain, TYPES, message)
    assert valuers.oracle.read("digestOf", given, 1_800_000_000) == keccak(b"\x19\x01" + typed.header + typed.body)


def test_report__two_of_three__told_with_who_signed_and_valued_in_the_oracles_name(valuers: Valuers) -> None:
    given, keys = valuers.valuation(PATENT_1), (SECOND, THIRD)
    answer = valuers.report(given, keys=keys)
    now = valuers.desk.chain.now
    assert answer.only("ValuationReportTaken") == {
        "digest": valuers.oracle.read("digestOf", [given], now),
        "signers": tuple(key.address for key in keys),
        "valuations": 1,
        "deadline": now,
        "by": RELAY,
    }
    told = answer.only("RightValued")
    assert (told["right"], told["number"], told["document"]) == (PATENT_1, 1, given[-1])
    assert told["valuation"] == valuers.desk.registry.read("valuationOf", PATENT_1)
    assert told["valuation"] == {
        "token": valuers.desk.money.address,
        "amount": 100 * USD,
        "appraiser": valuers.oracle.address,
        "day": TODAY,
        "until": 20260120,
        "method": 1,
    }


def test_report__of_a_right_behind_a_deal__counts_at_once(valuers: Valuers) -> None:
    desk = valuers.desk
    desk.good(PATENT_2, 100 * USD)
    pooled(desk, PATENT_2)
    valuers.report(valuers.valuation(PATENT_2, amount=70 * USD, number=2))
    assert count_of(desk, PATENT_2)["value"] == 70 * USD


def test_report__beside_an_appraiser_of_the_registry__numbers_go_on(valuers: Valuers) -> None:
    valuers.desk.value(PATENT_1, 90 * USD)
    with refused_whole(valuers.desk.chain, "ValuationOracle_OutOfOrder", right=PATENT_1, expected=2, given=1):
        valuers.report(valuers.valuation(PATENT_1))
    told = valuers.report(valuers.valuation(PATENT_1, number=2), valuers.valuation(PATENT_1, number=3, amount=7))
    assert [event["number"] for event in told.all("RightValued")] == [2, 3]
    assert valuers.desk.registry.read("valuationOf", PATENT_1)["amount"] == 7


@pytest.mark.parametrize("number", [0, 2])
def test_report__number_that_is_not_the_next__refused(valuers: Valuers, number: int) -> None:
    with refused_whole(valuers.desk.chain, "ValuationOracle_OutOfOrder", right=PATENT_1, expected=1, given=number):
        valuers.report(valuers.valuation(PATENT_1, number=number))


def test_report__one_of_several_is_refused__none_is_taken(valuers: Valuers) -> None:
    valuers.desk.enter(PATENT_2)
    with refused_whole(valuers.desk.chain, "IPRegistry_InFuture", what="valuation", today=TODAY, given=TODAY + 1):
        valuers.report(valuers.valuation(PATENT_1), valuers.valuation(PATENT_2, day=TODAY + 1))
    valuers.report(valuers.valuation(PATENT_1), valuers.valuation(PATENT_2))


def test_report__no_valuations__refused(valuers: Valuers) -> None:
    with refused_whole(valuers.desk.chain, "ValuationOracle_NoValuations"):
        valuers.report()


def test_report__more_than_needed__taken(valuers: Valuers) -> None:
    told = valuers.report(valuers.valuation(PATENT_1), keys=(FIRST, SECOND, THIRD)).only("ValuationReportTaken")
    assert told["signers"] == tuple(key.address for key in (FIRST, SECOND, THIRD))


def test_threshold__set_by_the_administrator_alone__holds_from_then_on(valuers: Valuers) -> None:
    for caller in (RELAY, FIRST.address, actor("originator")):
        with refused("AccessControlUnauthorizedAccount", account=caller, neededRole=bytes(32)):
            valuers.oracle.send("setThreshold", 1, by=caller)
    assert valuers.oracle.send("setThreshold", 3, by=ADMIN).only("ThresholdSet") == {"threshold": 3, "by": ADMIN}
    with refused_whole(valuers.desk.chain, "AttestorQuorum_TooFewSigners", threshold=3, given=2):
        valuers.report(valuers.valuation(PATENT_1))
    valuers.report(valuers.valuation(PATENT_1), keys=(FIRST, SECOND, THIRD))


def test_threshold__zero__refused(valuers: Valuers) -> None:
    with refused_whole(valuers.desk.chain, "AttestorQuorum_BadThreshold", given=0):
        valuers.oracle.send("setThreshold", 0, by=ADMIN)
    arguments = (valuers.desk.registry.address, ADMIN, ADMIN_DELAY, 0)
    with refused_whole(valuers.desk.chain, "AttestorQuorum_BadThreshold", given=0):
        Contract.deploy(valuers.desk.chain, "ValuationOracle", *arguments, by=ADMIN)


def test_oracle__without_its_role_at_the_registry__reaches_nothing(valuers: Valuers) -> None:
    oracle = valuers.oracle.address
    valuers.desk.registry.send("revokeRole", APPRAISER_ROLE, oracle, by=ADMIN)
    with refused_whole(
        valuers.desk.chain, "AccessControlUnauthorizedAccount", account=oracle, neededRole=APPRAISER_ROLE
    ):
        valuers.report(valuers.valuation(PATENT_1))
