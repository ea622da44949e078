# SPDX-License-Identifier: Apache-2.0
"""What registrar, appraiser, originator and trustee do with rights, and what anybody may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.record import DeploymentRecord
from regalia.chain.right_reports import VALUATION, ReportKind
from regalia.chain.right_words import entry_words, licence_words
from regalia.chain.transact import Sender, call, send
from regalia.domain.compile_pool import PoolProgram
from regalia.domain.rights.acts import LicenceGrant, LienEntry, LienRelease, RightEntry, RightValuation, TitleTransfer
from regalia.errors import RegaliaError
from regalia.servicing.allowance import pay
from regalia.servicing.deal_contracts import DealContracts


class NoRightsError(RegaliaError, LookupError):
    """The deal rests on no rights that are known here."""


@dataclass(frozen=True)
class RightsContracts:
    """Registry of rights, oracle of legal events, pool, and oracle of valuations where one is known, on the chain of ``web3``."""

    web3: Web3
    registry_address: ChecksumAddress
    oracle_address: ChecksumAddress
    pool_address: ChecksumAddress
    valuation_oracle_address: ChecksumAddress | None = None

    @classmethod
    def of(cls, web3: Web3, record: DeploymentRecord) -> RightsContracts:
        """Those behind a deal. Raises ``NoRightsError``."""
        if record.rights is None or record.pool_facts is None:
            raise NoRightsError(f"{record.deal_id}: the deal rests on no pool of rights", "Name a deal that does.")
        valuers = record.rights.valuation_oracle
        return cls(
            web3,
            Web3.to_checksum_address(record.rights.registry.address),
            Web3.to_checksum_address(record.rights.oracle.address),
            Web3.to_checksum_address(record.pool_facts.address),
            Web3.to_checksum_address(valuers.address) if valuers else None,
        )

    @cached_property
    def registry(self) -> Contract:
        return contract(self.web3, "IPRegistry", self.registry_address)

    @cached_property
    def oracle(self) -> Contract:
        return contract(self.web3, "LegalOracle", self.oracle_address)

    @cached_property
    def valuation_oracle(self) -> Contract:
        """Raises ``NoRightsError`` where none is known."""
        if self.valuation_oracle_address is None:
            raise NoRightsError(
                "valuation oracle: the deal's record names none",
                "Name the oracle itself (--valuation-oracle, --contract).",
            )
        return contract(self.web3, "ValuationOracle", self.valuation_oracle_address)

    def oracle_of(self, kind: ReportKind) -> Contract:
        """The oracle that takes such reports. Raises ``NoRightsError``."""
        return self.valuation_oracle if kind is VALUATION else self.oracle

    @cached_property
    def pool(self) -> Contract:
        return contract(self.web3, "RightsPool", self.pool_address)

    def next_event(self, right: bytes) -> int:
        """The number of the next legal event of a right. Raises ``ContractRevertedError`` when nobody entered it."""
        return int(call(self.web3, self.registry.functions.factsOf(right))[11]) + 1


def enter(rights: RightsContracts, entry: RightEntry, registrar: Sender) -> TxReceipt:
    """Enter a right with its owners."""
    return send(rights.web3, rights.registry.functions.enter(entry_words(entry)), registrar)


def transfer_title(rights: RightsContracts, act: TitleTransfer, registrar: Sender) -> TxReceipt:
    words = (act.right, _address(act.sender), _address(act.receiver), act.share, act.day, act.document)
    return send(rights.web3, rights.registry.functions.transferTitle(*words), registrar)


def enter_lien(rights: RightsContracts, lien: LienEntry, registrar: Sender) -> TxReceipt:
    words = (lien.right, _address(lien.holder), lien.rank, lien.day, lien.document)
    return send(rights.web3, rights.registry.functions.enterLien(*words), registrar)


def release_lien(rights: RightsContracts, act: LienRelease, registrar: Sender) -> TxReceipt:
    words = (act.right, act.number, act.day, act.document)
    return send(rights.web3, rights.registry.functions.releaseLien(*words), registrar)


def grant_licence(rights: RightsContracts, grant: LicenceGrant, registrar: Sender) -> TxReceipt:
    words = (grant.right, licence_words(grant.licence), grant.document)
    return send(rights.web3, rights.registry.functions.grantLicence(*words), registrar)


def terminate_licence(
    rights: RightsContracts, right: bytes, number: int, day: int, document: bytes, registrar: Sender
) -> TxReceipt:
    """End a licence, and those granted under it."""
    return send(rights.web3, rights.registry.functions.terminateLicence(right, number, day, document), registrar)


def value(rights: RightsContracts, act: RightValuation, appraiser: Sender) -> TxReceipt:
    """Value a right in the appraiser's own name; ``act.valuation.appraiser`` is whoever sends."""
    v = act.valuation
    words = (act.right, _address(v.token), v.amount, int(v.method), v.day, v.until, act.document)
    return send(rights.web3, rights.registry.functions.value(*words), appraiser)


