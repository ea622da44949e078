# SPDX-License-Identifier: Apache-2.0
"""A deal of the demo under way: its terms, its contracts and everybody who acts in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.record import DeploymentRecord
from regalia.demo.cast import Cast, address_of
from regalia.demo.papers import Papers
from regalia.demo.scenario import Challenge, Draft, Meeting, Sale, Scenario
from regalia.domain.money import Currency
from regalia.domain.program import Program
from regalia.domain.terms import Terms
from regalia.market.signed_order import SignedOrder
from regalia.oracle.chain_view import ChainView, read_chain
from regalia.oracle.document_attestor import DocumentAttestor
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.mandate import Mandate
from regalia.oracle.proposal import Proposal
from regalia.oracle.report import RoyaltyReport
from regalia.receipts import ReceiptsRow
from regalia.servicing.deal_contracts import DealContracts

T = TypeVar("T", Draft, Challenge, Meeting)


@dataclass
class RunningDeal:
    """What the chapters hand on to each other. ``rows`` are the receipts that are to come out, one a quarter; ``figures`` what
    ``--json`` prints.

    Attestors find documents in their folders of ``papers`` and each other's answers in the ``exchange``.

    ``lost_wallets`` are by role; ``cash_in`` and ``cash_out`` count what was paid into the escrow and claimed from it, in smallest
    units; ``bonds`` those forfeited that came in since the last payment date. ``early_orders`` were signed before the payment date that a
    sale follows; ``successors`` are paid in the place of a payee.
    """

    scenario: Scenario
    terms: Terms
    terms_path: Path
    program: Program
    rows: tuple[ReceiptsRow, ...]
    record: DeploymentRecord
    record_path: Path
    contracts: DealContracts
    cast: Cast
    attestors: tuple[DocumentAttestor, ...]
    papers: Papers
    exchange: FolderExchange
    figures: dict[str, Any] = field(default_factory=dict)
    cash_in: int = 0
    cash_out: int = 0
    bonds: int = 0
    lost_wallets: dict[str, ChecksumAddress] = field(default_factory=dict)
    early_orders: dict[Sale, SignedOrder] = field(default_factory=dict)
    successors: dict[str, ChecksumAddress] = field(default_factory=dict)

    @property
    def mandate(self) -> Mandate:
        """What its attestors are appointed for."""
        return Mandate.from_record(self.record)

    def view(self) -> ChainView:
        """What an attestor's node says now."""
        return read_chain(self.web3, self.mandate)

    def report_of(self, proposal: Proposal) -> RoyaltyReport:
        assert isinstance(proposal.report, RoyaltyReport)  # the demo restates nothing
        return proposal.report

    def act(self, kind: type[T], quarter: int) -> T | None:
        """The act of that kind that the scenario has for a quarter."""
        found = (act for act in self.scenario.acts if isinstance(act, kind) and act.quarter == quarter)
        return next(found, None)

    @property
    def web3(self) -> Web3:
        return self.contracts.web3

    @property
    def money(self) -> Currency:
        return self.terms.money

    def amount(self, units: int) -> str:
        """An amount for people, in whole currency."""
        return self.money.format(units)

    def holders(self) -> dict[str, ChecksumAddress]:
        """Wallets of the investors by role."""
        return {role: self.investor(role) for role in self.scenario.investors}

    def payees(self) -> dict[str, ChecksumAddress]:
        """Addresses of the payees by party id, the originator's and the tax authority's among them."""
        paid = (*self.program.payees, *([self.tax_authority] if self.tax_authority else []))
        named = {party: address_of(self.cast.party(self.terms, party)) for party in paid}
        return {**named, **self.successors, "originator": self.originator}

    @property
    def tax_authority(self) -> str | None:
        """Party id of who is owed the tax withheld."""
        return self.terms.withholding.authority if self.terms.withholding else None

    def investor(self, role: str) -> ChecksumAddress:
        """Present wallet of an investor, a holder or not."""
        return self.cast.wallet(f"{self.terms.id}/{role}")

    def replace_wallet(self, role: str) -> ChecksumAddress:
        """A new wallet for an investor who lost its key; the lost one is remembered."""
        self.lost_wallets[role] = self.investor(role)
        return self.cast.renew(f"{self.terms.id}/{role}")

    @property
    def originator(self) -> ChecksumAddress:
        return self.cast.wallet(f"{self.terms.id}/originator")
