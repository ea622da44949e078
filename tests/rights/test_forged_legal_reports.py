# SPDX-License-Identifier: Apache-2.0
"""Reports that are not what attestors signed: another field, event, deadline, oracle or chain; late, or once more."""

from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from tests.rights.signing import filed, hand_in, signed_by
from tests.support.chain import refused_whole
from tests.support.contract import Contract
from tests.support.rights import FILED, GRANTED, NOTED, RightsDesk, label
from tests.support.rights_acts import PATENT_1, PATENT_2, TODAY
from tests.support.roles import actor

ADMIN = actor("admin")
ATTESTOR_ROLE = keccak(text="ATTESTOR_ROLE")


def test_report__in_an_attestor_s_name_signed_by_another__refused(entered: RightsDesk) -> None:
    events, deadline = filed(entered), entered.chain.now
    first, second, third = entered.attestors
    signatures = signed_by(entered, events, deadline, (first, third))
    with refused_whole(
        entered.chain,
        "AttestorQuorum_BadSignature",
        signer=second.address,
        digest=entered.oracle.read("digestOf", events, deadline),
    ):
        hand_in(entered.oracle, events, deadline, [first.address, second.address], signatures)


def test_attestor__dismissed_since_he_signed__is_none(entered: RightsDesk) -> None:
    events, deadline, keys = filed(entered), entered.chain.now, entered.attestors[:2]
    signatures = signed_by(entered, events, deadline, keys)
    entered.oracle.send("revokeRole", ATTESTOR_ROLE, keys[1].address, by=ADMIN)
    with refused_whole(entered.chain, "AttestorQuorum_NotAnAttestor", signer=keys[1].address):
        hand_in(entered.oracle, events, deadline, [key.address for key in keys], signatures)
    entered.report(events, keys=(entered.attestors[0], entered.attestors[2]))


@pytest.mark.parametrize("late", [0, 1])
def test_report__at_its_deadline__taken_and_refused_a_second_later(entered: RightsDesk, late: int) -> None:
    events, deadline = filed(entered), entered.chain.now + 3_600
    signatures = signed_by(entered, events, deadline, entered.attestors[:2])
    signers = [key.address for key in entered.attestors[:2]]
    entered.chain.now = deadline + late
    if late:
        with refused_whole(entered.chain, "AttestorQuorum_ReportExpired", deadline=deadline, timestamp=deadline + 1):
            hand_in(entered.oracle, events, deadline, signers, signatures)
    else:
        hand_in(entered.oracle, events, deadline, signers, signatures)


MUTATED = {0: PATENT_2, 1: 2, 2: NOTED, 3: TODAY - 1, 4: 20250101, 5: label("Y"), 6: b"\7" * 32}


@pytest.mark.parametrize("field", list(MUTATED))
def test_report__a_field_other_than_signed__refused(entered: RightsDesk, field: int) -> None:
    entered.enter(PATENT_2)
    events, deadline, keys = filed(entered), entered.chain.now, entered.attestors[:2]
    signatures = signed_by(entered, events, deadline, keys)
    other = list(events[0])
    other[field] = MUTATED[field]
    digest = entered.oracle.read("digestOf", [tuple(other)], deadline)
    with refused_whole(entered.chain, "AttestorQuorum_BadSignature", signer=keys[0].address, digest=digest):
        hand_in(entered.oracle, [tuple(other)], deadline, [key.address for key in keys], signatures)


def test_report__later_deadline_or_events_left_out_added_or_swapped__refused(entered: RightsDesk) -> None:
    first, second = (entered.event(PATENT_1, act, number=n) for n, act in ((1, FILED), (2, GRANTED)))
    deadline, keys = entered.chain.now, entered.attestors[:2]
    signatures, signers = signed_by(entered, [first, second], deadline, keys), [key.address for key in keys]
    third = entered.event(PATENT_1, NOTED, number=3)
    for events, until in (
        ([first, second], deadline + 1),
        ([first], deadline),
        ([first, second, third], deadline),
        ([second, first], deadline),
    ):
        with refused_whole(
            entered.chain,
            "AttestorQuorum_BadSignature",
            signer=signers[0],
            digest=entered.oracle.read("digestOf", events, until),
        ):
            hand_in(entered.oracle, events, until, signers, signatures)
    hand_in(entered.oracle, [first, second], deadline, signers, signatures)


def test_report__handed_in_twice__refused(entered: RightsDesk) -> None:
    events, deadline, keys = filed(entered), entered.chain.now, entered.attestors[:2]
    signatures, signers = signed_by(entered, events, deadline, keys), [key.address for key in keys]
    hand_in(entered.oracle, events, deadline, signers, signatures)
    for keys in (entered.attestors[:2], entered.attestors[1:]):
        with refused_whole(entered.chain, "IPRegistry_OutOfOrder", what="event", last=1, given=1):
            entered.report(events, deadline, keys)


def test_report__to_another_oracle_of_the_same_attestors__refused(entered: RightsDesk) -> None:
    admin = actor("admin")
    other = Contract.deploy(entered.chain, "LegalOracle", entered.registry.address, admin, ADMIN_DELAY, 2, by=admin)
    entered.registry.send("grantRole", keccak(text="ORACLE_ROLE"), other.address, by=admin)
    for key in entered.attestors:
        other.send("grantRole", ATTESTOR_ROLE, key.address, by=admin)
    events, deadline, keys = filed(entered), entered.chain.now, entered.attestors[:2]
    signatures, signers = signed_by(entered, events, deadline, keys), [key.address for key in keys]
    digest = other.read("digestOf", events, deadline)
    with refused_whole(entered.chain, "AttestorQuorum_BadSignature", signer=signers[0], digest=digest):
        hand_in(other, events, deadline, signers, signatures)


def test_report__on_a_fork_with_another_chain_id__refused(entered: RightsDesk) -> None:
    events, deadline, keys = filed(entered), entered.chain.now, entered.attestors[:2]
    signatures, signers = signed_by(entered, events, deadline, keys), [key.address for key in keys]
    fork = entered.chain.fork(1)
    oracle = Contract(fork, "LegalOracle", entered.oracle.address)
    digest = oracle.read("digestOf", events, deadline)
    assert digest != entered.oracle.read("digestOf", events, deadline)
    with refused_whole(fork, "AttestorQuorum_BadSignature", signer=signers[0], digest=digest):
        hand_in(oracle, events, deadline, signers, signatures)