def open_pool(rights: RightsContracts, deal: ChecksumAddress, terms: PoolProgram, originator: Sender) -> TxReceipt:
    """Open the pool of a deal on the terms of its file, before closing."""
    return send(rights.web3, rights.pool.functions.open(deal, terms.as_tuple()), originator)


def pledge(
    rights: RightsContracts, deal: ChecksumAddress, pledged: Sequence[tuple[bytes, int]], originator: Sender
) -> TxReceipt:
    """Pledge rights, each with the number of the licence it is held under, zero for those owned whole."""
    ids, licences = [right for right, _ in pledged], [licence for _, licence in pledged]
    return send(rights.web3, rights.pool.functions.pledge(deal, ids, licences), originator)


def substitute(
    rights: RightsContracts, outgoing: bytes, incoming: bytes, licence: int, originator: Sender
) -> TxReceipt:
    """Put a right in another's place, under the rules of the deal."""
    return send(rights.web3, rights.pool.functions.substitute(outgoing, incoming, licence), originator)


def demand_repurchase(rights: RightsContracts, right: bytes, document: bytes, trustee: Sender) -> TxReceipt:
    """Demand that the seller buy a right back whose warranty is breached."""
    return send(rights.web3, rights.pool.functions.demandRepurchase(right, document), trustee)


def withdraw_demand(rights: RightsContracts, right: bytes, trustee: Sender) -> TxReceipt:
    return send(rights.web3, rights.pool.functions.withdrawDemand(right), trustee)


def price_of(rights: RightsContracts, right: bytes) -> int:
    """What a repurchase costs, in smallest units. Raises ``ContractRevertedError`` when the right backs no deal."""
    return int(call(rights.web3, rights.pool.functions.priceOf(right)))


def repurchase(deal: DealContracts, rights: RightsContracts, right: bytes, originator: Sender) -> TxReceipt:
    """Buy a right back at its price, with an allowance for exactly that; the cash goes into the deal's escrow."""
    price = price_of(rights, right)
    return pay(deal, rights.pool_address, price, rights.pool.functions.repurchase(right, price), originator)


def release(rights: RightsContracts, ids: Sequence[bytes], sender: Sender) -> TxReceipt:
    """Free rights of a deal that is over. Anybody may."""
    return send(rights.web3, rights.pool.functions.release(list(ids)), sender)


def settle(rights: RightsContracts, deal: ChecksumAddress, most: int, sender: Sender) -> TxReceipt:
    """Look anew at up to ``most`` rights about which time has brought something. Anybody may."""
    return send(rights.web3, rights.pool.functions.settle(deal, most), sender)


def value_of_pool(rights: RightsContracts, deal: ChecksumAddress) -> int:
    """What the rights behind a deal count for after haircuts, in smallest units, as of the last time each was looked at."""
    return int(call(rights.web3, rights.pool.functions.sumsOf(deal))[2])


def _address(text: str) -> ChecksumAddress:
    return Web3.to_checksum_address(text)
