# SPDX-License-Identifier: Apache-2.0
"""What a plan says of a chain: what is there, what is missing, what differs and what is there besides."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from web3 import Web3

from regalia.chain.connection import WrongNetworkError
from regalia.chain.deployer import contract
from regalia.chain.devnet import Devnet
from regalia.chain.record import load_record
from regalia.chain.record_check import check_record
from regalia.chain.transact import send
from regalia.deployment.apply import apply_plan, write_found
from regalia.deployment.errors import FactsDifferError, FactsError, OtherProxyError
from regalia.deployment.proxy import PROXY
from regalia.deployment.steps import State
from regalia.servicing import offices
from tests.deployment.conftest import Deployed
from tests.deployment.wishes import applied, mills, planned, rights_of, rpc, wish_of, write_wish

pytestmark = pytest.mark.devnet


def changed(deployed: Deployed, **changes: Any) -> Path:
    """The wish that was applied, some of it changed."""
    wish = {**yaml.safe_load(deployed.wish.read_text()), **changes}
    deployed.wish.write_text(yaml.safe_dump({name: value for name, value in wish.items() if value is not None}))
    return deployed.wish


def keys(steps: tuple[Any, ...]) -> list[str]:
    return [step.key for step in steps]


def test_plan__empty_chain__every_step_in_an_order_that_works(chain: Devnet, tmp_path: Path) -> None:
    plan = planned(chain, write_wish(tmp_path, wish_of(chain.accounts, **rights_of(chain.accounts))))
    assert {step.state for step in plan.steps} == {State.TO_SEND}
    found: set[str] = {"proxy", "token:mills"}
    for step in plan.steps:
        assert set(step.needs) <= found, step.key
        found.add(step.key)
    assert plan.gas == sum(step.gas for step in plan.steps) and plan.cost == plan.gas * plan.fees.price
    assert chain.web3.eth.block_number == 0 and not list(tmp_path.glob("31337/*.json"))


def test_plan__gas_reckoned__near_what_is_used(chain: Devnet, tmp_path: Path) -> None:
    wish = wish_of(chain.accounts, **rights_of(chain.accounts))
    plan = planned(chain, write_wish(tmp_path, wish))
    for done in apply_plan(plan, plan.wanted.wish.account):
        assert done.receipt is not None
        used = done.receipt["gasUsed"]
        most = 1.5 if done.step.gas < 100_000 else 1.1
        assert 0.98 * used <= done.step.gas <= most * used, (done.step.key, done.step.gas, used)


def test_plan__after_apply__nothing_missing(deployed: Deployed) -> None:
    plan = planned(deployed.chain, deployed.wish)
    assert {step.state for step in plan.steps} == {State.THERE}
    assert (plan.missing, plan.also, plan.unmeant, plan.records, plan.cost) == ((), (), (), (), 0)


def test_apply__done__platform_wired_as_the_factory_says(deployed: Deployed) -> None:
    plan = planned(deployed.chain, deployed.wish)
    pieces, web3 = plan.wanted.pieces, deployed.chain.web3
    factory = contract(web3, "DealFactory", pieces["factory"].address).functions
    assert factory.infrastructure().call() == [
        pieces[key].address for key in ("oracle", "registry", "agent", "supervisor")
    ]
    deal = plan.wanted.deals[0]
    assert factory.predictDeal(plan.wanted.wish.account, deal.salt).call() == deal.address
    record = load_record(deployed.wish.with_name("mills.json"))
    check_record(web3, record)
    assert record.deal.address == deal.address
    assert record.settlement_desk is not None and record.settlement_desk.address == pieces["desk"].address
    for key in (
        "oracle",
        "registry",
        "agent",
        "supervisor",
        "rights_registry",
        "legal_oracle",
        "pool",
        "valuation_oracle",
    ):
        assert (
            contract(web3, pieces[key].name, pieces[key].address).functions.defaultAdmin().call()
            == plan.wanted.wish.account
        )


def test_plan__officer_and_deal_added__only_those_are_missing(deployed: Deployed) -> None:
    people = deployed.chain.accounts
    officers = {"registrar": [people[7], people[3]], "legal-attestor": [people[8]]}
    notes = {
        "trustee": 1,
        "servicer": 2,
        "administrator": 3,
        "representative": 4,
        "auditor": 5,
        "account-bank": 8,
        "tax-authority": 9,
    }
    sheet = mills(people)["terms"].replace("mills.yaml", "mills-notes.yaml")
    deals = [
        mills(people),
        mills(people, terms=sheet, parties={p: people[i] for p, i in notes.items()}),
    ]
    path = changed(deployed, officers=officers, deals=deals)
    before = deployed.chain.web3.eth.block_number
    done = applied(deployed.chain, path)
    assert keys(tuple(one.step for one in done)) == [f"role:registry:AGENT_ROLE:{people[3]}", "deal:mills-notes"]
    assert deployed.chain.web3.eth.block_number == before + 2
    assert load_record(path.with_name("mills-notes.json")).deal_id == "mills-notes"


def test_plan__threshold_changed__set_and_no_other_oracle(deployed: Deployed) -> None:
    path = changed(deployed, rights={"threshold": 3})
    done = applied(deployed.chain, path)
    assert keys(tuple(one.step for one in done)) == ["threshold:legal_oracle", "threshold:valuation_oracle"]
    assert not planned(deployed.chain, path).missing


def test_plan__officer_not_wished_for__shown_and_dismissed_only_when_told(deployed: Deployed) -> None:
    web3, admin, intruder = deployed.chain.web3, deployed.chain.accounts[0], deployed.chain.accounts[5]
    agent = planned(deployed.chain, deployed.wish).wanted.pieces["agent"].address
    offices.appoint(web3, "enforcer", agent, intruder, admin)
    plan = planned(deployed.chain, deployed.wish)
    assert [(officer.office, officer.role.holder) for officer in plan.also] == [("enforcer", intruder)]
    assert not plan.missing
    done = applied(deployed.chain, deployed.wish, dismiss=True)
    assert [one.step.what for one in done] == [f"dismissal of enforcer {intruder}"]
    assert not offices.holds(web3, "enforcer", agent, intruder)
    assert not planned(deployed.chain, deployed.wish).also


def test_plan__officer_taken_out_of_the_wish__shown_as_one_too_many(deployed: Deployed) -> None:
    path = changed(deployed, officers={"registrar": [deployed.chain.accounts[7]]})
    plan = planned(deployed.chain, path)
    assert [officer.office for officer in plan.also] == ["legal-attestor"] and not plan.missing


def test_plan__deal_with_other_parties__differs_and_nothing_is_sent(deployed: Deployed) -> None:
    deal = mills(deployed.chain.accounts)
    deal["parties"]["trustees"] = deployed.chain.accounts[10]
    path = changed(deployed, deals=[deal])
    plan = planned(deployed.chain, path)
    (step,) = plan.differing
    assert step.key == "deal:mills" and step.why.startswith("payees: ") and deployed.chain.accounts[10] in step.why
    assert list(apply_plan(plan, plan.wanted.wish.account)) == []


def test_plan__deal_with_another_salt_over_its_record__differs(deployed: Deployed) -> None:
    path = changed(deployed, deals=[mills(deployed.chain.accounts, salt="second")])
    (step,) = planned(deployed.chain, path).differing
    assert "its record is of another deal of that id" in step.why
    path.with_name("mills.json").rename(path.parents[1] / "first.json")
    assert keys(planned(deployed.chain, path).missing) == ["deal:mills"]


def test_plan__administrator_handed_over__appointments_differ(deployed: Deployed) -> None:
    people, web3 = deployed.chain.accounts, deployed.chain.web3
    agent = contract(web3, "TransferAgent", planned(deployed.chain, deployed.wish).wanted.pieces["agent"].address)
    send(web3, agent.functions.beginDefaultAdminTransfer(people[1]), people[0])
    deployed.chain.warp(web3.eth.get_block("latest")["timestamp"] + 3 * 24 * 3600)
    send(web3, agent.functions.acceptDefaultAdminTransfer(), people[1])
    path = changed(deployed, officers={"registrar": [people[7]], "freezer": [people[2]], "legal-attestor": [people[8]]})
    (step,) = planned(deployed.chain, path).differing
    assert step.why == f"{people[1]} administers TransferAgent, and only it can"


def test_plan__other_salt_in_the_wish__refused_as_another_platform(deployed: Deployed) -> None:
    with pytest.raises(FactsDifferError, match="salt: the wish says other, the facts meridian"):
        planned(deployed.chain, changed(deployed, salt="other"))


def test_plan__facts_of_a_contract_elsewhere__refused(deployed: Deployed) -> None:
    facts, lens = deployed.wish.with_name("platform.json"), planned(deployed.chain, deployed.wish).wanted.pieces["lens"]
    facts.write_text(facts.read_text().replace(lens.address, deployed.chain.accounts[3]))
    with pytest.raises(FactsDifferError, match=f"lens: the wish and this release mean DealLens at {lens.address}"):
        planned(deployed.chain, deployed.wish)


def test_plan__facts_that_are_none__refused_with_every_fault(deployed: Deployed) -> None:
    deployed.wish.with_name("platform.json").write_text('{"chain_id": "x"}')
    with pytest.raises(FactsError, match=r"(?s)does not hold the facts.*chain_id.*genesis_hash"):
        planned(deployed.chain, deployed.wish)


def test_plan__facts_and_records_lost__written_again_to_the_byte(deployed: Deployed) -> None:
    before = {path.name: path.read_bytes() for path in deployed.wish.parent.glob("*.json")}
    for name in before:
        deployed.wish.with_name(name).unlink()
    plan = planned(deployed.chain, deployed.wish)
    assert not plan.missing and [record.deal_id for record in plan.records] == ["mills"]
    write_found(plan)
    assert {path.name: path.read_bytes() for path in deployed.wish.parent.glob("*.json")} == before


def test_plan__rights_no_longer_wished_for__told_of(deployed: Deployed) -> None:
    path = changed(deployed, rights=None, officers=None, deals=None)
    unmeant = planned(deployed.chain, path).unmeant
    assert any(words.startswith("contract pool at 0x") for words in unmeant) and unmeant[-1] == "record of a deal mills"


def test_plan__facts_of_a_chain_that_was_started_again__refused_unless_replaced(deployed: Deployed) -> None:
    facts = deployed.wish.with_name("platform.json")
    facts.write_text(
        facts.read_text().replace(planned(deployed.chain, deployed.wish).view.genesis_hash, "0x" + "1" * 64)
    )
    with pytest.raises(FactsDifferError, match="is of chain 31337 with genesis 0x1111"):
        planned(deployed.chain, deployed.wish)
    assert not planned(deployed.chain, deployed.wish, replace_facts=True).missing


def test_plan__other_chain_id__refused(chain: Devnet, tmp_path: Path) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts, chain_id=11155111))
    with pytest.raises(WrongNetworkError, match="chain_id: 11155111 in the wish, the node serves chain 31337"):
        planned(chain, path)


def test_plan__something_else_in_the_proxy_s_place__refused(chain: Devnet, tmp_path: Path) -> None:
    rpc(chain, "anvil_setCode", PROXY, "0x00")
    with pytest.raises(OtherProxyError, match="is not the proxy's"):
        planned(chain, write_wish(tmp_path, wish_of(chain.accounts)))


def test_plan__token_that_is_none__deal_can_t_be_had(chain: Devnet, tmp_path: Path) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts, payment_token=chain.accounts[11]))
    token, deal = planned(chain, path).differing
    assert "does not answer decimals()" in token.why
    assert deal.why == "needs payment token of mills"


def test_plan__registry_named_and_not_there__what_needs_it_differs(chain: Devnet, tmp_path: Path) -> None:
    wish = wish_of(chain.accounts, platform={"registry": chain.accounts[11]}, officers=None)
    differing = planned(chain, write_wish(tmp_path, wish)).differing
    assert keys(differing) == ["registry", "tranche_token", "factory", "deal:mills"]


def test_plan__contract_named_as_registry__must_answer_as_one(deployed: Deployed, tmp_path: Path) -> None:
    pieces = planned(deployed.chain, deployed.wish).wanted.pieces

    def registry_step(name: str) -> Any:
        changes = {"salt": name, "platform": {"registry": pieces[name].address}, "officers": None, "deals": None}
        path = write_wish(tmp_path / name, wish_of(deployed.chain.accounts, **changes))
        return next(step for step in planned(deployed.chain, path).steps if step.key == "registry")

    assert registry_step("registry").state is State.THERE
    for name in ("payment_token", "agent"):
        step = registry_step(name)
        assert step.state is State.DIFFERS
        assert step.why == "does not answer particulars(address,address) as a registry of investors does (IEligibility)"


def test_plan__deal_made_long_after_its_dates_were_fixed__differs_as_its_sale_is_shorter(deployed: Deployed) -> None:
    deployed.wish.with_name("mills.json").unlink()
    path = changed(deployed, deals=[mills(deployed.chain.accounts, salt="late")])
    plan = planned(deployed.chain, path)
    (step,), web3 = plan.missing, deployed.chain.web3
    call = step.at(plan.now)
    deployed.chain.warp(plan.now + 8 * 24 * 3600)
    web3.eth.send_transaction({"from": plan.wanted.wish.account, "to": call.to, "data": call.data})
    (late,) = planned(deployed.chain, path).differing
    assert re.fullmatch(
        r"the sale is open only from \d{4}-\d\d-\d\d \d\d:\d\d UTC to \d{4}-.* UTC, 2[12] of 30 days", late.why
    )


def test_plan__deal_the_factory_would_refuse__differs_with_its_reason(deployed: Deployed) -> None:
    predicted = planned(
        deployed.chain, changed(deployed, deals=[mills(deployed.chain.accounts, salt="x")])
    ).wanted.deals[0]
    deployed.wish.with_name("mills.json").unlink()
    path = changed(deployed, deals=[mills(deployed.chain.accounts, salt="x", originator=predicted.address)])
    (step,) = planned(deployed.chain, path).differing
    assert step.why.startswith("would be refused: DealFactory_OwedToItself")
    assert Web3.is_checksum_address(predicted.address)
