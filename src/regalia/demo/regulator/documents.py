# SPDX-License-Identifier: Apache-2.0
"""From documents to a report, act by act, so that a chapter can tell of each."""

from __future__ import annotations

from collections.abc import Iterator

from eth_utils.crypto import keccak

from regalia.demo.cast import address_of
from regalia.demo.regulator.attested import LICENSEE
from regalia.demo.regulator.checks import NotAsExpectedError
from regalia.demo.regulator.world import World
from regalia.demo.running import RunningDeal
from regalia.demo.selling import give
from regalia.oracle.attesting import Outcome, attest_all
from regalia.oracle.proposal import Proposal
from regalia.oracle.proposing import Proposer
from regalia.oracle.ready import progress
from regalia.oracle.relay import Relay
from regalia.oracle.report import RoyaltyReport
from regalia.reconciliation.convert import amount_down
from regalia.servicing import payments
from regalia.statements.model import ONE


def booked(deal: RunningDeal) -> dict[str, int]:
    """What the bank's statements credit, by reference, in the deal's smallest unit."""
    documents = deal.papers.evidence(deal.scenario.servicer).read(deal.view().today)
    lines = (line for paper in documents.bank for line in paper.lines)
    return {reference: _units(deal, line.amount) for line in lines for reference in line.references}


def stated(deal: RunningDeal) -> dict[str, tuple[str, int]]:
    """What the licensee's statements announce, by reference: the licence, and the amount, alike."""
    documents = deal.papers.evidence(deal.scenario.servicer).read(deal.view().today)
    receipts = (receipt for paper in documents.statements for receipt in paper.receipts)
    return {receipt.reference: (receipt.licence, _units(deal, receipt.net)) for receipt in receipts}


def _units(deal: RunningDeal, amount: int) -> int:
    return amount_down(amount, ONE, deal.money.decimals)


def pass_on(deal: RunningDeal) -> int:
    """What the bank booked under a statement's reference, and is not in the escrow yet, is paid in; how much that was."""
    licensee = next(party.id for party in deal.terms.parties if LICENSEE in party.roles)
    payer, at_bank, total = deal.cast.party(deal.terms, licensee), booked(deal), 0
    there = {payment.reference for payment in deal.view().payments()}
    for reference, (licence, _) in stated(deal).items():
        if keccak(text=reference) in there:
            continue
        amount = at_bank[reference]
        give(deal, address_of(payer), amount)
        payments.pay_royalty(deal.contracts, keccak(text=licence), amount, keccak(text=reference), payer)
        total += amount
    deal.cash_in += total
    return total


def proposer(deal: RunningDeal) -> Proposer:
    """The servicer, with all the documents it holds now."""
    evidence = deal.papers.evidence(deal.scenario.servicer)
    return Proposer(deal.mandate, deal.program, deal.money, evidence, deal.view(), tuple(deal.exchange.proposals()))


def attest(deal: RunningDeal) -> dict[str, list[Outcome]]:
    """Each attestor judges what is in the exchange by its own documents and node; what each answered, by party."""
    view = deal.view()
    return {
        attestor.name: list(attest_all(attestor, deal.exchange, deal.mandate, view, lambda judgement: True))
        for attestor in deal.attestors
    }


def signatures(deal: RunningDeal, proposal: Proposal) -> bytes | None:
    """As the oracle takes them; None while too few signed."""
    stream, address = deal.view().stream, deal.contracts.deal.address
    found = progress(deal.web3, deal.exchange, deal.mandate.domain, address, stream)
    return next(one.signatures for one in found if one.proposal.digest == proposal.digest)


def hand_in(world: World, deal: RunningDeal, proposal: Proposal, signed: bytes) -> None:
    """Bring the report on chain."""
    relay = Relay(deal.web3, deal.contracts.oracle.address, world.stage.cast.wallet("relay"), deal.record.block_number)
    relay.submit(deal.report_of(proposal), signed)


def reported(world: World, deal: RunningDeal, period: int) -> RoyaltyReport:
    """The period's report: proposed, attested and brought on chain. Raises ``NotAsExpectedError`` when too few sign."""
    proposal = proposer(deal).report(period).proposal
    deal.exchange.publish(proposal)
    attest(deal)
    hand_in(world, deal, proposal, enough(deal, proposal))
    return deal.report_of(proposal)


def enough(deal: RunningDeal, proposal: Proposal) -> bytes:
    """The signatures, of which there must be enough by now."""
    found = signatures(deal, proposal)
    if found is None:
        raise NotAsExpectedError(f"{proposal.named}: too few attestors signed", "Please report this fault.")
    return found


def objections(outcomes: list[Outcome]) -> Iterator[str]:
    """Why an attestor refused."""
    return (str(objection) for outcome in outcomes for objection in outcome.objections)
