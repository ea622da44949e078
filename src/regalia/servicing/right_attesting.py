# SPDX-License-Identifier: Apache-2.0
"""Before an attestor signs a report on rights: whether it may, and whether the registry would take the report."""

from __future__ import annotations

from collections import Counter

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.deployer import contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.issuance import NOBODY
from regalia.chain.right_reports import VALUATION, ReportKind
from regalia.chain.transact import call
from regalia.domain.rights.number import describe
from regalia.errors import RegaliaError
from regalia.oracle.right_report import RightReport
from regalia.oracle.valuation_report import SignedValuation, ValuationReport
from regalia.servicing.rights import RightsContracts


class ReportRefusedError(RegaliaError, ValueError):
    """The registry would not take the report."""


class NotAnAttestorError(RegaliaError, PermissionError):
    """The account may not sign such reports."""


class InterestedAttestorError(RegaliaError, PermissionError):
    """The attestor gains from the value."""


def try_out(rights: RightsContracts, report: RightReport) -> None:
    """Ask the registry whether it would take it all now; nothing is sent. Raises ``ReportRefusedError`` with the reason."""
    if isinstance(report, ValuationReport):
        _try_valuations(rights, report)
        return
    try:
        call(rights.web3, rights.registry.functions.happen(report.words()), rights.oracle_address)
    except ContractRevertedError as error:
        raise ReportRefusedError(
            f"events: the registry would refuse them: {error.message}",
            "Report what comes before them first, and leave out what the registry knows from elsewhere (propose --leave-out).",
        ) from error


def number_given(rights: RightsContracts, valuation: SignedValuation) -> int:
    """The number the registry would give a valuation by the oracle now; its own number is not looked at. Raises ``ReportRefusedError``."""
    right, _, *words = valuation.words()
    value = rights.registry.functions.value(right, *words)
    try:
        return int(call(rights.web3, value, rights.valuation_oracle.address))
    except ContractRevertedError as error:
        raise ReportRefusedError(
            f"valuation of {describe(valuation.right)}: the registry would refuse it: {error.message}",
            error.hint or "Mend the valuation, or leave it out (propose-valuation --leave-out).",
        ) from error


def require_attestor(rights: RightsContracts, kind: ReportKind, signer: ChecksumAddress) -> None:
    """Raises ``NotAnAttestorError``."""
    oracle, role = rights.oracle_of(kind), bytes(Web3.keccak(text="ATTESTOR_ROLE"))
    what, office = ("valuation", "valuation-attestor") if kind is VALUATION else ("legal", "legal-attestor")
    if not call(rights.web3, oracle.functions.hasRole(role, signer)):
        raise NotAnAttestorError(
            f"signer: {signer} is no attestor of the {what} oracle {oracle.address}",
            f"Have its administrator appoint it: manage appoint --role {office}.",
        )


def require_disinterested(rights: RightsContracts, report: RightReport, signer: ChecksumAddress) -> None:
    """Nobody values what is his, or what backs his deal; of legal events nothing is asked. Raises ``InterestedAttestorError``."""
    if not isinstance(report, ValuationReport):
        return
    registry = rights.registry.functions
    for right in dict.fromkeys(valuation.right for valuation in report.valuations):
        if share := call(rights.web3, registry.shareOf(right, signer)):
            raise _interested(signer, f"owns {share} millionths of {describe(right)}")
        pool = call(rights.web3, registry.poolOf(right))
        if pool == NOBODY:
            continue
        if not call(rights.web3, contract(rights.web3, "RightsPool", pool).functions.mayValue(right, signer)):
            raise _interested(signer, f"is the originator of the deal {describe(right)} backs")


def _interested(signer: ChecksumAddress, why: str) -> InterestedAttestorError:
    return InterestedAttestorError(f"signer: {signer} {why}", "Have another attestor sign.")


def _try_valuations(rights: RightsContracts, report: ValuationReport) -> None:
    """One by one: a later one of the same right has the next number, and is tried without those before it."""
    before = Counter[bytes]()
    for valuation in report.valuations:
        expected = number_given(rights, valuation) + before[valuation.right]
        if expected != valuation.number:
            raise ReportRefusedError(
                f"valuation of {describe(valuation.right)}: number: {valuation.number}: the registry would give it {expected}",
                "The right was valued meanwhile: draw the report up anew (rights propose-valuation).",
            )
        before[valuation.right] += 1
