# SPDX-License-Identifier: Apache-2.0
"""Attestors that are contracts (ERC-1271): believed when they say yes, and stopping nobody when they misbehave."""

from __future__ import annotations

from typing import Any

import pytest
from eth_utils.crypto import keccak

from tests.support.chain import Answer, refused_whole
from tests.support.contract import Contract
from tests.support.rights import FILED, RightsDesk
from tests.support.rights_acts import PATENT_1, facts_of
from tests.support.roles import actor, key_of

OFFICER = key_of("officer of the law firm")
MOODS = {"refusing": 1, "garbage": 2, "reverting": 3, "burning": 4}


class Firm:
    """A law firm's contract is a fourth attestor."""

    def __init__(self, desk: RightsDesk) -> None:
        self.desk = desk
        self.contract = Contract.deploy(desk.chain, "MockContractSigner", OFFICER.address, by=actor("admin"))
        desk.oracle.send("grantRole", keccak(text="ATTESTOR_ROLE"), self.contract.address, by=actor("admin"))
        desk.enter(PATENT_1)

    def hand_in(self, officer: Any = OFFICER, over: int = 0) -> Answer:
        """With the first attestor; the firm's officer signs the report, or one ``over`` seconds longer."""
        desk, deadline = self.desk, self.desk.chain.now
        events, first = [desk.event(PATENT_1, FILED)], desk.attestors[0]
        digest = desk.oracle.read("digestOf", events, deadline)
        other = desk.oracle.read("digestOf", events, deadline + over)
        made = {
            first.address: bytes(first.unsafe_sign_hash(digest).signature),
            self.contract.address: bytes(officer.unsafe_sign_hash(other).signature),
        }
        signers = sorted(made, key=lambda address: int(address, 16))
        signatures = [made[signer] for signer in signers]
        return desk.oracle.send("report", events, deadline, signers, signatures, by=actor("relay"))


@pytest.fixture
def firm(desk: RightsDesk) -> Firm:
    return Firm(desk)


def test_report__contract_says_yes__counted(firm: Firm) -> None:
    assert firm.contract.address in firm.hand_in().only("LegalReportTaken")["signers"]
    assert facts_of(firm.desk, PATENT_1)["status"] == 1


@pytest.mark.parametrize("mood", list(MOODS))
def test_report__contract_does_not_say_yes__refused_and_others_report_without_it(firm: Firm, mood: str) -> None:
    firm.contract.send("setMood", MOODS[mood], by=actor("anybody"))
    with refused_whole(firm.desk.chain, "AttestorQuorum_BadSignature"):
        firm.hand_in()
    firm.desk.happen(PATENT_1, FILED)
    assert facts_of(firm.desk, PATENT_1)["status"] == 1


def test_report__signed_by_nobody_of_the_firm_or_over_another_report__refused(firm: Firm) -> None:
    for officer, over in ((key_of("attacker"), 0), (OFFICER, 1)):
        with refused_whole(firm.desk.chain, "AttestorQuorum_BadSignature"):
            firm.hand_in(officer, over)


def test_report__officer_in_his_own_name__no_attestor(firm: Firm) -> None:
    keys = sorted((firm.desk.attestors[0], OFFICER), key=lambda key: int(key.address, 16))
    with refused_whole(firm.desk.chain, "AttestorQuorum_NotAnAttestor", signer=OFFICER.address):
        firm.desk.report([firm.desk.event(PATENT_1, FILED)], keys=keys)
