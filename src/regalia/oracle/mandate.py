# SPDX-License-Identifier: Apache-2.0
"""What an attestor was appointed for: one deal, its escrow and one oracle on one chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3 import Web3
from web3.contract.contract import ContractFunction
from web3.exceptions import Web3Exception

from regalia.chain.deployer import contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.record import ContractRecord, DeploymentRecord
from regalia.chain.transact import call, explained
from regalia.errors import RegaliaError
from regalia.oracle.typed_data import NAME, VERSION, Signable, SigningDomain

_ALL_BUT_SALT = b"\x0f"
"""The fields of the oracle's EIP-712 domain, as EIP-5267 counts them: name, version, chain id and address."""
_NO_ANSWER = "no answer"


@dataclass(frozen=True)
class Difference:
    """One thing that is other than the attestor was appointed for."""

    field: str
    own: object
    found: object

    def __str__(self) -> str:
        return f"{self.field}: appointed for {_text(self.own)}, found {_text(self.found)}"


class WrongDomainError(RegaliaError, ValueError):
    """A signature was asked for, or the node stands, somewhere the attestor was not appointed for; ``differences`` has all of it."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        super().__init__(
            "\n".join(map(str, differences)),
            "Nothing was signed. Check the proposal, the node and the deployment record the attestor was set up with.",
        )
        self.differences = tuple(differences)
        self.field, self.own, self.found = differences[0].field, differences[0].own, differences[0].found


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

    def check(self, web3: Web3, report: Signable, domain: SigningDomain) -> None:
        """Proposal, node, the contracts there and the domain the oracle itself names must all be those of the mandate.

        Raises ``WrongDomainError`` with everything that differs, and ``ChainUnreachableError``.
        """
        differences = [Difference(*pair) for pair in self._pairs(web3, report, domain) if pair[1] != pair[2]]
        if differences:
            raise WrongDomainError(differences)

    def _pairs(self, web3: Web3, report: Signable, domain: SigningDomain) -> Iterator[tuple[str, object, object]]:
        yield "chain id of the proposal", self.chain_id, domain.chain_id
        yield "oracle of the proposal", self.oracle.address, domain.oracle
        yield "deal of the report", self.deal.address, report.deal
        with explained("mandate"):
            yield "chain id of the node", self.chain_id, web3.eth.chain_id
            for field, known in (("oracle", self.oracle), ("deal", self.deal), ("escrow", self.escrow)):
                code = web3.eth.get_code(cast(ChecksumAddress, known.address))
                yield f"code hash of the {field}", known.code_hash, "0x" + keccak(bytes(code)).hex()
        deal = contract(web3, "Deal", cast(ChecksumAddress, self.deal.address))
        escrow, oracle, *_ = _answer(web3, deal.functions.parties()) or (_NO_ANSWER, _NO_ANSWER)
        yield "oracle of the deal", self.oracle.address, oracle
        yield "escrow of the deal", self.escrow.address, escrow
        yield from self._domain_pairs(web3)

    def _domain_pairs(self, web3: Web3) -> Iterator[tuple[str, object, object]]:
        """What the oracle hashes into every digest, as it tells by itself (EIP-5267)."""
        oracle = contract(web3, "RoyaltyOracle", self.domain.oracle)
        told = _answer(web3, oracle.functions.eip712Domain())
        if told is None:
            yield "EIP-712 domain of the oracle", f"{NAME} {VERSION}", _NO_ANSWER
            return
        own: tuple[object, ...] = (_ALL_BUT_SALT, NAME, VERSION, self.chain_id, self.oracle.address, bytes(32), [])
        names = ("fields", "name", "version", "chain id", "address", "salt", "extensions")
        for part, mine, found in zip(names, own, told, strict=True):
            yield f"EIP-712 {part} of the oracle", mine, found


def _answer(web3: Web3, function: ContractFunction) -> Any:
    """What a contract answers; nothing when there is none at the address or it knows no such question."""
    try:
        return call(web3, function)
    except (ContractRevertedError, Web3Exception):
        return None


def _text(value: object) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)
