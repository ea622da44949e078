# SPDX-License-Identifier: Apache-2.0
"""Putting contracts on a chain: the platform that serves every deal, and one deal through its factory."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.logs import DISCARD
from web3.types import TxReceipt

from regalia.chain import artefacts
from regalia.chain.transact import Sender, call, deploy, send

ADMIN_DELAY = 2 * 24 * 3600
"""Seconds before another administrator of the investor registry can take over."""


@dataclass(frozen=True)
class Platform:
    """What every deal shares: the oracle, the registry of eligible investors, and the factory."""

    oracle: ChecksumAddress
    registry: ChecksumAddress
    factory: ChecksumAddress


@dataclass(frozen=True)
class DealRequest:
    """The arguments of ``DealFactory.createDeal``, in its order and units; ``attestors`` rise strictly."""

    terms_hash: bytes
    program: bytes
    payment_token: ChecksumAddress
    originator: ChecksumAddress
    payees: tuple[ChecksumAddress, ...]
    funding: tuple[int, ...]
    names: tuple[str, ...]
    symbols: tuple[str, ...]
    prices: tuple[int, ...]
    deadline: int
    threshold: int
    dispute_window: int
    attestors: tuple[ChecksumAddress, ...]
    salt: bytes


@dataclass(frozen=True)
class MadeDeal:
    """The contracts of one deal, and the transaction that made them. ``tokens`` in tranche order."""

    deal: ChecksumAddress
    escrow: ChecksumAddress
    offering: ChecksumAddress
    tokens: tuple[ChecksumAddress, ...]
    receipt: TxReceipt


def contract(web3: Web3, name: str, address: ChecksumAddress) -> Contract:
    """A deployed contract by its name in Solidity."""
    return web3.eth.contract(address=address, abi=artefacts.load(name).abi)


def deploy_contract(web3: Web3, name: str, sender: Sender, *arguments: Any) -> ChecksumAddress:
    """Deploy one contract from its committed artefact. Raises as ``send`` does."""
    return deploy(web3, artefacts.load(name), sender, *arguments)[0]


def deploy_platform(web3: Web3, admin: Sender) -> Platform:
    """Deploy oracle, registry and factory; ``admin`` administers the registry and may appoint its agents."""
    admin_address = admin if isinstance(admin, str) else admin.address
    oracle = deploy_contract(web3, "RoyaltyOracle", admin)
    registry = deploy_contract(web3, "InvestorRegistry", admin, admin_address, ADMIN_DELAY)
    return Platform(oracle, registry, deploy_contract(web3, "DealFactory", admin, oracle, registry))


def platform_of(web3: Web3, factory: ChecksumAddress) -> Platform:
    """The platform a factory belongs to. Raises ``ContractRevertedError`` when there is no factory at the address."""
    oracle, registry = call(web3, contract(web3, "DealFactory", factory).functions.infrastructure())
    return Platform(oracle, registry, factory)


def create_deal(web3: Web3, platform: Platform, request: DealRequest, sender: Sender) -> MadeDeal:
    """Make a wired deal in one transaction. Raises ``ContractRevertedError`` with the factory's reason."""
    factory = contract(web3, "DealFactory", platform.factory)
    receipt = send(web3, factory.functions.createDeal(astuple(request)), sender)
    (event,) = factory.events.DealCreated().process_receipt(receipt, errors=DISCARD)
    made = event["args"]
    return MadeDeal(made["deal"], made["escrow"], made["offering"], tuple(made["tokens"]), receipt)
