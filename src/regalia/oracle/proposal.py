# SPDX-License-Identifier: Apache-2.0
"""A report or restatement as it is proposed to attestors, with the receipts it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from eth_utils.crypto import keccak
from pydantic import ValidationError

from regalia.domain.money import Currency
from regalia.domain.program import Program
from regalia.errors import RegaliaError
from regalia.oracle.faults import faults_of
from regalia.oracle.proposal_faults import amount_faults, differ, faults_in, total
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.receipt_tree import tree_of
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.signed_row import Kind, kind_of, number_of
from regalia.oracle.typed_data import Signable, SigningDomain, digest

LATER_PERIOD = "later-period"
"""Why money that is matched is not in the report: it belongs to a collection period after it."""


class ProposalError(RegaliaError, ValueError):
    """A proposal that is none, or does not hold together; ``faults`` lists everything that is wrong."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(["not a proposal:", *faults]), "Have it proposed again: nothing of it can be used.")
        self.faults = tuple(faults)


@dataclass(frozen=True)
class OpenPayment:
    """A payment into the escrow that no report took, this one neither. ``reason``: one of reconciliation's, or later-period."""

    licence: bytes
    reference: bytes
    amount: int
    reason: str


@dataclass(frozen=True)
class Proposal:
    """``leaves`` are salted by ``seed`` and in their order. Payments up to ``block`` were looked at (None: up to the latest), and those
    of them that no report takes are ``open``. A restatement's leaves are all of the period's, as they should have been.
    ``texts`` are ids, labels and references behind the hashes of leaves, as far as they are told; a text no hash is of says nothing.
    """

    report: Signable
    seed: bytes
    leaves: tuple[ReceiptLeaf, ...]
    domain: SigningDomain
    block: int | None = None
    open: tuple[OpenPayment, ...] = ()
    texts: tuple[str, ...] = ()

    @cached_property
    def words(self) -> dict[bytes, str]:
        """The texts by their hash."""
        return {keccak(text=text): text for text in self.texts}

    @cached_property
    def digest(self) -> bytes:
        """What is signed."""
        return digest(self.report, self.domain)

    @property
    def kind(self) -> Kind:
        return kind_of(self.report)

    @property
    def number(self) -> int:
        """The period of a report, the number of a restatement."""
        return number_of(self.report)

    @property
    def named(self) -> str:
        """``report of period 7``."""
        if isinstance(self.report, Restatement):
            return f"restatement {self.number} of period {self.report.period}"
        return f"report of period {self.number}"

    def checked(self) -> Proposal:
        """Itself, when seed and leaves give the report and nothing else. Raises ``ProposalError`` with every fault."""
        faults = list(faults_in(self.report, self.seed, self.leaves))
        if faults:
            raise ProposalError(faults)
        return self

    def check_terms(self, program: Program, currency: Currency) -> None:
        """What only the terms tell: invoices by step, and amounts in the payment currency. Raises ``ProposalError``."""
        faults = [fault for leaf in self.leaves for fault in amount_faults(leaf, currency)]
        if isinstance(self.report, RoyaltyReport):
            try:
                own = invoices_of(self.leaves, program)
            except ProposalError as error:
                faults += error.faults
            else:
                faults += differ("invoices", list(own), list(self.report.invoices))
        if faults:
            raise ProposalError(faults)


def report_from_leaves(
    leaves: Sequence[ReceiptLeaf], program: Program, deal: str, period: int, epoch: int, target: int | None = None
) -> RoyaltyReport:
    """The report that salted leaves give. Raises ``ProposalError``, ``LeafError`` and ``DuplicateLeafError``."""
    try:
        return RoyaltyReport(
            deal=deal,
            period=period,
            epoch=epoch,
            received=total(leaves, LeafKind.ROYALTY),
            other_income=total(leaves, LeafKind.OTHER_INCOME),
            has_target=target is not None,
            reserve_target=target or 0,
            invoices=invoices_of(leaves, program),
            evidence_root=tree_of(leaves).root,
        )
    except ValidationError as error:
        raise ProposalError(faults_of(error, "report")) from error


def invoices_of(leaves: Iterable[ReceiptLeaf], program: Program) -> tuple[int, ...]:
    """One amount an as-invoiced step, in step order. Raises ``ProposalError``."""
    sums = {keccak(text=program.all_steps[index].label): 0 for index in program.invoiced_steps}
    faults = []
    for leaf in leaves:
        if leaf.kind is not LeafKind.INVOICE:
            continue
        if leaf.licence in sums:
            sums[leaf.licence] += leaf.amount
        else:
            faults.append(f"leaves: an invoice of step 0x{leaf.licence.hex()}: the deal has no such as-invoiced step")
    if faults:
        raise ProposalError(faults)
    return tuple(sums.values())
