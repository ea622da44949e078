# SPDX-License-Identifier: Apache-2.0
"""A deal in which every act of every officer can be done, and each act with arguments that are in order."""

from __future__ import annotations

from typing import Any

from eth_utils.crypto import keccak

from tests.support import sample
from tests.support.chain import Answer
from tests.support.contract import Contract
from tests.support.platform import ELIGIBLE_UNTIL, OFFICERS, SUPERVISORS, Platform
from tests.support.powers import (
    ALL_INCOME,
    EVIDENCE,
    OF_THE_TOKEN,
    OFFICER_OF,
    REASON,
    REF,
    SUPERVISOR_OF,
    halt,
    order,
)
from tests.support.roles import actor
from tests.support.sample import DAY

SENIOR, JUNIOR, SECOND = actor("senior_investor"), actor("junior_investor"), actor("senior's second wallet")
NEWCOMER, ISSUER = actor("newcomer"), actor("issuer of attestations")
REGISTRY_OFFICER_OF = {
    "admit": "registrar",
    "addWallet": "registrar",
    "closeWallet": "registrar",
    "remove": "registrar",
    "addIssuer": "admin",
    "removeIssuer": "admin",
}
DOER_OF = {
    (contract, act): officer
    for contract, acts in (("agent", OFFICER_OF), ("supervisor", SUPERVISOR_OF), ("registry", REGISTRY_OFFICER_OF))
    for act, officer in acts.items()
}
"""Who may do an act, by the contract that knows his role; it is one officer each."""
ROLE_OF = {officer: keccak(text=role) for role, officer in (*OFFICERS.items(), *SUPERVISORS.items())} | {
    "registrar": keccak(text="AGENT_ROLE"),
    "admin": bytes(32),
}
"""The role an officer holds; the administrator's is that of each contract."""
EVERYBODY = (
    *ROLE_OF,
    "issuer of attestations",
    "issuer",
    "originator",
    "trustee",
    "servicer",
    "relay",
    "licensee",
    "senior_investor",
    "outsider",
)


class Offices:
    """The senior and the mezzanine tranche are repaid, and their income is not claimed. Ten senior units are frozen, the mezzanine tranche
    is paused and halted, and so are the deal and the junior investor."""

    def __init__(self, platform: Platform) -> None:
        self.platform, self.chain = platform, platform.chain
        self.deal = platform.create(platform.money())
        self.deal.sell()
        self.deal.close()
        self.deal.pay_date(2_000_000 * sample.USD)
        self.senior, self.mezzanine, _ = self.deal.tokens
        platform.add_wallet(SECOND, SENIOR)
        platform.registry.send("addIssuer", ISSUER, by=actor("admin"))
        order(platform, "setFrozenTokens", self.senior, SENIOR, 10)
        order(platform, "pause", self.mezzanine)
        self.until = self.chain.now + DAY
        halt(platform, "haltDeal", self.deal.deal.address, until=self.until)
        halt(platform, "haltTranche", self.mezzanine.address, until=self.until)
        halt(platform, "haltHolder", self.deal.deal.address, JUNIOR, until=self.until)

    def contract(self, name: str) -> Contract:
        return {
            "agent": self.platform.agent,
            "supervisor": self.platform.supervisor,
            "registry": self.platform.registry,
        }[name]

    def do(self, contract: str, act: str, by: str, ref: bytes = REF, evidence: bytes = EVIDENCE) -> Answer:
        doer = self.senior if act in OF_THE_TOKEN else self.contract(contract)
        return doer.send(act, *self._arguments(contract, act, ref, evidence), by=by)

    def _arguments(self, contract: str, act: str, ref: bytes, evidence: bytes) -> tuple[Any, ...]:
        if contract == "registry":
            return self._registry[act]
        if contract == "agent":
            token = self.mezzanine if act == "unpause" else self.senior
            subject = () if act in OF_THE_TOKEN else (token.address,)
            return (*subject, *self._agent[act], (ref, evidence))
        reason = (self.until + DAY, ref, evidence, REASON)
        return (*self._subject(act), *(reason if act.startswith("halt") else (ref, evidence)))

    @property
    def _registry(self) -> dict[str, tuple[Any, ...]]:
        return {
            "admit": (NEWCOMER, 840, 2, ELIGIBLE_UNTIL),
            "addWallet": (NEWCOMER, SENIOR),
            "closeWallet": (SENIOR,),
            "remove": (SENIOR,),
            "addIssuer": (NEWCOMER,),
            "removeIssuer": (ISSUER,),
        }

    @property
    def _agent(self) -> dict[str, tuple[Any, ...]]:
        """Between tranche (where the agent is told one) and order."""
        return {
            "setFrozenTokens": (SENIOR, 20),
            "freezePartialTokens": (SENIOR, 5),
            "unfreezePartialTokens": (SENIOR, 5),
            "setAddressFrozen": (SENIOR, True),
            "batchSetFrozenTokens": ([SENIOR], [20]),
            "batchSetAddressFrozen": ([SENIOR], [True]),
            "forcedTransferByOrder": (SENIOR, SECOND, 1, ALL_INCOME),
            "batchForcedTransfer": ([SENIOR], [SECOND], [1], [1]),
            "recoverWallet": (SENIOR, SECOND, SENIOR),
            "pause": (),
            "unpause": (),
            "redeem": (SENIOR, 1),
        }

    def _subject(self, act: str) -> tuple[str, ...]:
        if act.endswith("Tranche"):
            return (self.mezzanine.address,)
        deal = self.deal.deal.address
        return (deal, JUNIOR) if act.endswith("Holder") else (deal,)
