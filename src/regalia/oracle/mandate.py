# SPDX-License-Identifier: Apache-2.0
"""What an attestor was appointed for: one deal, its escrow and one oracle on one chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3 import Web3

from regalia.chain.deployer import contract
from regalia.chain.record import ContractRecord, DeploymentRecord
from regalia.chain.transact import call, explained
from regalia.errors import RegaliaError
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import SigningDomain


class WrongDomainError(RegaliaError, ValueError):
    """A signature was asked for, or the node stands, somewhere the attestor was not appointed for."""

    def __init__(self, field: str, own: object, found: object) -> None:
        super().__init__(
            f"{field}: appointed for {own}, found {found}",
            "Nothing was signed. Check the proposal, the node and the deployment record the attestor was set up with.",
        )
        self.field, self.own, self.found = field, own, found


@dataclass(frozen=True)
class Mandate:
    """Addresses with the keccak-256 of the code that stood there; ``from_block`` is that in which the deal was made."""

    chain_id: int
    oracle: ContractRecord
    deal: ContractRecord
    escrow: ContractRecord
    from_block: int

    @classmethod
    def from_record(cls, record: DeploymentRecord) -> Mandate:
        return cls(record.chain_id, record.oracle, record.deal, record.escrow, record.block_number)

    @property
    def domain(self) -> SigningDomain:
        return SigningDomain(self.chain_id, cast(ChecksumAddress, self.oracle.address))

    def check(self, web3: Web3, report: RoyaltyReport, domain: SigningDomain) -> None:
        """Proposal, node and the contracts there must all be those of the mandate.

        Raises ``WrongDomainError``, ``ContractRevertedError`` and ``ChainUnreachableError``.
        """
        for field, own, found in self._pairs(web3, report, domain):
            if own != found:
                raise WrongDomainError(field, own, found)

    def _pairs(self, web3: Web3, report: RoyaltyReport, domain: SigningDomain) -> Iterator[tuple[str, object, object]]:
        yield "chain id of the proposal", self.chain_id, domain.chain_id
        yield "oracle of the proposal", self.oracle.address, domain.oracle
        yield "deal of the report", self.deal.address, report.deal
        with explained("mandate"):
            yield "chain id of the node", self.chain_id, web3.eth.chain_id
            for field, known in (("oracle", self.oracle), ("deal", self.deal), ("escrow", self.escrow)):
                code = web3.eth.get_code(cast(ChecksumAddress, known.address))
                yield f"code hash of the {field}", known.code_hash, "0x" + keccak(bytes(code)).hex()
        deal = contract(web3, "Deal", cast(ChecksumAddress, self.deal.address))
        escrow, oracle, *_ = call(web3, deal.functions.parties())
        yield "oracle of the deal", self.oracle.address, oracle
        yield "escrow of the deal", self.escrow.address, escrow
