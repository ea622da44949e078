# SPDX-License-Identifier: Apache-2.0
"""From statements to an accepted report: documents come in, are reconciled, proposed, attested and brought on chain."""

from __future__ import annotations

from collections.abc import Sequence

from eth_utils.crypto import keccak

from regalia.chain.transact import send
from regalia.demo.cast import address_of
from regalia.demo.challenge import challenge
from regalia.demo.clock import noon, wait_until
from regalia.demo.issuing import Stage
from regalia.demo.refusals import refused
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Challenge, Draft
from regalia.demo.selling import give
from regalia.demo.story import Story
from regalia.domain.terms.parties import Role
from regalia.errors import RegaliaError
from regalia.oracle.attesting import Answer, Outcome, attest_all
from regalia.oracle.proposal import Proposal
from regalia.oracle.proposing import Proposer
from regalia.oracle.ready import progress
from regalia.oracle.relay import Relay
from regalia.oracle.report import RoyaltyReport
from regalia.receipts import ReceiptsRow
from regalia.reconciliation.convert import amount_down
from regalia.servicing import payments
from regalia.statements.model import ONE

REPORTED_BEFORE = 7
"""Days between the report and the payment date: longer than any dispute of the demo takes."""
LICENSEE: Role = "licensee"


class OtherReceiptsError(RegaliaError, ValueError):
    """The documents of the demo give something else than what was printed."""


def collect_and_report(stage: Stage, deal: RunningDeal, quarter: int, story: Story) -> RoyaltyReport:
    """Documents and money come in, attestors check and sign, and the report is handed in."""
    row, draft = deal.rows[quarter], deal.act(Draft, quarter)
    wait_until(stage.chain, noon(row.payment_date, REPORTED_BEFORE))
    deal.papers.deliver(row.attributed_to, draft)
    _pass_on(deal, row)
    proposal = _propose(deal, row, quarter, story)
    outcomes = _attest(deal)
    if quarter == 0:
        _tell_attestors(deal, outcomes, story)
    if draft is not None:
        _tell_refusal(deal, draft, outcomes, story)
        deal.papers.correct(draft)
        _attest(deal)
    _hand_in(stage, deal, proposal, quarter, story)
    if deal.act(Challenge, quarter):
        challenge(stage, deal, story)
    return deal.report_of(proposal)


def _pass_on(deal: RunningDeal, row: ReceiptsRow) -> None:
    """What the bank booked under a statement's reference is paid into the escrow, under that licence and reference."""
    licensee = next(party.id for party in deal.terms.parties if LICENSEE in party.roles)
    payer = deal.cast.party(deal.terms, licensee)
    documents = deal.papers.evidence(deal.scenario.servicer).read(deal.view().today)
    booked = {
        reference: line for statement in documents.bank for line in statement.lines for reference in line.references
    }
    for statement in documents.statements:
        for receipt in statement.receipts:
            if receipt.period != row.attributed_to:
                continue
            amount = amount_down(booked[receipt.reference].amount, ONE, deal.money.decimals)
            give(deal, address_of(payer), amount)
            words = keccak(text=receipt.licence), amount, keccak(text=receipt.reference)
            payments.pay_royalty(deal.contracts, *words, payer)
            deal.cash_in += amount


def _propose(deal: RunningDeal, row: ReceiptsRow, quarter: int, story: Story) -> Proposal:
    evidence = deal.papers.evidence(deal.scenario.servicer)
    known = tuple(deal.exchange.proposals())
    proposer = Proposer(deal.mandate, deal.program, deal.money, evidence, deal.view(), known)
    proposal = proposer.report(row.period).proposal
    report = deal.report_of(proposal)
    if report.period_report != row.report:
        raise OtherReceiptsError(
            f"{deal.terms.id}, {row.attributed_to}: the documents give {report.period_report}, printed was {row.report}",
            "This is a fault of the demo's documents: please report it.",
        )
    deal.exchange.publish(proposal)
    if quarter == 0:
        licences = ", ".join(sorted({proposal.words.get(leaf.licence, "?") for leaf in proposal.leaves}))
        story.say(
            f"{deal.terms.name}: statements, the bank's camt.053 and the payments into the escrow agree about "
            f"{deal.amount(report.received)}. The {deal.scenario.servicer} proposes a report over {len(proposal.leaves)} documented "
            f"amounts ({licences}); its evidence root is that of a Merkle tree over them."
        )
    return proposal


def _attest(deal: RunningDeal) -> dict[str, list[Outcome]]:
    """Each attestor judges what is in the exchange by its own documents and node; what each answered, by party."""
    view = deal.view()
    return {
        attestor.name: list(attest_all(attestor, deal.exchange, deal.mandate, view, lambda judgement: True))
        for attestor in deal.attestors
    }


def _tell_attestors(deal: RunningDeal, outcomes: dict[str, list[Outcome]], story: Story) -> None:
    rows = []
    for party, given in outcomes.items():
        file = deal.papers.evidence(party).file
        held = [name for name in ("statements", "bank", "rates", "invoices") if getattr(file, name)]
        rows.append((party, ", ".join(held), ", ".join(outcome.answer for outcome in given) or "-"))
    story.table(("attestor", "holds documents of its own", "answer"), rows, "lll")


def _tell_refusal(deal: RunningDeal, draft: Draft, outcomes: dict[str, list[Outcome]], story: Story) -> None:
    reasons = [
        str(o) for outcome in outcomes[draft.party] if outcome.answer is Answer.REFUSED for o in outcome.objections
    ]
    story.say(
        f"{deal.terms.name}: the {draft.party} was sent a draft of the statement with two digits swapped. It refuses and says why, "
        f"beside the signatures of the others: {reasons[0]}. It asks for the final one, and then signs."
    )


def _hand_in(stage: Stage, deal: RunningDeal, proposal: Proposal, quarter: int, story: Story) -> None:
    deals = deal.contracts
    oracle, address = deals.oracle.address, deals.deal.address
    (ready,) = (
        p
        for p in progress(deal.web3, deal.exchange, deal.mandate.domain, address, deal.view().stream)
        if p.proposal.digest == proposal.digest
    )
    if ready.signatures is None:
        raise OtherReceiptsError(f"{deal.terms.id}: too few attestors signed", "Please report this fault.")
    report = deal.report_of(proposal)
    if quarter == 0:
        _show_refusal(stage, deal, report, ready.signatures, story)
    Relay(deal.web3, oracle, stage.cast.wallet("relay"), deal.record.block_number).submit(report, ready.signatures)


def _show_refusal(
    stage: Stage, deal: RunningDeal, report: RoyaltyReport, signatures: Sequence[int] | bytes, story: Story
) -> None:
    few = bytes(signatures)[:-65]
    submit = deal.contracts.oracle.functions.submit(report.as_tuple(), few)
    answer = refused(lambda: send(deal.web3, submit, stage.cast.wallet("relay")))
    story.say(f"{deal.terms.name}: with one signature too few the oracle refuses the report: {answer}.")
