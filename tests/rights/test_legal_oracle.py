# SPDX-License-Identifier: Apache-2.0
"""Who may tell the registry of legal events: enough attestors of today, over exactly these events, here, and in time."""

from __future__ import annotations

import pytest
from eth_account.messages import encode_typed_data
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from tests.rights.signing import RELAY, filed, hand_in, signed_by
from tests.support.chain import refused_whole
from tests.support.contract import Contract
from tests.support.rights import FILED, NOTED, TERMINATED, RightsDesk, label, number
from tests.support.rights_acts import PATENT_1, facts_of
from tests.support.roles import actor, key_of

ADMIN = actor("admin")
TYPES = {
    "LegalEvent": [
        {"name": "right", "type": "bytes32"},
        {"name": "number", "type": "uint32"},
        {"name": "act", "type": "uint8"},
        {"name": "effective", "type": "uint32"},
        {"name": "date", "type": "uint32"},
        {"name": "code", "type": "bytes32"},
        {"name": "document", "type": "bytes32"},
    ],
    "LegalReport": [{"name": "events", "type": "LegalEvent[]"}, {"name": "deadline", "type": "uint256"}],
}


@pytest.mark.parametrize("events", [1, 3])
def test_digest__of_a_report__is_what_wallets_sign(entered: RightsDesk, events: int) -> None:
    given = [entered.event(PATENT_1, NOTED, 20240101, number=n, code=label(f"Q{n}")) for n in range(1, events + 1)]
    names = [field["name"] for field in TYPES["LegalEvent"]]
    domain = {
        "name": "Regalia LegalOracle",
        "version": "1",
        "chainId": entered.chain.chain_id,
        "verifyingContract": entered.oracle.address,
    }
    message = {"events": [dict(zip(names, event, strict=True)) for event in given], "deadline": 1_800_000_000}
    typed = encode_typed_data(domain, TYPES, message)
    assert entered.oracle.read("digestOf", given, 1_800_000_000) == keccak(b"\x19\x01" + typed.header + typed.body)


def test_report__two_of_three__told_with_who_signed(entered: RightsDesk) -> None:
    events, keys = filed(entered), entered.attestors[1:]
    told = entered.report(events, keys=keys).only("LegalReportTaken")
    assert (told["signers"], told["events"], told["by"]) == (tuple(key.address for key in keys), 1, RELAY)
    assert told["digest"] == entered.oracle.read("digestOf", events, entered.chain.now)
    assert facts_of(entered, PATENT_1)["status"] == 1


def test_report__more_than_needed__taken(entered: RightsDesk) -> None:
    entered.report(filed(entered), keys=entered.attestors)
    assert facts_of(entered, PATENT_1)["events"] == 1


@pytest.mark.parametrize("count", [0, 1])
def test_report__fewer_than_the_threshold__refused(entered: RightsDesk, count: int) -> None:
    with refused_whole(entered.chain, "AttestorQuorum_TooFewSigners", threshold=2, given=count):
        entered.report(filed(entered), keys=entered.attestors[:count])


def test_report__one_attestor_twice_or_not_rising__refused(entered: RightsDesk) -> None:
    first, second, _ = entered.attestors
    for keys in ((first, first), (second, first)):
        previous, signer = (key.address for key in keys)
        with refused_whole(entered.chain, "AttestorQuorum_SignersNotRising", previous=previous, signer=signer):
            entered.report(filed(entered), keys=keys)


def test_report__one_signature_too_few__refused(entered: RightsDesk) -> None:
    events, deadline = filed(entered), entered.chain.now
    signers = [key.address for key in entered.attestors[:2]]
    signatures = signed_by(entered, events, deadline, entered.attestors[:1])
    with refused_whole(entered.chain, "AttestorQuorum_WrongLength", expected=2, given=1):
        hand_in(entered.oracle, events, deadline, signers, signatures)


def test_report__signed_by_somebody_else__refused(entered: RightsDesk) -> None:
    stranger = key_of("attacker")
    keys = sorted((entered.attestors[0], stranger), key=lambda key: int(key.address, 16))
    with refused_whole(entered.chain, "AttestorQuorum_NotAnAttestor", signer=stranger.address):
        entered.report(filed(entered), keys=keys)


def test_report__no_events__refused(entered: RightsDesk) -> None:
    with refused_whole(entered.chain, "LegalOracle_NoEvents"):
        entered.report([])


def test_threshold__set_by_the_administrator__holds_from_then_on(entered: RightsDesk) -> None:
    told = entered.oracle.send("setThreshold", 3, by=ADMIN).only("ThresholdSet")
    assert told == {"threshold": 3, "by": ADMIN}
    with refused_whole(entered.chain, "AttestorQuorum_TooFewSigners", threshold=3, given=2):
        entered.report(filed(entered))
    entered.report(filed(entered), keys=entered.attestors)


def test_threshold__zero__refused(entered: RightsDesk) -> None:
    with refused_whole(entered.chain, "AttestorQuorum_BadThreshold", given=0):
        entered.oracle.send("setThreshold", 0, by=ADMIN)
    with refused_whole(entered.chain, "AttestorQuorum_BadThreshold", given=0):
        Contract.deploy(entered.chain, "LegalOracle", entered.registry.address, ADMIN, ADMIN_DELAY, 0, by=ADMIN)


def test_oracle__without_its_role_at_the_registry__reaches_nothing(entered: RightsDesk) -> None:
    role = keccak(text="ORACLE_ROLE")
    entered.registry.send("revokeRole", role, entered.oracle.address, by=ADMIN)
    with refused_whole(
        entered.chain, "AccessControlUnauthorizedAccount", account=entered.oracle.address, neededRole=role
    ):
        entered.report(filed(entered))


def test_report__of_many_events_of_many_rights__taken_in_the_order_in_which_they_stand(entered: RightsDesk) -> None:
    rights = [PATENT_1, *(number(serial) for serial in range(2, 12))]
    for right in rights[1:]:
        entered.enter(right)
    acts = (FILED, 2, TERMINATED)
    events = [entered.event(right, act, number=n) for n, act in enumerate(acts, 1) for right in rights]
    told = entered.report(events).all("LegalEventReported")
    assert [(event["right"], event["number"]) for event in told] == [(right, n) for n in (1, 2, 3) for right in rights]
    assert all(facts_of(entered, right)["isFinal"] for right in rights)
