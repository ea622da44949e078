# SPDX-License-Identifier: Apache-2.0
"""One proposal held against the chain and an attestor's own documents: every reason against it, and what a person should know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from regalia.domain.money import MoneyError
from regalia.domain.program import Program
from regalia.oracle.bank_check import bank_objections
from regalia.oracle.books import Books
from regalia.oracle.chain_view import ChainView
from regalia.oracle.correction_check import correction_objections
from regalia.oracle.coverage import in_words, not_held
from regalia.oracle.earlier import Earlier
from regalia.oracle.evidence_file import LeftTo
from regalia.oracle.leaf_check import leaf_objections
from regalia.oracle.leaf_text import LeafText
from regalia.oracle.own_receipts import OwnReceipts, invoice_leaf, invoice_problems, not_taken, own_receipts
from regalia.oracle.payment_check import cash_objections, payment_objections
from regalia.oracle.proposal import Proposal
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.refusal import Objection, Rule
from regalia.oracle.restatement import Restatement
from regalia.oracle.statement_check import statement_objections, strange_sources
from regalia.reconciliation.model import Flag


@dataclass(frozen=True)
class Judgement:
    """``objections``: why it is not signed. ``notes`` and ``flags`` block nothing. ``left_to_others``: what was not looked at."""

    proposal: Proposal
    objections: tuple[Objection, ...]
    notes: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    left_to_others: tuple[LeftTo, ...] = ()
    epoch_in_force: int | None = None

    @property
    def is_good(self) -> bool:
        return not self.objections


@dataclass(frozen=True)
class Case:
    """All that a proposal is judged by. Payments count up to ``block``, bank lines up to ``day``, which is that block's."""

    proposal: Proposal
    books: Books
    program: Program
    view: ChainView
    earlier: Earlier
    block: int
    day: date
    text: LeafText

    def own(self) -> OwnReceipts:
        payments = self.view.payments(self.block)
        return own_receipts(self.books, self.proposal.report.period, payments, self.day, self.earlier.leaves)


def judge_receipts(case: Case) -> Judgement:
    """Against own documents and the cash on chain, as far as the documents can be used."""
    proposal, books, text = case.proposal, case.books, case.text
    problems = [*books.documents.problems, *invoice_problems(books, _steps(case.program))]
    objections = [Objection(Rule.DOCUMENTS, problem) for problem in problems]
    flags: tuple[Flag, ...] = ()
    left = not_held(books.file, proposal.report, case.program)
    objections += [
        Objection(
            Rule.NOT_COVERED, f"{in_words(part)}: not held here, and the evidence file doesn't leave it to others"
        )
        for part in left
        if part not in books.file.left_to_others
    ]
    if not problems:
        found, flags = _by_documents(case)
        objections += found
    objections += payment_objections(proposal, case.view.payments(case.block), case.earlier, text)
    objections += cash_objections(proposal, case.view.payments(case.block), case.view.standing, text)
    if isinstance(proposal.report, Restatement):
        objections += correction_objections(proposal, proposal.report, case.view.standing, text)
    return Judgement(proposal, tuple(objections), tuple(_notes(case)), flags, left, case.view.stream.epoch)


def _by_documents(case: Case) -> tuple[list[Objection], tuple[Flag, ...]]:
    """Everything recomputed where everything is held; else each part for itself."""
    proposal, books, text = case.proposal, case.books, case.text
    invoices = [leaf for leaf in proposal.leaves if leaf.kind is LeafKind.INVOICE]
    cash = [leaf for leaf in proposal.leaves if leaf.kind is not LeafKind.INVOICE]
    found: list[Objection] = []
    flags: tuple[Flag, ...] = ()
    if books.file.is_whole:
        own = case.own()
        flags = own.flags
        mine = [leaf for leaf in own.due if leaf.kind is not LeafKind.INVOICE]
        found += leaf_objections(Rule.STATEMENTS, mine, cash, text, case.earlier.first_known)
    else:
        if books.file.statements:
            found += statement_objections(proposal, books, case.day, case.earlier, text)
        if books.file.bank:
            payments = case.view.payments(case.block)
            found += bank_objections(proposal, books, payments, case.day, case.earlier, text)
    if books.file.invoices is not None:
        own_invoices = _own_invoices(case)
        found += leaf_objections(Rule.INVOICES, own_invoices, invoices, text, case.earlier.first_known)
    found += _target_objections(case)
    return found, flags


def _own_invoices(case: Case) -> list[ReceiptLeaf]:
    leaves = [invoice_leaf(invoice, case.books) for invoice in case.books.documents.invoices]
    due = (leaf for leaf in leaves if leaf.period <= case.proposal.report.period)
    return not_taken(due, case.earlier.leaves)


def own_target(books: Books, period: int) -> int | None:
    """What the trustee set the reserve to, as the evidence file has it. Raises ``MoneyError``."""
    targets = books.file.reserve_targets or {}
    amount = targets.get(books.schedule.collection_period(period))
    return None if amount is None else books.currency.to_units(amount)


def _target_objections(case: Case) -> Iterator[Objection]:
    report, books = case.proposal.report, case.books
    if isinstance(report, Restatement) or books.file.reserve_targets is None:
        return
    try:
        own = own_target(books, report.period)
    except MoneyError as error:
        yield Objection(Rule.DOCUMENTS, f"evidence.yaml: reserve_targets: {error.message}")
        return
    said = report.reserve_target if report.has_target else None
    if own != said:
        mine, theirs = (case.text.money(t) if t is not None else "none (the formula)" for t in (own, said))
        yield Objection(Rule.RESERVE_TARGET, f"own evidence has {mine}, the proposal says {theirs}")


def _notes(case: Case) -> Iterator[str]:
    yield from case.books.documents.notes
    if case.earlier.unknown:
        periods = ", ".join(case.text.period(period) for period in case.earlier.unknown)
        yield f"reports of {periods} are not known leaf by leaf: of these only the sums were compared"
    if not case.books.documents.problems:
        yield from strange_sources(case.proposal.leaves, case.books, case.text)


def _steps(program: Program) -> list[str]:
    return [program.all_steps[index].label for index in program.invoiced_steps]
