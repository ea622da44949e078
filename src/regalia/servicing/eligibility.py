# SPDX-License-Identifier: Apache-2.0
"""An issuer's word that somebody is an eligible investor (EIP-712), and handing it to the registry.

The issuer signs off chain; the wallet it is about submits it, and pays for it. No personal data is in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from eth_account.messages import SignableMessage, encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3 import Web3
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.transact import Sender, call, send
from regalia.errors import RegaliaError

NAME = "Regalia InvestorRegistry"
VERSION = "1"
_FIELDS = (
    ("wallet", "address"),
    ("investor", "address"),
    ("country", "uint16"),
    ("class", "uint8"),
    ("validUntil", "uint48"),
    ("nonce", "uint256"),
    ("deadline", "uint48"),
)
_DOMAIN_FIELDS = (("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"))


class EligibilityError(RegaliaError, ValueError):
    """An attestation holds a value the registry can't read."""


class NotAnIssuerError(RegaliaError, PermissionError):
    """The registry would not take the account's word."""


@dataclass(frozen=True)
class RegistryDomain:
    """Where an attestation counts, and nowhere else: one registry on one chain."""

    chain_id: int
    registry: ChecksumAddress


@dataclass(frozen=True)
class Eligibility:
    """What is attested, in the order of the contract's struct.

    ``investor`` is the investor's first wallet: ``wallet`` itself for a new one. ``country`` is ISO 3166-1 numeric;
    ``investor_class`` 1 retail, 2 professional, 3 institutional, 4 originator; ``valid_until`` (of the eligibility) and
    ``deadline`` (of the attestation) are last seconds since 1970; ``nonce`` is the investor's on the registry.
    Raises ``EligibilityError`` when a number doesn't fit its field.
    """

    wallet: ChecksumAddress
    investor: ChecksumAddress
    country: int
    investor_class: int
    valid_until: int
    nonce: int
    deadline: int

    def __post_init__(self) -> None:
        for (name, kind), value in zip(_FIELDS, self.as_tuple(), strict=True):
            if kind == "address":
                continue
            largest = 2 ** int(kind.removeprefix("uint")) - 1
            if not isinstance(value, int) or not 0 <= value <= largest:
                raise EligibilityError(f"{name}: {value!r} is not from 0 to {largest}", "Correct it before signing.")

    def as_tuple(self) -> tuple[Any, ...]:
        """The struct, as the contract takes it."""
        return (
            self.wallet,
            self.investor,
            self.country,
            self.investor_class,
            self.valid_until,
            self.nonce,
            self.deadline,
        )


def typed_data(eligibility: Eligibility, domain: RegistryDomain) -> dict[str, Any]:
    """The whole EIP-712 message (types, domain and values), as wallets take it."""
    return {
        "types": {
            "EIP712Domain": [{"name": name, "type": kind} for name, kind in _DOMAIN_FIELDS],
            "Eligibility": [{"name": name, "type": kind} for name, kind in _FIELDS],
        },
        "primaryType": "Eligibility",
        "domain": {
            "name": NAME,
            "version": VERSION,
            "chainId": domain.chain_id,
            "verifyingContract": domain.registry,
        },
        "message": dict(zip((name for name, _ in _FIELDS), eligibility.as_tuple(), strict=True)),
    }


def signable(eligibility: Eligibility, domain: RegistryDomain) -> SignableMessage:
    """The message as eth-account signs and recovers it."""
    return encode_typed_data(full_message=typed_data(eligibility, domain))


def digest(eligibility: Eligibility, domain: RegistryDomain) -> bytes:
    """The 32 bytes that are signed; what the registry's ``digestOf`` returns."""
    message = signable(eligibility, domain)
    return keccak(b"\x19" + message.version + message.header + message.body)


def sign(eligibility: Eligibility, domain: RegistryDomain, issuer: LocalAccount) -> bytes:
    """The issuer's signature, 65 bytes r ‖ s ‖ v."""
    return bytes(issuer.sign_message(signable(eligibility, domain)).signature)


def with_nonce(web3: Web3, registry: ChecksumAddress, eligibility: Eligibility) -> Eligibility:
    """The same with the nonce the registry expects now. Sign soon: whatever changes the investor's standing uses it up."""
    functions = contract(web3, "InvestorRegistry", registry).functions
    return replace(eligibility, nonce=call(web3, functions.nonces(eligibility.investor)))


def check_attestable(
    web3: Web3, registry: ChecksumAddress, issuer: ChecksumAddress, valid_until: int, investor: ChecksumAddress
) -> None:
    """What the registry would refuse later, before it is signed. Raises ``NotAnIssuerError`` and ``EligibilityError``."""
    functions = contract(web3, "InvestorRegistry", registry).functions
    if not call(web3, functions.isIssuer(issuer)):
        raise NotAnIssuerError(
            f"account: {issuer} is not an issuer of the registry {registry}",
            "The registry's administrator appoints issuers: `manage issuer-add`.",
        )
    now = web3.eth.get_block("latest")["timestamp"]
    if valid_until <= now:
        raise EligibilityError(
            f"until: {_utc(valid_until)} is not after the chain's time, {_utc(now)}", "Name a later day."
        )
    if int(investor, 16) == 0:
        raise EligibilityError("sibling: the registry does not know the wallet", "Name a wallet that is registered.")


def register(
    web3: Web3,
    registry: ChecksumAddress,
    eligibility: Eligibility,
    issuer: ChecksumAddress,
    signature: bytes,
    wallet: Sender,
) -> TxReceipt:
    """Hand in an attestation; ``wallet`` must be the one it is about. Raises ``ContractRevertedError`` with the
    registry's reason.
    """
    functions = contract(web3, "InvestorRegistry", registry).functions
    return send(web3, functions.register(eligibility.as_tuple(), issuer, signature), wallet)


def _utc(timestamp: int) -> str:
    return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d %H:%M:%S} UTC"
