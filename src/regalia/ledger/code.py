# SPDX-License-Identifier: Apache-2.0
"""Whether the record is of this chain and every contract is the one whose source is known."""

from __future__ import annotations

from collections.abc import Callable

from web3 import Web3

from regalia.chain.record import DeploymentRecord
from regalia.chain.record_check import RecordMismatchError, check_record, check_sources
from regalia.ledger.comparison import Difference, Tally

_WHOLE = {
    "factory": "DealFactory",
    "escrow": "RoyaltyEscrow",
    "oracle": "RoyaltyOracle",
    "transfer_agent": "TransferAgent",
    "supervisor": "Supervisor",
    "support_facility": "SupportFacility",
    "deal_lens": "DealLens",
    "program_checker": "ProgramChecker",
    "noteholder_meeting": "NoteholderMeeting",
}
_OF_RIGHTS = {
    "registry": "IPRegistry",
    "oracle": "LegalOracle",
    "gates": "PoolGates",
    "valuation_oracle": "ValuationOracle",
}
_REGISTRIES = ("InvestorRegistry", "Erc3643Registry")
"""Ours, or the adapter to a registry of others, who answer for what is behind it."""
_CLONES = {"deal": "Deal", "offering": "Offering", "tokens": "TrancheToken"}
_DEPLOYMENT_FACTS = 5  # chain id, genesis hash, transaction, its block, its sender


def compare_code(web3: Web3, record: DeploymentRecord, tally: Tally) -> bool:
    """Whether all of it agrees. Raises ``ChainUnreachableError``."""
    before = len(tally.differences)
    _roles(record, tally)
    tally.counts["code"] += _comparisons(record)
    _collect(tally, "in this release", lambda: check_sources(record))
    _collect(tally, "on the chain", lambda: check_record(web3, record))
    return len(tally.differences) == before


def _collect(tally: Tally, what: str, check: Callable[[], None]) -> None:
    try:
        check()
    except RecordMismatchError as error:
        tally.differences += [
            Difference(f"record.{mismatch.field}", what, mismatch.recorded, mismatch.found, "code")
            for mismatch in error.mismatches
        ]


def _roles(record: DeploymentRecord, tally: Tally) -> None:
    """A contract of unknown origin, or of the wrong one, could say anything; only the payment token may be others'."""
    for field, name in _WHOLE.items():
        tally.same("code", f"record.{field}.artefact", "the contract", name, getattr(record, field).artefact)
    if record.settlement_desk is not None:
        artefact = record.settlement_desk.artefact
        tally.same("code", "record.settlement_desk.artefact", "the contract", "SettlementDesk", artefact)
    if record.rights is not None:
        for field, name in _OF_RIGHTS.items():
            part = getattr(record.rights, field)
            if part is not None:  # the record of a deal may be older than the oracle of valuations
                tally.same("code", f"record.rights.{field}.artefact", "the contract", name, part.artefact)
    registry = record.investor_registry.artefact
    known = registry in _REGISTRIES
    tally.holds(known, "code", "record.investor_registry.artefact", "the contract", " or ".join(_REGISTRIES), registry)
    for name in _CLONES.values():
        made_of = record.implementations.get(name)
        tally.same(
            "code", f"record.implementations.{name}.artefact", "the contract", name, made_of and made_of.artefact
        )
    for field, contract in record.contracts():
        clone_of = _CLONES.get(field.partition(".")[0])
        if clone_of is not None:
            original = record.implementations.get(clone_of)
            expected = original and original.address
            tally.same("code", f"record.{field}.implementation", "clone of", expected, contract.implementation)


def _comparisons(record: DeploymentRecord) -> int:
    """How many facts ``check_record`` and ``check_sources`` look at: code is there, its hash, what it is made of."""
    contracts = [contract for _, contract in record.contracts()]
    made_of = sum(1 for contract in contracts if contract.artefact or contract.implementation)
    sources = 1 + sum(1 for contract in contracts if contract.artefact)
    return _DEPLOYMENT_FACTS + 2 * len(contracts) + made_of + sources
