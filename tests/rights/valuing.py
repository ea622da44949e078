# SPDX-License-Identifier: Apache-2.0
"""The oracle of valuations beside the rights of a desk: three attestors, two of whom must sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from tests.support.chain import Answer
from tests.support.contract import Contract
from tests.support.rights import USD, RightsDesk
from tests.support.rights_acts import TODAY
from tests.support.roles import actor, attestors

Valuation = tuple[Any, ...]
ADMIN, RELAY = actor("admin"), actor("relay")
ATTESTOR_ROLE, APPRAISER_ROLE = keccak(text="ATTESTOR_ROLE"), keccak(text="APPRAISER_ROLE")
FIRST, SECOND, THIRD = attestors(3, "valuation attestor")


def rising(*keys: Any) -> list[Any]:
    """In the order in which the oracle takes signers."""
    return sorted(keys, key=lambda key: int(key.address, 16))


@dataclass(frozen=True)
class Valuers:
    """``oracle`` is an appraiser of the desk's registry."""

    desk: RightsDesk
    oracle: Contract

    @classmethod
    def of(cls, desk: RightsDesk, threshold: int = 2) -> Valuers:
        arguments = (desk.registry.address, ADMIN, ADMIN_DELAY, threshold)
        oracle = Contract.deploy(desk.chain, "ValuationOracle", *arguments, by=ADMIN)
        desk.registry.send("grantRole", APPRAISER_ROLE, oracle.address, by=ADMIN)
        valuers = cls(desk, oracle)
        for key in (FIRST, SECOND, THIRD):
            valuers.appoint(key)
        return valuers

    def appoint(self, key: Any) -> None:
        self.oracle.send("grantRole", ATTESTOR_ROLE, key.address, by=ADMIN)

    def valuation(
        self, right: bytes, amount: int = 100 * USD, number: int = 1, day: int = TODAY, until: int = 20260120
    ) -> Valuation:
        """By income, in the desk's money, as attestors sign it."""
        return (right, number, self.desk.money.address, amount, 1, day, until, self.desk.document())

    def signed(self, valuations: Sequence[Valuation], deadline: int, *keys: Any) -> list[bytes]:
        digest = self.oracle.read("digestOf", valuations, deadline)
        return [bytes(key.unsafe_sign_hash(digest).signature) for key in keys]

    def hand_in(
        self, valuations: Sequence[Valuation], deadline: int, signers: Sequence[str], signatures: Sequence[bytes]
    ) -> Answer:
        return self.oracle.send("report", valuations, deadline, signers, signatures, by=RELAY)

    def report(self, *valuations: Valuation, keys: Sequence[Any] = (FIRST, SECOND)) -> Answer:
        """Signed by these, to be handed in by now."""
        deadline = self.desk.chain.now
        signatures = self.signed(valuations, deadline, *keys)
        return self.hand_in(valuations, deadline, [key.address for key in keys], signatures)
