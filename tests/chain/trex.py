# SPDX-License-Identifier: Apache-2.0
"""A real ERC-3643 identity registry, from the published artefacts of T-REX: with ONCHAINID identities and signed claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eth_abi.abi import encode
from eth_account.messages import encode_defunct
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3 import Web3
from web3.contract import Contract
from web3.types import TxReceipt

from regalia.chain.transact import send
from tests.support.roles import key_of

ARTEFACTS = Path(__file__).parents[2] / "node_modules" / "@tokenysolutions" / "t-rex" / "artifacts"
REGISTRIES = "contracts/registry/implementation"
ONCHAINID = "@onchain-id/solidity/contracts"
QUALIFIED = 7
"""The claim topic the registry asks for."""
MANAGEMENT_KEY, CLAIM_KEY, ECDSA = 1, 3, 1


class TRex:
    """``owner`` deploys and runs all of it; claims are signed by the key of ``claim signer``."""

    def __init__(self, web3: Web3, owner: ChecksumAddress) -> None:
        self.web3 = web3
        self.owner = owner
        self.signer = key_of("claim signer")
        self.storage, self.issuers, self.topics, self.registry = (
            self._deploy(f"{REGISTRIES}/{name}.sol/{name}.json")
            for name in ("IdentityRegistryStorage", "TrustedIssuersRegistry", "ClaimTopicsRegistry", "IdentityRegistry")
        )
        for part in (self.storage, self.issuers, self.topics):
            self._run(part.functions.init())
        parts = (self.issuers.address, self.topics.address, self.storage.address)
        self._run(self.registry.functions.init(*parts))
        self._run(self.storage.functions.bindIdentityRegistry(self.registry.address))
        self._run(self.registry.functions.addAgent(owner))
        self.issuer = self._deploy(f"{ONCHAINID}/ClaimIssuer.sol/ClaimIssuer.json", owner)
        key = keccak(encode(["address"], [self.signer.address]))
        self._run(self.issuer.functions.addKey(key, CLAIM_KEY, ECDSA))
        self._run(self.topics.functions.addClaimTopic(QUALIFIED))
        self._run(self.issuers.functions.addTrustedIssuer(self.issuer.address, [QUALIFIED]))

    def enter(self, wallet: ChecksumAddress, country: int) -> Contract:
        """Register a wallet with an identity of its own, which nobody vouches for yet."""
        identity = self._deploy(f"{ONCHAINID}/Identity.sol/Identity.json", wallet, False)
        self._run(self.registry.functions.registerIdentity(wallet, identity.address, country))
        return identity

    def vouch(self, wallet: ChecksumAddress, identity: Contract) -> bytes:
        """The issuer's claim, which the wallet adds to its identity; returns the signature that names it."""
        data = b"qualified"
        claim = keccak(encode(["address", "uint256", "bytes"], [identity.address, QUALIFIED, data]))
        signature = bytes(self.signer.sign_message(encode_defunct(claim)).signature)
        claim_of = identity.functions.addClaim(QUALIFIED, ECDSA, self.issuer.address, signature, data, "")
        send(self.web3, claim_of, wallet)
        return signature

    def revoke(self, signature: bytes) -> TxReceipt:
        return self._run(self.issuer.functions.revokeClaimBySignature(signature))

    def distrust(self) -> TxReceipt:
        """Nobody's claims count any more."""
        return self._run(self.issuers.functions.removeTrustedIssuer(self.issuer.address))

    def delete(self, wallet: ChecksumAddress) -> TxReceipt:
        return self._run(self.registry.functions.deleteIdentity(wallet))

    def move(self, wallet: ChecksumAddress, country: int) -> TxReceipt:
        """The investor lives in another country now."""
        return self._run(self.registry.functions.updateCountry(wallet, country))

    def share(self, wallet: ChecksumAddress, identity: Contract, country: int) -> TxReceipt:
        """A further wallet of an identity; the claims given to that count for it, too."""
        return self._run(self.registry.functions.registerIdentity(wallet, identity.address, country))

    def recover(self, lost: ChecksumAddress, fresh: ChecksumAddress, identity: Contract) -> TxReceipt:
        """T-REX's own recovery: of a unit of a token of its own, for an investor who has given his identity the key of ``fresh``.

        It registers ``fresh`` and deletes the identity of ``lost``.
        """
        key = keccak(encode(["address"], [fresh]))
        send(self.web3, identity.functions.addKey(key, MANAGEMENT_KEY, ECDSA), lost)
        compliance = self._deploy("contracts/compliance/modular/ModularCompliance.sol/ModularCompliance.json")
        self._run(compliance.functions.init())
        token = self._deploy("contracts/token/Token.sol/Token.json")
        self._run(token.functions.init(self.registry.address, compliance.address, "Others", "OTH", 0, lost))
        self._run(self.registry.functions.addAgent(token.address))
        self._run(token.functions.addAgent(self.owner))
        self._run(token.functions.mint(lost, 1))
        return self._run(token.functions.recoveryAddress(lost, fresh, identity.address))

    def _deploy(self, path: str, *arguments: Any) -> Contract:
        artefact = json.loads((ARTEFACTS / path).read_text(encoding="utf-8"))
        made = self.web3.eth.contract(abi=artefact["abi"], bytecode=artefact["bytecode"])
        address = send(self.web3, made.constructor(*arguments), self.owner)["contractAddress"]
        assert address is not None
        return self.web3.eth.contract(address=address, abi=artefact["abi"])

    def _run(self, call: Any) -> TxReceipt:
        return send(self.web3, call, self.owner)
