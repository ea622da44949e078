# SPDX-License-Identifier: Apache-2.0
"""The invented deal of ``whole.yaml`` with meetings of its holders, and what they, the supervisor and others do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from web3.contract import Contract

from regalia.chain.devnet import Devnet
from regalia.domain.meeting.resolutions import Resolution
from regalia.domain.meeting.tally import Ballot
from regalia.domain.terms import Terms, load_terms
from regalia.servicing import meeting
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.orders import Order
from regalia.servicing.resolutions import Convened, resolutions_of
from tests.ledger.life import DAY, Life, begin
from tests.ledger.tampering import edited
from tests.ledger.whole_life import WHOLE, WholeLife, sell

ACCOUNTS = 30
NOTICE, VOTING, DELAY = DAY, 2 * DAY, DAY
TRUSTEE = "trustee"
THRESHOLD, FEE = 0, 1
"""The amendable fields: of the trigger of coverage, and the trustee's fee."""
COVERAGE = 0
"""The trigger that is waived."""
AGAINST, FOR, ABSTAIN = Ballot.AGAINST, Ballot.FOR, Ballot.ABSTAIN


def terms() -> Terms:
    """Class A and Class B vote; who holds a tenth of one convenes."""

    def edit(data: dict[str, Any]) -> None:
        data["transfer"] = {"record_dates": True}
        data["meeting"] = {
            "notice_days": 1,
            "voting_days": 2,
            "delay_days": 1,
            "convened_by": "10%",
            "classes": {
                "senior": {"quorum": "50%", "majority": "75%"},
                "deferred": {"quorum": "25%", "majority": "50%"},
            },
            "replaceable": [TRUSTEE],
            "amendable": [
                {"trigger": "coverage-low", "field": "threshold", "from": "1.50x", "to": "2.50x"},
                {"step": "trustee-fee", "field": "amount", "from": "500", "to": "1500"},
            ],
        }

    return edited(load_terms(WHOLE), edit)


def order(reference: str) -> Order:
    return Order.of(reference, b"\x0e" * 32)


@dataclass
class MetStage:
    """``world`` is the deal; its first investors hold 500, 300 and 190 of Class A, the next two 150 and 50 of Class B."""

    world: WholeLife

    @classmethod
    def begin(cls, chain: Devnet) -> MetStage:
        """Sold; supervisor and freezer are in office. Another wallet of the originator has bought ten units of Class A."""
        stage = cls(WholeLife(begin(chain, terms())))
        sell(stage.world)
        life, admin, keccak = stage.life, chain.accounts[0], chain.web3.keccak
        for contract, role, officer in (
            ("Supervisor", "HALTER", "supervisor"),
            ("Supervisor", "RESUMER", "supervisor"),
            ("TransferAgent", "FREEZER", "freezer"),
        ):
            address = {"Supervisor": life.record.supervisor, "TransferAgent": life.record.transfer_agent}[
                contract
            ].address
            grant = life.contract(contract, address).functions.grantRole(keccak(text=f"{role}_ROLE"), stage[officer])
            life.send(grant, admin)
        registry = life.contract("InvestorRegistry", life.record.investor_registry.address)
        life.send(registry.functions.addWallet(stage["sibling"], life.originator), admin)
        life.send(life.token("senior").functions.transfer(stage["sibling"], 10), life.investors[2])
        return stage

    def __getitem__(self, role: str) -> ChecksumAddress:
        names = ("supervisor", "freezer", "sibling", "successor")
        return self.life.chain.accounts[26 + names.index(role)]

    @property
    def life(self) -> Life:
        return self.world.life

    @property
    def deal(self) -> DealContracts:
        return self.world.deal

    @property
    def contract(self) -> Contract:
        return self.life.contract("NoteholderMeeting", self.life.record.noteholder_meeting.address)

    def wait(self, seconds: int) -> None:
        self.life.chain.warp(self.world.now + seconds)

    def convene(self, act: Resolution, why: str, by: int = 0) -> Convened:
        """By an investor; ``why`` makes it another proposal than an earlier one of the same act."""
        receipt = meeting.convene(self.deal, act, why, self.life.investors[by])
        number = meeting.convened_in(self.deal, receipt)
        (found,) = (convened for convened in resolutions_of(self.deal) if convened.number == number)
        return found

    def vote(self, convened: Convened, *ballots: tuple[int, Ballot], reason: str = "") -> None:
        """Of investors, by their number."""
        for number, ballot in ballots:
            meeting.vote(self.deal, convened, ballot, self.life.investors[number], reason)

    def carry_out(self, convened: Convened) -> None:
        meeting.carry_out(self.deal, convened, self.life.anybody)

    def resolve(self, act: Resolution, why: str) -> Convened:
        """Convened, passed by the first investors of both classes, and carried out."""
        convened = self.convene(act, why)
        self.wait(NOTICE + 1)
        self.vote(convened, (0, FOR), (1, FOR), (3, FOR))
        self.wait(VOTING + DELAY + 1)
        self.carry_out(convened)
        return convened

    def quarter(self, period: int, dollars: int, invoiced: int = 1_000) -> None:
        self.life.execute(self.world.reported(period, dollars, invoiced))
