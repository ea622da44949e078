# SPDX-License-Identifier: Apache-2.0
"""An attestor with an evidence folder: it recomputes a proposal from its own documents, signs it or says every reason why not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.domain.money import Currency
from regalia.domain.program import Program
from regalia.errors import RegaliaError
from regalia.oracle.attestation import Attestation
from regalia.oracle.books import Books
from regalia.oracle.chain_view import ChainView, day_of, read_chain, timestamp_of
from regalia.oracle.documents import proposal_from_json, proposal_to_json
from regalia.oracle.earlier import earlier_leaves
from regalia.oracle.evidence_folder import EvidenceFolder
from regalia.oracle.judgement import Case, Judgement, judge_receipts
from regalia.oracle.leaf_text import LeafText
from regalia.oracle.mandate import Mandate, WrongDomainError
from regalia.oracle.proposal import Proposal, ProposalError
from regalia.oracle.refusal import Objection, Refusal, Refused, Rule
from regalia.oracle.sequence_check import cut_off_objections, sequence_objections, set_objections
from regalia.oracle.signing_record import AlreadySignedError, SigningRecord
from regalia.oracle.typed_data import signable

CLOCK_SKEW = 3_600
"""Seconds between this machine's clock and the chain's latest block from which on a person is told."""


class DocumentAttestor:
    """``known`` gives proposals of earlier reports, from wherever; those it signed itself are in its record. Give it a node of its own."""

    def __init__(
        self,
        name: str,
        signer: LocalAccount,
        mandate: Mandate,
        program: Program,
        currency: Currency,
        evidence: EvidenceFolder,
        web3: Web3,
        record: SigningRecord,
        known: Callable[[], Iterable[Proposal]] = tuple,
        clock: Callable[[], int] = lambda: int(time.time()),
    ) -> None:
        self.name = name
        self.address: ChecksumAddress = signer.address
        self._signer = signer
        self._mandate = mandate
        self._program = program
        self._currency = currency
        self._evidence = evidence
        self._web3 = web3
        self._record = record
        self._known = known
        self._clock = clock

    def __repr__(self) -> str:
        return f"DocumentAttestor({self.name!r}, {self.address})"

    def judge(self, proposal: Proposal) -> Judgement:
        """Every reason against signing. Nothing is written or signed.

        Raises what reading the chain raises: without a chain nothing can be said.
        """
        try:
            self._mandate.check(self._web3, proposal.report, proposal.domain)
        except WrongDomainError as error:
            return Judgement(proposal, tuple(Objection(Rule.MANDATE, str(d)) for d in error.differences))
        try:
            proposal.checked()
            proposal.check_terms(self._program, self._currency)
        except ProposalError as error:
            return Judgement(proposal, tuple(Objection(Rule.PROPOSAL, fault) for fault in error.faults))
        view = read_chain(self._web3, self._mandate)
        objections = [*set_objections(proposal, view, self.address), *sequence_objections(proposal, view)]
        block = view.block if proposal.block is None else proposal.block
        if block > view.block:
            told = f"payments were counted up to block {block}, the own node is at {view.block}"
            return Judgement(proposal, (*objections, Objection(Rule.CUT_OFF, told)))
        counted = timestamp_of(self._web3, block)
        file, schedule = self._evidence.file, self._program.schedule
        objections += cut_off_objections(proposal, view, counted, file, schedule)
        found = judge_receipts(self._case(proposal, view, block, counted))
        return Judgement(
            proposal,
            (*objections, *found.objections),
            (*self._clock_notes(view), *found.notes),
            found.flags,
            found.left_to_others,
            view.stream.epoch,
        )

    def sign(self, judgement: Judgement) -> Attestation:
        """Write down what is signed, then sign it. Raises ``Refused`` with every reason, and ``SigningRecordError``."""
        proposal = judgement.proposal
        if judgement.objections:
            raise Refused(proposal.named, judgement.objections)
        document, epoch = proposal_to_json(proposal), judgement.epoch_in_force
        try:
            self._record.claim(self.address, proposal.report, proposal.domain, epoch, document)
        except AlreadySignedError as error:
            raise Refused(proposal.named, [Objection(Rule.ALREADY_SIGNED, error.message)]) from error
        message = signable(proposal.report, proposal.domain)
        return Attestation(self.address, bytes(self._signer.sign_message(message).signature))

    def refuse(self, proposal: Proposal, refused: Refused) -> Refusal:
        """The refusal as it is published."""
        return Refusal.by(self._signer, proposal.digest, refused.objections)

    def _case(self, proposal: Proposal, view: ChainView, block: int, counted: int) -> Case:
        documents = self._evidence.read(view.today)
        books = Books(self._evidence.file, documents, self._program.schedule, self._currency)
        known = chain(self._known(), kept_proposals(self._record))
        earlier = earlier_leaves(view.standing, known, but=proposal.report.period)
        ids = [licence.id for licence in self._evidence.file.licences]
        text = LeafText((*ids, *proposal.texts, *earlier.texts), books.schedule, self._currency)
        return Case(proposal, books, self._program, view, earlier, block, day_of(counted), text)

    def _clock_notes(self, view: ChainView) -> Iterator[str]:
        skew = self._clock() - view.timestamp
        if abs(skew) > CLOCK_SKEW:
            here = datetime.fromtimestamp(self._clock(), UTC).strftime("%Y-%m-%d %H:%M:%S")
            there = datetime.fromtimestamp(view.timestamp, UTC).strftime("%Y-%m-%d %H:%M:%S")
            yield f"clocks differ: this machine says {here} UTC, the latest block {there} UTC; days are the chain's"


def kept_proposals(record: SigningRecord) -> Iterator[Proposal]:
    """Those an attestor signed, with their leaves."""
    for row in record.history():
        if row.proposal:
            try:
                yield proposal_from_json(row.proposal)
            except RegaliaError:
                continue  # of an earlier form: then only its sums are known
