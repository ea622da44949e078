# SPDX-License-Identifier: Apache-2.0
"""Who holds which role: found from what contracts told, and held against what they answer, on a node that lies too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from eth_abi.abi import encode
from web3 import Web3
from web3.types import RPCEndpoint

from regalia.chain.devnet import devnet
from regalia.ledger.comparison import Difference, Tally
from regalia.ledger.reading import read_events
from regalia.ledger.replay import Replay, replay
from regalia.ledger.role_holders import compare_roles
from regalia.ledger.role_model import RoleHolders
from regalia.ledger.role_seats import seats_of
from regalia.ledger.verification import Verification
from regalia.ledger.verify import verify
from regalia.reports.verification_parts import verification_document
from regalia.reports.verification_text import text_of
from tests.ledger.life import DECEMBER_2023
from tests.ledger.offices_stage import ACCOUNTS, OfficesStage, offices_stage
from tests.support.lying_node import answering, hiding, lying, word

pytestmark = pytest.mark.devnet
GRANTED, REVOKED = "RoleGranted(bytes32,address,address)", "RoleRevoked(bytes32,address,address)"
ENFORCER, FREEZER = Web3.keccak(text="ENFORCER_ROLE"), Web3.keccak(text="FREEZER_ROLE")
REDEEMER, GOVERNOR = Web3.keccak(text="REDEEMER_ROLE"), Web3.keccak(text="GOVERNOR_ROLE")
ADMINISTRATOR = bytes(32)


@pytest.fixture(scope="module")
def stage() -> Iterator[OfficesStage]:
    with devnet(timestamp=DECEMBER_2023, accounts=ACCOUNTS) as chain:
        yield offices_stage(chain)


@pytest.fixture(scope="module")
def found(stage: OfficesStage) -> Verification:
    return verify(stage.life.chain.web3, stage.life.record, stage.life.terms)


@pytest.fixture
def undone(stage: OfficesStage) -> Iterator[OfficesStage]:
    """What happens to its chain is forgotten afterwards."""
    request = stage.life.chain.web3.provider.make_request
    snapshot = request(RPCEndpoint("evm_snapshot"), [])["result"]
    yield stage
    request(RPCEndpoint("evm_revert"), [snapshot])


def roles_of(found: Verification) -> RoleHolders:
    assert found.roles is not None
    return found.roles


@pytest.fixture(scope="module")
def replayed(stage: OfficesStage) -> Replay:
    return replay(stage.life.terms, stage.life.record, read_events(stage.life.chain.web3, stage.life.record))


def differences(replayed: Replay, web3: Web3) -> list[Difference]:
    """Of the roles alone: what a lie about them does to the rest is not asked."""
    run = Replay(replayed.ledger, Tally(replayed.ledger.terms.money), replayed.run)
    compare_roles(web3, web3.eth.get_block("latest"), run)
    return run.differences


def said(found: list[Difference]) -> list[tuple[str, str, str, str]]:
    return [(d.where, d.what, d.expected, d.found) for d in found]


def padded(address: str) -> bytes:
    return encode(["address"], [address])


def test_roles__as_given__who_holds_them_and_since_when(stage: OfficesStage, found: Verification) -> None:
    assert found.differences == ()
    held = {role.title: [a.holder for a in role.holders] for role in roles_of(found).roles if role.holders}
    assert held == {
        "oracle-governor": [stage.life.platform.meeting],
        "oracle-trustee": [stage.life.keys[0].address],
        "enforcer": [stage.officer],
        "pauser": [stage.officer],
        "resumer": [stage.officer],
        "redeemer": [stage.stranger],
        "supervisor": [stage.officer],
        "registrar": [stage.admin],
    }
    assert [a.holder for a in roles_of(found).issuers] == [stage.issuer]
    for role in roles_of(found).roles:
        for appointed in role.holders:
            receipt = stage.life.chain.web3.eth.get_transaction_receipt(appointed.place.transaction_hash)  # type: ignore[arg-type]
            assert (receipt["blockNumber"], receipt["to"]) == (appointed.place.block_number, role.address)


def test_roles__every_one_of_the_contracts__asked_for(stage: OfficesStage, found: Verification) -> None:
    """A role the release forgot would be missing here."""
    for role in roles_of(found).roles:
        contract = stage.life.contract(role.contract, role.address)
        assert contract.functions[role.role]().call() == Web3.keccak(text=role.role)
        names = (str(entry.get("name", "")) for entry in contract.abi)
        named = {name for name in names if name.endswith("_ROLE")}
        listed = {other.role for other in roles_of(found).roles if other.contract == role.contract}
        assert named - {"DEFAULT_ADMIN_ROLE"} == listed


def test_administrators__one_handed_over_and_one_about_to__both_said(stage: OfficesStage, found: Verification) -> None:
    administrators = {a.contract: a for a in roles_of(found).administrations}
    assert {name: a.administrator and a.administrator.holder for name, a in administrators.items()} == {
        "RoyaltyOracle": stage.admin,
        "TransferAgent": stage.admin,
        "Supervisor": stage.heir,
        "InvestorRegistry": stage.admin,
    }
    awaited = {name: (a.successor, a.successor_from) for name, a in administrators.items() if a.successor}
    assert awaited == {"TransferAgent": tuple(stage.agent.functions.pendingDefaultAdmin().call())}


def test_notes__one_person_with_roles_that_watch_each_other__said_and_no_difference(
    stage: OfficesStage, found: Verification
) -> None:
    notes = "\n".join(roles_of(found).notes)
    assert f"{stage.officer} is supervisor, and enforcer too" in notes
    assert f"{stage.officer} is pauser, and resumer too" in notes
    assert f"{stage.life.keys[0].address} is attestor, and oracle-trustee too" in notes
    assert f"{stage.admin} administers InvestorRegistry and has appointed itself registrar." in notes
    assert f"TransferAgent is to be administered by {stage.heir}" in notes
    assert len(roles_of(found).notes) == 5


def test_verify__before_anybody_was_appointed__as_of_that_block(stage: OfficesStage) -> None:
    web3 = stage.life.chain.web3
    early = verify(web3, stage.life.record, stage.life.terms, block=stage.before)
    assert (early.differences, early.last_block) == ((), stage.before)
    assert {role.title for role in roles_of(early).roles if role.holders} == {"oracle-governor", "registrar"}
    assert web3.eth.default_block == "latest"


def test_verify__node_without_old_states__the_same_roles(stage: OfficesStage, found: Verification) -> None:
    pruned = lying(stage.life.chain.url, keeps=found.last_block - 5)
    assert verify(pruned, stage.life.record, stage.life.terms).roles == found.roles


def test_hidden_grant__of_the_one_who_holds_it__contract_answers_otherwise(
    stage: OfficesStage, replayed: Replay
) -> None:
    hides = hiding(GRANTED, stage.life.platform.agent, ENFORCER)
    told = said(differences(replayed, lying(stage.life.chain.url, hides)))
    assert told == [("TransferAgent.hasRole()", f"ENFORCER_ROLE of {stage.officer}", "False", "True")]


def test_hidden_grant__of_one_who_was_dismissed__dismissal_out_of_nothing(
    stage: OfficesStage, replayed: Replay
) -> None:
    hides = hiding(GRANTED, stage.life.platform.agent, FREEZER)
    (one,) = differences(replayed, lying(stage.life.chain.url, hides))
    assert (one.what, one.expected, one.found) == ("dismissed", "who held the role", stage.dismissed)
    assert one.where == f"block {one.block}, RoleRevoked of TransferAgent"
    assert one.transaction is not None


def test_hidden_dismissal__contract_answers_otherwise(stage: OfficesStage, replayed: Replay) -> None:
    hides = hiding(REVOKED, stage.life.platform.agent, FREEZER)
    told = said(differences(replayed, lying(stage.life.chain.url, hides)))
    assert told == [("TransferAgent.hasRole()", f"FREEZER_ROLE of {stage.dismissed}", "True", "False")]


def test_hidden_grant__of_a_stranger_to_everything__not_found(stage: OfficesStage, replayed: Replay) -> None:
    """The limit that docs/verifying.md states: nothing leads to him."""
    hides = hiding(GRANTED, stage.life.platform.agent, REDEEMER)
    assert differences(replayed, lying(stage.life.chain.url, hides)) == []


def test_hidden_first_administrator__everything_he_did_is_out_of_nothing(stage: OfficesStage, replayed: Replay) -> None:
    hides = hiding(GRANTED, stage.life.platform.oracle, ADMINISTRATOR)
    told = {
        (where.split(", ")[-1], what)
        for where, what, _, _ in said(differences(replayed, lying(stage.life.chain.url, hides)))
    }
    assert told == {
        ("RoleGranted of RoyaltyOracle", "said by"),
        ("RoyaltyOracle.defaultAdmin()", "administrator"),
        ("RoyaltyOracle.hasRole()", f"administrator's role of {stage.admin}"),
    }


def test_hidden_change_of_administrator__contract_answers_otherwise(stage: OfficesStage, replayed: Replay) -> None:
    hides = hiding("DefaultAdminTransferScheduled(address,uint48)", stage.life.platform.agent)
    (one,) = said(differences(replayed, lying(stage.life.chain.url, hides)))
    assert one[:2] == ("TransferAgent.pendingDefaultAdmin()", "next administrator")
    assert stage.heir in one[3]


def test_hidden_issuer__contract_answers_otherwise(stage: OfficesStage, replayed: Replay) -> None:
    hides = hiding("IssuerAdded(address,uint8)", stage.life.platform.registry, padded(stage.dismissed))
    (one,) = said(differences(replayed, lying(stage.life.chain.url, hides)))
    assert one[1:] == ("dismissed", "an issuer", stage.dismissed)


@pytest.mark.parametrize(
    ("told", "shown"), [(word(0), "False"), (word(2), "no answer"), ("0x", "no answer")], ids=["no", "two", "nothing"]
)
def test_has_role__answer_that_is_not_the_contracts__difference(
    stage: OfficesStage, replayed: Replay, told: str, shown: str
) -> None:
    agent, asked = stage.life.platform.agent, bytes(ENFORCER) + padded(stage.officer)
    answers = answering("hasRole(bytes32,address)", agent, told, asked)
    found = said(differences(replayed, lying(stage.life.chain.url, answers=answers)))
    assert found == [("TransferAgent.hasRole()", f"ENFORCER_ROLE of {stage.officer}", "True", shown)]


def test_has_role__yes_for_an_attestor_nobody_appointed__difference(stage: OfficesStage, replayed: Replay) -> None:
    attestor = stage.life.keys[1].address
    answers = answering(
        "hasRole(bytes32,address)", stage.life.platform.oracle, word(1), bytes(GOVERNOR) + padded(attestor)
    )
    found = said(differences(replayed, lying(stage.life.chain.url, answers=answers)))
    assert found == [("RoyaltyOracle.hasRole()", f"GOVERNOR_ROLE of {attestor}", "False", "True")]


def test_default_admin__another_answered__difference(stage: OfficesStage, replayed: Replay) -> None:
    answers = answering("defaultAdmin()", stage.life.platform.oracle, word(int(stage.stranger, 16)))
    found = said(differences(replayed, lying(stage.life.chain.url, answers=answers)))
    assert found == [("RoyaltyOracle.defaultAdmin()", "administrator", stage.admin, stage.stranger)]


def test_governor__meeting_dismissed_by_the_administrator__difference(undone: OfficesStage) -> None:
    meeting = undone.life.platform.meeting
    undone.life.send(undone.oracle.functions.revokeRole(GOVERNOR, meeting), undone.admin)
    found = said([*verify(undone.life.chain.web3, undone.life.record, undone.life.terms).differences])
    assert found == [("RoyaltyOracle, GOVERNOR_ROLE", "of the meeting of noteholders", meeting, "not appointed")]


def test_roles__one_no_contract_of_ours_asks_for__listed_by_its_hash(undone: OfficesStage) -> None:
    role = Web3.keccak(text="MINTER_ROLE")
    undone.life.send(undone.agent.functions.grantRole(role, undone.stranger), undone.admin)
    found = verify(undone.life.chain.web3, undone.life.record, undone.life.terms)
    assert found.ok
    (listed,) = [held for held in roles_of(found).roles if held.role == role.to_0x_hex()]
    assert [a.holder for a in listed.holders] == [undone.stranger]


def test_administrator__has_given_up__nobody(undone: OfficesStage) -> None:
    nobody = "0x" + "0" * 40
    undone.life.send(undone.oracle.functions.beginDefaultAdminTransfer(nobody), undone.admin)
    chain = undone.life.chain
    chain.warp(chain.web3.eth.get_block("latest")["timestamp"] + 3 * 86_400)
    undone.life.send(undone.oracle.functions.renounceRole(ADMINISTRATOR, undone.admin), undone.admin)
    found = verify(chain.web3, undone.life.record, undone.life.terms)
    assert found.differences == ()
    assert "Nobody administers RoyaltyOracle any more: its roles stay as they are." in roles_of(found).notes


def test_administrator__delay_longer_than_calendars_go__verified_all_the_same(undone: OfficesStage) -> None:
    chain, oracle = undone.life.chain, undone.oracle
    undone.life.send(oracle.functions.changeDefaultAdminDelay(2**47), undone.admin)
    chain.warp(chain.web3.eth.get_block("latest")["timestamp"] + 6 * 86_400)
    undone.life.send(oracle.functions.beginDefaultAdminTransfer(undone.stranger), undone.admin)
    found = verify(chain.web3, undone.life.record, undone.life.terms)
    assert found.differences == ()
    told = f"RoyaltyOracle is to be administered by {undone.stranger}, from after the year 9999 UTC on."
    assert told in roles_of(found).notes
    assert f"{undone.stranger} from after the year 9999" in text_of(
        verification_document(undone.life.record, undone.life.terms, found)
    )


def test_seats__registry_of_others__none_of_its_roles_are_known(stage: OfficesStage) -> None:
    record = stage.life.record
    foreign = record.investor_registry.model_copy(update={"artefact": "Erc3643Registry"})
    assert set(seats_of(record)) - set(seats_of(record.model_copy(update={"investor_registry": foreign}))) == {
        "InvestorRegistry"
    }
