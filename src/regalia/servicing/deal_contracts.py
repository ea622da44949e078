# SPDX-License-Identifier: Apache-2.0
"""The contracts of one deal, by its deployment record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from web3 import Web3
from web3.contract import Contract

from regalia.chain.deployer import contract
from regalia.chain.record import ContractRecord, DeploymentRecord
from regalia.chain.transact import call
from regalia.domain.money import Currency
from regalia.errors import RegaliaError


class UnknownTrancheError(RegaliaError, LookupError):
    """The deal has no such tranche."""


@dataclass(frozen=True)
class DealContracts:
    """Contract objects of one deal on the chain of ``web3``. Hold one against the other with ``check_record`` first."""

    web3: Web3
    record: DeploymentRecord

    @cached_property
    def deal(self) -> Contract:
        return self._at("Deal", self.record.deal)

    @cached_property
    def escrow(self) -> Contract:
        return self._at("RoyaltyEscrow", self.record.escrow)

    @cached_property
    def oracle(self) -> Contract:
        return self._at("RoyaltyOracle", self.record.oracle)

    @cached_property
    def offering(self) -> Contract:
        return self._at("Offering", self.record.offering)

    @cached_property
    def lens(self) -> Contract:
        return self._at("DealLens", self.record.deal_lens)

    @cached_property
    def support(self) -> Contract:
        return self._at("SupportFacility", self.record.support_facility)

    @cached_property
    def registry(self) -> Contract:
        return self._at("InvestorRegistry", self.record.investor_registry)

    @property
    def foreign_registry(self) -> bool:
        """Whether the investors are those of an ERC-3643 registry of others, asked through our adapter."""
        return self.record.investor_registry.artefact == "Erc3643Registry"

    @cached_property
    def payment_token(self) -> Contract:
        return self._at("MockPaymentToken", self.record.payment_token)

    @cached_property
    def money(self) -> Currency:
        """The payment token as a currency: its symbol and decimals, read from the chain."""
        token = self.payment_token.functions
        return Currency(call(self.web3, token.symbol()), call(self.web3, token.decimals()))

    def token(self, tranche: str) -> Contract:
        """The token of a tranche, by the tranche's id. Raises ``UnknownTrancheError``."""
        return self._at("TrancheToken", self.record.tokens[self._known(tranche)])

    def index(self, tranche: str) -> int:
        """The tranche's index in the deal, 0 the most senior."""
        return int(self.token(tranche).functions.trancheIndex().call())

    def _known(self, tranche: str) -> str:
        if tranche not in self.record.tokens:
            known = ", ".join(sorted(self.record.tokens))
            raise UnknownTrancheError(f"tranche: {tranche!r} is not one of {known}", "Name one of these.")
        return tranche

    def _at(self, name: str, part: ContractRecord) -> Contract:
        return contract(self.web3, name, Web3.to_checksum_address(part.address))
