# SPDX-License-Identifier: Apache-2.0
"""Halts of each kind, for the tests of the supervisor: how to give them, and whether the senior investor can still sell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from regalia.domain.transfer_questions import Question
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import halt, resume
from tests.support.roles import actor
from tests.support.rules import transfer_refused
from tests.support.sample import CLOSING, DAY

SENIOR, MEZZANINE, JUNIOR = actor("senior_investor"), actor("mezzanine_investor"), actor("junior_investor")
SUPERVISOR, CHIEF, BROKER = actor("supervisor"), actor("chief_supervisor"), actor("broker")
ZERO = "0x" + "00" * 20
LONGEST = 90 * DAY
UNTIL = CLOSING + 10 * DAY


@dataclass(frozen=True)
class Kind:
    """What can be halted: names in the supervisor's contract, and what a transfer of the senior investor's is then refused with."""

    name: str
    question: Question

    def subject(self, deal: DealContracts) -> tuple[str, ...]:
        return {
            "Deal": (deal.deal.address,),
            "Tranche": (deal.tokens[0].address,),
            "Holder": (deal.deal.address, SENIOR),
        }[self.name]

    def halt(self, platform: Platform, deal: DealContracts, until: int) -> Any:
        return halt(platform, f"halt{self.name}", *self.subject(deal), until=until)

    def resume(self, platform: Platform, deal: DealContracts) -> Any:
        return resume(platform, f"resume{self.name}", *self.subject(deal))

    def until(self, platform: Platform, deal: DealContracts) -> int:
        return int(platform.supervisor.read(f"{self.name.lower()}HaltedUntil", *self.subject(deal)))


KINDS = (
    Kind("Deal", Question.NOT_HALTED),
    Kind("Tranche", Question.NOT_HALTED),
    Kind("Holder", Question.SENDER_NOT_HALTED),
)
of_every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def trade(deal: DealContracts, sender: str = SENIOR, receiver: str = MEZZANINE, tranche: int = 0) -> None:
    deal.tokens[tranche].send("transfer", receiver, 1, by=sender)


def trades(deal: DealContracts, kind: Kind) -> bool:
    """Whether the senior investor can sell a unit of the senior tranche; a refusal must be that of the halt. It is undone."""
    if deal.tokens[0].read("canTransfer", SENIOR, MEZZANINE, 1):
        with deal.chain.undone():
            trade(deal)
        return True
    with transfer_refused(kind.question, SENIOR, MEZZANINE, 1):
        trade(deal)
    return False
