# SPDX-License-Identifier: Apache-2.0
"""What people and contracts are called in a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from regalia.chain.record import DeploymentRecord
from regalia.domain.compile import compile_terms, step_origins
from regalia.domain.history import AVAILABLE_FUNDS
from regalia.domain.program import Program, SubjectKind
from regalia.domain.terms import Terms


class Described(Protocol):
    """A replayed ledger or other books: all that is named is in its terms and its record."""

    @property
    def terms(self) -> Terms: ...

    @property
    def record(self) -> DeploymentRecord: ...


class Names:
    """Names of one deal. ``labels`` (address to label, in any case of letters) go before the record's own names."""

    def __init__(self, deal: Described, labels: Mapping[str, str] | None = None) -> None:
        terms, record = deal.terms, deal.record
        self._program: Program = compile_terms(terms)
        self._parties = {party.id: party.name for party in terms.parties}
        self._tranches = {tranche.id: tranche.name for tranche in terms.tranches}
        self._accounts = {account.id: account.name for account in terms.accounts}
        self._steps = {
            accelerated: tuple(steps[i].name or steps[i].id for i in step_origins(terms, accelerated=accelerated))
            for accelerated, steps in ((False, terms.steps), (True, terms.acceleration))
        }
        self._facilities = {facility.id: facility.name for facility in terms.facilities}
        self._contracts = {contract.address.lower(): field for field, contract in record.contracts()}
        self._addresses: dict[str, str] = {}
        for party, address in record.payees.items():
            self._addresses.setdefault(address.lower(), self.party(party))
        authority = record.arguments.get("tax_authority")
        if authority and terms.withholding:
            self._addresses.setdefault(authority.lower(), self.party(terms.withholding.authority))
        self._addresses |= {address.lower(): label for address, label in (labels or {}).items()}

    def label(self, address: str) -> str | None:
        """What somebody is called, or None when only the address is known."""
        return self._addresses.get(address.lower())

    def contract(self, address: str) -> str:
        """The field of the record that holds the contract, such as ``escrow`` or ``tokens.senior``; empty for another."""
        return self._contracts.get(address.lower(), "")

    def party(self, party: str) -> str:
        return self._parties.get(party, party)

    def tranche(self, tranche: str) -> str:
        return self._tranches.get(tranche, tranche)

    def account(self, account: str) -> str:
        return self._accounts.get(account, account)

    def facility(self, facility: str) -> str:
        return self._facilities.get(facility, facility)

    def step(self, index: int, accelerated: bool = False) -> str:
        """The name of a step of the program, of the normal list or of the one after an event of default."""
        return self._steps[accelerated][index]

    def source(self, label: str) -> str:
        """The name of what a step was paid from."""
        return "Available funds" if label == AVAILABLE_FUNDS else self.facility(self.account(label))

    def subject(self, index: int, accelerated: bool = False) -> str:
        """Who or what a step of the program pays."""
        step = self._program.list_of(accelerated)[index]
        naming = {
            SubjectKind.PAYEE: self.party,
            SubjectKind.TRANCHE: self.tranche,
            SubjectKind.ACCOUNT: self.account,
            SubjectKind.FACILITY: self.facility,
        }
        return naming[step.subject_kind](self._program.subject_of(step))
