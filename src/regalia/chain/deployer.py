# SPDX-License-Identifier: Apache-2.0
"""Putting contracts on a chain: the platform that serves every deal, and one deal through its factory."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.logs import DISCARD
from web3.types import TxReceipt

from regalia.chain import artefacts
from regalia.chain.artefact import Artefact
from regalia.chain.transact import Sender, call, deploy, send

ADMIN_DELAY = 2 * 24 * 3600
"""Seconds before another administrator of a platform contract can take over."""


@dataclass(frozen=True)
class Platform:
    """What every deal shares: oracle, registry of investors, transfer agent, supervisor, the factory, where noteholders meet and where
    units are traded. No contract of a deal knows the desk: None where it is not told.
    """

    oracle: ChecksumAddress
    registry: ChecksumAddress
    agent: ChecksumAddress
    supervisor: ChecksumAddress
    factory: ChecksumAddress
    meeting: ChecksumAddress
    desk: ChecksumAddress | None = None


@dataclass(frozen=True)
class RightsPlatform:
    """Where rights are known: their registry, the oracles of legal events and of valuations, and the pool that tells deals the facts."""

    registry: ChecksumAddress
    oracle: ChecksumAddress
    pool: ChecksumAddress
    valuation_oracle: ChecksumAddress


@dataclass(frozen=True)
class OracleRequest:
    """How receipts are attested. ``attestors`` rise strictly; the window is in seconds, the bond in smallest units."""

    threshold: int
    dispute_window: int
    missing_after_days: int
    dispute_bond: int
    attestors: tuple[ChecksumAddress, ...]
    weights: tuple[int, ...]

    def packed(self) -> bytes:
        """As the factory takes it: ``contracts/types/OracleTerms.sol``."""
        head = self.dispute_window.to_bytes(4, "big") + self.missing_after_days.to_bytes(2, "big")
        head += self.threshold.to_bytes(1, "big") + self.dispute_bond.to_bytes(12, "big")
        signers = zip(self.attestors, self.weights, strict=True)
        return head + b"".join(bytes.fromhex(signer[2:]) + bytes([weight]) for signer, weight in signers)


@dataclass(frozen=True)
class DealRequest:
    """The arguments of ``DealFactory.createDeal``, in its order and units.

    ``facts`` is the zero address for a deal that looks at no fact. ``offers`` and ``transfer_rules`` (32 bytes each) and ``countries``
    (128 bytes or none) are one a tranche; ``meeting`` is empty for a deal without meetings; ``tax_table`` is empty, and ``tax_authority``
    the zero address, where nothing is withheld.
    """

    terms_hash: bytes
    program: bytes
    payment_token: ChecksumAddress
    originator: ChecksumAddress
    payees: tuple[ChecksumAddress, ...]
    funding: tuple[int, ...]
    facts: ChecksumAddress
    names: tuple[str, ...]
    symbols: tuple[str, ...]
    offers: tuple[bytes, ...]
    opens: int
    deadline: int
    oracle: OracleRequest
    meeting: bytes
    transfer_rules: tuple[bytes, ...]
    countries: tuple[bytes, ...]
    tax_table: bytes
    tax_authority: ChecksumAddress
    salt: bytes

    def as_tuple(self) -> tuple[Any, ...]:
        """The struct as a contract call takes it."""
        values = (getattr(self, field.name) for field in fields(self))
        return tuple(value.packed() if isinstance(value, OracleRequest) else value for value in values)


@dataclass(frozen=True)
class MadeDeal:
    """The contracts of one deal, and the transaction that made them. ``tokens`` in tranche order."""

    deal: ChecksumAddress
    escrow: ChecksumAddress
    offering: ChecksumAddress
    tokens: tuple[ChecksumAddress, ...]
    receipt: TxReceipt


def contract(web3: Web3, name: str, address: ChecksumAddress) -> Contract:
    """A deployed contract by its name in Solidity.

    web3 works out all its functions, which takes longer than asking one of them: it is done once a connection, and kept with that.
    """
    known: dict[tuple[Artefact, ChecksumAddress], Contract] = vars(web3).setdefault("contracts_of_regalia", {})
    artefact = artefacts.load(name)
    if (artefact, address) not in known:
        known[artefact, address] = web3.eth.contract(address=address, abi=artefact.abi)
    return known[artefact, address]


def deploy_contract(web3: Web3, name: str, sender: Sender, *arguments: Any) -> ChecksumAddress:
    """Deploy one contract from its committed artefact. Raises as ``send`` does."""
    return deploy(web3, artefacts.load(name), sender, *arguments)[0]


def deploy_platform(web3: Web3, admin: Sender, registry: ChecksumAddress | None = None) -> Platform:
    """Deploy everything deals share; ``admin`` administers oracle, registry, transfer agent and supervisor and appoints to their roles.

    ``registry``: an ``IEligibility`` that is there already, to be used in place of a new one.
    """
    admin_address = admin if isinstance(admin, str) else admin.address

    def administered(name: str) -> ChecksumAddress:
        return deploy_contract(web3, name, admin, admin_address, ADMIN_DELAY)

    oracle = administered("RoyaltyOracle")
    registry = registry or administered("InvestorRegistry")
    agent, supervisor = administered("TransferAgent"), administered("Supervisor")
    token = deploy_contract(web3, "TrancheToken", admin, registry, agent, supervisor)
    lens = deploy_contract(web3, "DealLens", admin)
    support = deploy_contract(web3, "SupportFacility", admin, lens)
    checker = deploy_contract(web3, "ProgramChecker", admin)
    meeting = deploy_contract(web3, "NoteholderMeeting", admin, oracle, supervisor, checker)
    deal = deploy_contract(web3, "Deal", admin, supervisor, support, lens, meeting)
    factory = deploy_contract(web3, "DealFactory", admin, oracle, token, deal, checker)
    # so that noteholders can propose other attestors
    governor = Web3.keccak(text="GOVERNOR_ROLE")
    send(web3, contract(web3, "RoyaltyOracle", oracle).functions.grantRole(governor, meeting), admin)
    desk = deploy_contract(web3, "SettlementDesk", admin)
    return Platform(oracle, registry, agent, supervisor, factory, meeting, desk)


def deploy_rights(web3: Web3, admin: Sender, threshold: int, valuation_threshold: int | None = None) -> RightsPlatform:
    """Deploy registry, legal oracle, pool and valuation oracle, and make the latter three known to the registry; ``admin`` administers all.

    ``threshold`` of the legal oracle's attestors must sign a report of legal events, ``valuation_threshold`` of the other's a report of
    valuations (as many where none is given); who they are is appointed afterwards.
    """
    admin_address = admin if isinstance(admin, str) else admin.address
    registry = deploy_contract(web3, "IPRegistry", admin, admin_address, ADMIN_DELAY)
    oracle = deploy_contract(web3, "LegalOracle", admin, registry, admin_address, ADMIN_DELAY, threshold)
    gates = deploy_contract(web3, "PoolGates", admin)
    pool = deploy_contract(web3, "RightsPool", admin, registry, gates, admin_address, ADMIN_DELAY)
    needed = threshold if valuation_threshold is None else valuation_threshold
    valuers = deploy_contract(web3, "ValuationOracle", admin, registry, admin_address, ADMIN_DELAY, needed)
    for role, holder in (("ORACLE_ROLE", oracle), ("POOL_ROLE", pool), ("APPRAISER_ROLE", valuers)):
        send(web3, contract(web3, "IPRegistry", registry).functions.grantRole(Web3.keccak(text=role), holder), admin)
    return RightsPlatform(registry, oracle, pool, valuers)


def platform_of(web3: Web3, factory: ChecksumAddress, desk: ChecksumAddress | None = None) -> Platform:
    """The platform a factory belongs to, and the ``desk`` that is named with it. Raises ``ContractRevertedError`` when there is no factory
    at the address.
    """
    made_of = contract(web3, "DealFactory", factory).functions
    oracle, registry, agent, supervisor = call(web3, made_of.infrastructure())
    meeting = call(web3, contract(web3, "Deal", call(web3, made_of.DEAL())).functions.MEETING())
    return Platform(oracle, registry, agent, supervisor, factory, meeting, desk)


def create_deal(web3: Web3, platform: Platform, request: DealRequest, sender: Sender) -> MadeDeal:
    """Make a wired deal in one transaction. Raises ``ContractRevertedError`` with the factory's reason."""
    factory = contract(web3, "DealFactory", platform.factory)
    receipt = send(web3, factory.functions.createDeal(request.as_tuple()), sender)
    (event,) = factory.events.DealCreated().process_receipt(receipt, errors=DISCARD)
    made = event["args"]
    return MadeDeal(made["deal"], made["escrow"], made["offering"], tuple(made["tokens"]), receipt)
