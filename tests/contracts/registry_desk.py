# SPDX-License-Identifier: Apache-2.0
"""An investor registry on a chain of its own, and what its people do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from regalia.servicing.eligibility import Eligibility, RegistryDomain, sign
from tests.support.chain import Answer, Chain
from tests.support.contract import Contract
from tests.support.roles import actor, key_of
from tests.support.sample import START

ADMIN, REGISTRAR = actor("admin"), actor("registrar")
AGENT_ROLE = keccak(text="AGENT_ROLE")
ZERO = to_checksum_address("0x" + "00" * 20)
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Passport:
    """The word a registry answers, taken apart by the documented layout and not by the contract's own code."""

    investor: ChecksumAddress
    valid_until: int
    country: int
    investor_class: int
    issuer: int
    wallets: int
    closed: bool
    eligible: bool

    @classmethod
    def read(cls, word: int) -> Passport:
        assert word >> 250 == 0, "unused flags"
        return cls(
            to_checksum_address((word % 2**160).to_bytes(20, "big")),
            word >> 160 & 0xFFFF_FFFF_FFFF,
            word >> 208 & 0xFFFF,
            word >> 224 & 0xFF,
            word >> 232 & 0xFF,
            word >> 240 & 0xFF,
            bool(word >> 248 & 1),
            bool(word >> 249 & 1),
        )


NOTHING = Passport(ZERO, 0, 0, 0, 0, 0, False, False)


class RegistryDesk:
    """``ADMIN`` administers, ``REGISTRAR`` is the agent; issuers sign with ``key_of`` their role."""

    def __init__(self, chain_id: int = 31_337) -> None:
        self.chain = Chain(START, chain_id)
        self.contract = Contract.deploy(self.chain, "InvestorRegistry", ADMIN, ADMIN_DELAY, by=ADMIN)
        self.domain = RegistryDomain(chain_id, self.contract.address)
        self.contract.send("grantRole", AGENT_ROLE, REGISTRAR, by=ADMIN)

    def admit(self, wallet: str, country: int = 840, investor_class: int = 2, until: int = START + YEAR) -> Answer:
        return self.contract.send("admit", wallet, country, investor_class, until, by=REGISTRAR)

    def add(self, wallet: str, sibling: str) -> Answer:
        return self.contract.send("addWallet", wallet, sibling, by=REGISTRAR)

    def close(self, wallet: str) -> Answer:
        return self.contract.send("closeWallet", wallet, by=REGISTRAR)

    def remove(self, wallet: str) -> Answer:
        return self.contract.send("remove", wallet, by=REGISTRAR)

    def appoint(self, issuer: str) -> int:
        """The index the administrator's new issuer gets."""
        return int(self.contract.send("addIssuer", issuer, by=ADMIN).only("IssuerAdded")["index"])

    def dismiss(self, issuer: str) -> Answer:
        return self.contract.send("removeIssuer", issuer, by=ADMIN)

    def attestation(
        self,
        wallet: ChecksumAddress,
        investor: ChecksumAddress | None = None,
        country: int = 276,
        investor_class: int = 3,
        until: int = START + YEAR,
        deadline: int = START + 3_600,
    ) -> Eligibility:
        """With the nonce that is due."""
        whose = investor or wallet
        nonce = self.contract.read("nonces", whose)
        return Eligibility(wallet, whose, country, investor_class, until, nonce, deadline)

    def register(self, attested: Eligibility, issuer: LocalAccount | None = None, by: str | None = None) -> Answer:
        """Signed by the issuer as it stands, handed in by the wallet unless somebody else is named."""
        key = issuer or key_of("issuer")
        return self.submit(attested, key.address, sign(attested, self.domain, key), by)

    def submit(self, attested: Eligibility, issuer: str, signature: bytes, by: str | None = None) -> Answer:
        return self.contract.send("register", attested.as_tuple(), issuer, signature, by=by or attested.wallet)

    def passport(self, wallet: str) -> Passport:
        """As ``passportOf`` gives it, which must agree with every other view."""
        word = self.contract.read("passportOf", wallet)
        found = Passport.read(word)
        assert self.contract.read("particulars", wallet, ZERO) == (word, 0)
        assert self.contract.read("particulars", ZERO, wallet) == (0, word)
        assert self.contract.read("isVerified", wallet) is found.eligible
        assert self.contract.read("contains", wallet) is (found != NOTHING)
        assert self.contract.read("identity", wallet) == found.investor
        assert self.contract.read("investorCountry", wallet) == found.country
        facts = (found.country, found.investor_class, found.valid_until)
        assert self.contract.read("investorAt", wallet) == facts
        return found

    def wallets(self, investor: str) -> tuple[str, ...]:
        return tuple(self.contract.read("walletsOf", investor))

    def state(self, *wallets: str) -> tuple[Any, ...]:
        """Everything the registry says of these wallets."""
        read = self.contract.read
        return tuple((self.passport(w), self.wallets(w), read("nonces", w)) for w in wallets)
