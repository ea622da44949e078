# SPDX-License-Identifier: Apache-2.0
"""What a registry of investors is told after the first admission: further wallets, lost ones, withdrawals, issuers.

``market.admit`` admits; ``eligibility.register`` hands in an attestation. Each raises as ``regalia.chain.transact.send``.
"""

from __future__ import annotations

from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.transact import Sender, send


def add_wallet(
    web3: Web3, registry: ChecksumAddress, wallet: ChecksumAddress, sibling: ChecksumAddress, registrar: Sender
) -> TxReceipt:
    """Bind a further wallet, for good, to the investor whom ``sibling`` belongs to."""
    return send(web3, _functions(web3, registry).addWallet(wallet, sibling), registrar)


def close_wallet(web3: Web3, registry: ChecksumAddress, wallet: ChecksumAddress, registrar: Sender) -> TxReceipt:
    """Close a lost wallet for good. What it holds and has earned stays its own until it is recovered."""
    return send(web3, _functions(web3, registry).closeWallet(wallet), registrar)


def remove(web3: Web3, registry: ChecksumAddress, wallet: ChecksumAddress, registrar: Sender) -> TxReceipt:
    """Withdraw the eligibility of a wallet's investor, in all its wallets."""
    return send(web3, _functions(web3, registry).remove(wallet), registrar)


def add_issuer(web3: Web3, registry: ChecksumAddress, issuer: ChecksumAddress, admin: Sender) -> TxReceipt:
    """Let an issuer attest that investors are eligible."""
    return send(web3, _functions(web3, registry).addIssuer(issuer), admin)


def remove_issuer(web3: Web3, registry: ChecksumAddress, issuer: ChecksumAddress, admin: Sender) -> TxReceipt:
    """Dismiss an issuer: the investors it attested are ineligible at once."""
    return send(web3, _functions(web3, registry).removeIssuer(issuer), admin)


def _functions(web3: Web3, registry: ChecksumAddress) -> Any:
    return contract(web3, "InvestorRegistry", registry).functions
