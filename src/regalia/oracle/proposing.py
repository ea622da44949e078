# SPDX-License-Identifier: Apache-2.0
"""A proposal from an evidence folder and the chain: what anybody who holds the documents may propose. Attestors check all of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from eth_utils.crypto import keccak

from regalia.domain.money import Currency, MoneyError
from regalia.domain.program import Program
from regalia.errors import RegaliaError
from regalia.oracle.books import Books
from regalia.oracle.chain_view import ChainView
from regalia.oracle.earlier import Earlier, earlier_leaves
from regalia.oracle.evidence_folder import EvidenceFolder
from regalia.oracle.judgement import own_target
from regalia.oracle.mandate import Mandate
from regalia.oracle.open_payments import open_payments
from regalia.oracle.own_receipts import OwnReceipts, invoice_problems, own_receipts
from regalia.oracle.proposal import Proposal, report_from_leaves
from regalia.oracle.proposal_faults import total
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.receipt_tree import salted, tree_of
from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import Signable


class DocumentsError(RegaliaError, ValueError):
    """The documents can't be used, or contradict each other: nothing is proposed. ``problems`` has all of it."""

    def __init__(self, problems: Sequence[str]) -> None:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(
            "\n".join([f"evidence: {count}", *problems]), "Mend the documents, then propose again; nothing was written."
        )
        self.problems = tuple(problems)


class NothingToRestateError(RegaliaError, LookupError):
    """The period has no report that stands, or what stands is right."""


@dataclass(frozen=True)
class Proposed:
    """A proposal and what it came from. ``notes`` are for a person."""

    proposal: Proposal
    own: OwnReceipts
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Proposer:
    """Whoever proposes. ``known`` are proposals of earlier reports; payments count up to the block of ``view``."""

    mandate: Mandate
    program: Program
    currency: Currency
    evidence: EvidenceFolder
    view: ChainView
    known: tuple[Proposal, ...] = ()

    def report(self, period: int, target: int | None = None, seed: bytes | None = None) -> Proposed:
        """``target`` is the reserve's where the evidence file has none. Raises ``DocumentsError`` and ``ProposalError``."""
        books, earlier = self._books(), self._earlier(period)
        try:
            own_one = own_target(books, period)
        except MoneyError as error:
            raise DocumentsError([f"evidence.yaml: reserve_targets: {error.message}"]) from error
        own, seed = self._own(books, earlier, period), seed or secrets.token_bytes(32)
        leaves = salted(own.due, seed)
        target = own_one if own_one is not None else target
        deal, epoch = self.mandate.deal.address, self.view.stream.epoch
        report = report_from_leaves(leaves, self.program, deal, period, epoch, target)
        return self._proposed(report, seed, leaves, own, earlier, books)

    def restatement(self, period: int, seed: bytes | None = None) -> Proposed:
        """A period's report as it should have been, as a change of what stands. Raises ``NothingToRestateError``, and as ``report``."""
        stands = next((s for s in self.view.standing if s.period == period), None)
        if stands is None:
            raise NothingToRestateError(f"period {period}: no report of it stands", "Propose its report.")
        books, earlier = self._books(), self._earlier(period)
        own, seed = self._own(books, earlier, period), seed or secrets.token_bytes(32)
        leaves = salted(own.due, seed)
        received = total(leaves, LeafKind.ROYALTY) - stands.received
        other = total(leaves, LeafKind.OTHER_INCOME) - stands.other_income
        if not received and not other:
            raise NothingToRestateError(f"period {period}: what stands is what the documents give", "Nothing to do.")
        report = Restatement.made(
            deal=self.mandate.deal.address,
            number=self.view.restatements + 1,
            epoch=self.view.stream.epoch,
            period=period,
            received=received,
            other_income=other,
            corrects=stands.root,
            evidence_root=tree_of(leaves).root,
        )
        return self._proposed(report, seed, leaves, own, earlier, books)

    def _books(self) -> Books:
        documents = self.evidence.read(self.view.today)
        books = Books(self.evidence.file, documents, self.program.schedule, self.currency)
        steps = [self.program.all_steps[index].label for index in self.program.invoiced_steps]
        problems = [*documents.problems, *invoice_problems(books, steps)]
        if not self.evidence.file.is_whole:
            problems.append("evidence.yaml: statements of all licences and the bank's are needed to propose a report")
        if problems:
            raise DocumentsError(problems)
        return books

    def _earlier(self, period: int) -> Earlier:
        return earlier_leaves(self.view.standing, self.known, but=period)

    def _own(self, books: Books, earlier: Earlier, period: int) -> OwnReceipts:
        own = own_receipts(books, period, self.view.payments(), self.view.today, earlier.leaves)
        due = tuple(leaf for leaf in own.due if leaf.period >= earlier.first_known)
        return replace(own, due=due)

    def _proposed(
        self,
        report: Signable,
        seed: bytes,
        leaves: tuple[ReceiptLeaf, ...],
        own: OwnReceipts,
        earlier: Earlier,
        books: Books,
    ) -> Proposed:
        payments = () if earlier.unknown else open_payments(self.view.payments(), leaves, own, earlier)
        domain, hashes = self.mandate.domain, {h for leaf in leaves for h in (leaf.licence, leaf.reference)}
        hashes |= {h for payment in payments for h in (payment.licence, payment.reference)}
        proposal = Proposal(report, seed, leaves, domain, self.view.block, payments)
        texts = tuple(text for text in own.texts if keccak(text=text) in hashes)
        notes = list(books.documents.notes)
        if earlier.unknown:
            notes.append(
                f"proposals of periods {', '.join(map(str, earlier.unknown))} are not here: their receipts are left out"
            )
        return Proposed(replace(proposal, texts=texts).checked(), own, tuple(notes))
