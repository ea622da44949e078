# SPDX-License-Identifier: Apache-2.0
"""Who may hold units, and what holders do with them; the primary sale is in ``offering``."""

from __future__ import annotations

from collections.abc import Mapping

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import TxReceipt

from regalia.chain import artefacts
from regalia.chain.deployer import contract
from regalia.chain.transact import Sender, send
from regalia.domain.terms.investors import CLASS_NUMBERS
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts

AGENT_ROLE = Web3.keccak(text="AGENT_ROLE")
CLASSES: Mapping[str, int] = dict(CLASS_NUMBERS.items())
"""As the deal file names them, and as the registry has them."""


class UnknownClassError(RegaliaError, ValueError):
    """There is no such class of investors."""


class NotTestMoneyError(RegaliaError, PermissionError):
    """The deal is paid in a token that we cannot make."""


def appoint_agent(web3: Web3, registry: ChecksumAddress, agent: ChecksumAddress, admin: Sender) -> TxReceipt:
    """Let ``agent`` admit investors. Only the registry's administrator can."""
    return send(web3, contract(web3, "InvestorRegistry", registry).functions.grantRole(AGENT_ROLE, agent), admin)


def admit(
    web3: Web3,
    registry: ChecksumAddress,
    wallet: ChecksumAddress,
    agent: Sender,
    *,
    country: int,
    investor_class: str,
    valid_until: int,
) -> TxReceipt:
    """Admit a wallet: ``country`` is ISO 3166-1 numeric, ``investor_class`` a key of ``CLASSES``, ``valid_until`` in
    seconds since 1970. Raises ``UnknownClassError``, and ``ContractRevertedError`` with the registry's reason.
    """
    if investor_class not in CLASSES:
        raise UnknownClassError(f"class: {investor_class!r} is not one of {', '.join(CLASSES)}", "Name one of these.")
    functions = contract(web3, "InvestorRegistry", registry).functions
    return send(web3, functions.admit(wallet, country, CLASSES[investor_class], valid_until), agent)


def transfer(deal: DealContracts, tranche: str, receiver: ChecksumAddress, units: int, holder: Sender) -> TxReceipt:
    """Pass units on. Raises ``UnknownTrancheError``, and ``ContractRevertedError`` with the token's reason."""
    return send(deal.web3, deal.token(tranche).functions.transfer(receiver, units), holder)


def check_test_money(deal: DealContracts) -> None:
    """The payment token must be ours, which anybody may mint. Raises ``NotTestMoneyError``."""
    token = deal.payment_token.address
    if not artefacts.load("MockPaymentToken").matches(bytes(deal.web3.eth.get_code(token))):
        raise NotTestMoneyError(
            f"payment token: {token} is not the test token of this release",
            "Only that can be made from nothing: get this deal's money where it is issued.",
        )


def mint_test_money(deal: DealContracts, holder: ChecksumAddress, amount: int, sender: Sender) -> TxReceipt:
    """Make ``amount`` (smallest units) of the test token for a holder. Anybody may. Raises ``NotTestMoneyError``."""
    check_test_money(deal)
    return send(deal.web3, deal.payment_token.functions.mint(holder, amount), sender)
