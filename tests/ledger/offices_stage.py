# SPDX-License-Identifier: Apache-2.0
"""A deal whose offices were given, taken, and handed over: what a stranger must find again."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3.contract import Contract

from regalia.chain.deployer import ADMIN_DELAY
from regalia.chain.devnet import Devnet
from regalia.domain.terms import load_terms
from regalia.servicing.offices import appoint, dismiss
from tests.ledger.life import Life, begin
from tests.mills import NOTES

ACCOUNTS = 32


@dataclass(frozen=True)
class OfficesStage:
    """``before`` is a block in which nobody was appointed to anything yet but the registrar; the deal is there."""

    life: Life
    before: int

    @property
    def agent(self) -> Contract:
        return self.life.contract("TransferAgent", self.life.platform.agent)

    @property
    def supervisor(self) -> Contract:
        return self.life.contract("Supervisor", self.life.platform.supervisor)

    @property
    def oracle(self) -> Contract:
        return self.life.contract("RoyaltyOracle", self.life.platform.oracle)

    @property
    def registry(self) -> Contract:
        return self.life.contract("InvestorRegistry", self.life.platform.registry)

    @property
    def admin(self) -> ChecksumAddress:
        return self.life.chain.accounts[0]

    @property
    def officer(self) -> ChecksumAddress:
        """Pauses and lets go on; halts and forces."""
        return self.life.chain.accounts[24]

    @property
    def dismissed(self) -> ChecksumAddress:
        """Could freeze once."""
        return self.life.chain.accounts[25]

    @property
    def heir(self) -> ChecksumAddress:
        """Has taken over the supervisor's contract, and is to take over the transfer agent's."""
        return self.life.chain.accounts[26]

    @property
    def issuer(self) -> ChecksumAddress:
        return self.life.chain.accounts[27]

    @property
    def stranger(self) -> ChecksumAddress:
        """Appointed to redeem, and nothing else in the deal."""
        return self.life.chain.accounts[28]


def offices_stage(chain: Devnet) -> OfficesStage:
    life = begin(chain, load_terms(NOTES))
    stage = OfficesStage(life, chain.web3.eth.block_number)
    web3, admin, agent = chain.web3, stage.admin, life.platform.agent
    for office in ("pauser", "resumer", "enforcer"):
        appoint(web3, office, agent, stage.officer, admin)
    appoint(web3, "supervisor", life.platform.supervisor, stage.officer, admin)
    appoint(web3, "redeemer", agent, stage.stranger, admin)
    appoint(web3, "freezer", agent, stage.dismissed, admin)
    dismiss(web3, "freezer", agent, stage.dismissed, admin)
    appoint(web3, "oracle-trustee", life.platform.oracle, life.keys[0].address, admin)
    life.send(stage.registry.functions.addIssuer(stage.issuer), admin)
    life.send(stage.registry.functions.addIssuer(stage.dismissed), admin)
    life.send(stage.registry.functions.removeIssuer(stage.dismissed), admin)
    life.send(stage.supervisor.functions.beginDefaultAdminTransfer(stage.stranger), admin)
    life.send(stage.supervisor.functions.beginDefaultAdminTransfer(stage.heir), admin)  # calls the first off
    chain.warp(web3.eth.get_block("latest")["timestamp"] + ADMIN_DELAY + 1)
    life.send(stage.supervisor.functions.acceptDefaultAdminTransfer(), stage.heir)
    life.send(stage.agent.functions.beginDefaultAdminTransfer(stage.heir), admin)
    return stage
