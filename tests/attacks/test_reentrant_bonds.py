# SPDX-License-Identifier: Apache-2.0
"""A payment token that calls back in the middle of a bond's way to the oracle or back: a bond is counted once and paid once."""

from __future__ import annotations

import pytest

from tests.oracle.court import BOND, EVIDENCE, Court
from tests.support.contract import Contract, calldata
from tests.support.deal import UNLIMITED
from tests.support.roles import actor

ATTACKER = actor("attacker")
GUARDED = ("dispute", "appeal", "withdrawBonds", "payForfeited")


class Hostile:
    """A deal whose payment token calls back in the middle of a bond's way. The token itself disputes."""

    def __init__(self) -> None:
        self.court = court = Court("MockReentrantToken")
        self.token = court.money
        self.oracle = court.oracle
        self.token.send("mint", self.token.address, 10 * BOND, by=ATTACKER)
        self.as_token(self.token, "approve", self.oracle.address, UNLIMITED)
        court.accept()

    def as_token(self, target: Contract, function: str, *arguments: object) -> None:
        self.token.send("act", target.address, calldata(target.name, function, *arguments), by=ATTACKER)

    def arm(self, moment: int, function: str) -> None:
        arguments = {
            "dispute": (self.court.address, 0, EVIDENCE),
            "appeal": (self.court.address, 0, EVIDENCE),
            "withdrawBonds": (self.token.address,),
            "payForfeited": (self.court.address,),
        }[function]
        self.token.send(
            "arm", moment, self.oracle.address, calldata("RoyaltyOracle", function, *arguments), by=ATTACKER
        )

    @property
    def owed(self) -> int:
        return int(self.oracle.read("bondsOwed", self.token.address, self.token.address))


@pytest.fixture
def hostile() -> Hostile:
    return Hostile()


@pytest.mark.parametrize("moment", [1, 2], ids=["before moving", "after moving"])
@pytest.mark.parametrize("function", GUARDED)
def test_token__calls_back_while_a_bond_is_taken__refused_and_the_bond_counted_once(
    hostile: Hostile, moment: int, function: str
) -> None:
    hostile.arm(moment, function)
    hostile.as_token(hostile.oracle, "dispute", hostile.court.address, 0, EVIDENCE)
    assert hostile.token.read("succeeded") is False
    assert hostile.token.read("answer")[:4] == bytes.fromhex("3ee5aeb5")  # ReentrancyGuardReentrantCall()
    assert (hostile.court.open_bonds, hostile.court.held) == (BOND, BOND)


@pytest.mark.parametrize("moment", [1, 2], ids=["before moving", "after moving"])
@pytest.mark.parametrize("function", GUARDED)
def test_token__calls_back_while_it_is_paid_back__gets_it_once(hostile: Hostile, moment: int, function: str) -> None:
    hostile.court.dispute("rival")
    hostile.court.decide(True)
    hostile.as_token(hostile.oracle, "appeal", hostile.court.address, 0, EVIDENCE)
    hostile.court.decide(False, "supervisor")
    assert hostile.owed == BOND
    hostile.arm(moment, function)
    hostile.as_token(hostile.oracle, "withdrawBonds", hostile.token.address)
    assert hostile.token.read("succeeded") is False
    assert (hostile.owed, hostile.court.held, hostile.court.forfeited) == (0, BOND, BOND)


def test_token__sends_more_in_the_middle__not_the_bond_and_refused(hostile: Hostile) -> None:
    more = calldata("MockReentrantToken", "transfer", hostile.oracle.address, 1)
    hostile.token.send("arm", 2, hostile.token.address, more, by=ATTACKER)
    with hostile.court.refuses("OracleDisputes_AmountReceived", expected=BOND, received=BOND + 1):
        hostile.as_token(hostile.oracle, "dispute", hostile.court.address, 0, EVIDENCE)
