# SPDX-License-Identifier: Apache-2.0
"""A deal whose record is lost: made again from the call data, wherever in it the parameters are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hexbytes import HexBytes

from regalia.chain.deployer import DealRequest
from regalia.chain.record import load_record
from regalia.deployment.errors import FoundDealError
from regalia.deployment.found_deal import _requests, differences, record_of, request_from
from regalia.deployment.plan import Plan
from tests.deployment.conftest import Deployed
from tests.deployment.wishes import planned

pytestmark = pytest.mark.devnet


@pytest.fixture
def plan(deployed: Deployed) -> Plan:
    return planned(deployed.chain, deployed.wish)


def test_request__as_a_tuple_and_back__the_same(plan: Plan) -> None:
    request = plan.wanted.deals[0].request(1_704_067_200)
    assert request_from(request.as_tuple()) == request


def test_record__found_from_its_block_or_searched__as_it_was_written(plan: Plan, deployed: Deployed) -> None:
    written = load_record(deployed.wish.with_name("mills.json"))
    pieces, (deal,) = plan.wanted.pieces, plan.wanted.deals
    factory, desk = pieces["factory"].address, pieces["desk"].address
    assert record_of(plan.view, deal, factory, desk) == written
    # a node without old states knows only a block before it
    assert record_of(plan.view, deal, factory, desk, block=written.block_number - 3) == written


def test_record__node_without_old_logs__says_so(plan: Plan, deployed: Deployed) -> None:
    pieces, (deal,) = plan.wanted.pieces, plan.wanted.deals
    deployed.chain.mine()
    with pytest.raises(FoundDealError, match=r"no event of the factory 0x.* tells of it"):
        record_of(plan.view, deal, pieces["factory"].address, None, block=deployed.chain.web3.eth.block_number)


def test_request__passed_on_by_another_contract__found_among_its_bytes(plan: Plan) -> None:
    (deal,) = plan.wanted.deals
    step = next(step for step in plan.steps if step.key == "deal:mills")
    data, now = step.at(1_704_067_200).data, 1_704_067_200
    wrapped = b"\x8d\x80\xff\x0a" + bytes(64) + data[:4] + b"\xff" * 9 + data + bytes(28)
    found: list[DealRequest] = list(_requests(plan.view.web3, plan.wanted.pieces["factory"].address, wrapped))
    assert found == [deal.request(now)]


def given(plan: Plan, monkeypatch: pytest.MonkeyPatch, *requests: DealRequest) -> None:
    """One transaction in which a Safe passes these on."""
    factory = plan.view.contract("DealFactory", plan.wanted.pieces["factory"].address)
    calls = [bytes.fromhex(factory.encode_abi("createDeal", [request.as_tuple()])[2:]) for request in requests]
    monkeypatch.setattr(plan.view.web3.eth, "get_transaction", lambda hash_: {"input": HexBytes(b"".join(calls))})


def test_record__two_deals_of_the_same_terms_in_one_transaction__the_one_whose_salt_it_is(
    plan: Plan, deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = load_record(deployed.wish.with_name("mills.json"))
    pieces, (deal,) = plan.wanted.pieces, plan.wanted.deals
    own = replace(deal.request(0), opens=written.arguments["opens"], deadline=written.arguments["deadline"])
    other = replace(own, salt=b"\x01" * 32, originator=deployed.chain.accounts[10])
    given(plan, monkeypatch, other, own)
    assert record_of(plan.view, deal, pieces["factory"].address, pieces["desk"].address) == written


def test_record__transaction_with_other_parameters_for_the_same_deal__says_so(
    plan: Plan, deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = load_record(deployed.wish.with_name("mills.json"))
    pieces, (deal,) = plan.wanted.pieces, plan.wanted.deals
    own = replace(deal.request(0), opens=written.arguments["opens"], deadline=written.arguments["deadline"])
    given(plan, monkeypatch, replace(own, originator=deployed.chain.accounts[10]), own)
    with pytest.raises(FoundDealError, match="holds 2 different parameters for it"):
        record_of(plan.view, deal, pieces["factory"].address, None)


def test_differences__of_a_deal_as_wished__none_though_time_went_by(plan: Plan, deployed: Deployed) -> None:
    (deal,) = plan.wanted.deals
    record = load_record(deployed.wish.with_name("mills.json"))
    assert differences(deal, record) == []
    shorter = {**record.arguments, "deadline": record.arguments["deadline"] - 1}
    assert differences(deal, record.model_copy(update={"arguments": shorter})) == [
        "offering: lasts 2591999 s, 2592000 s are wished for"
    ]
