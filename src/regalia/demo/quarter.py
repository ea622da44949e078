# SPDX-License-Identifier: Apache-2.0
"""One quarter of one deal: licensee, attestors, relay, payment date, claims."""

from __future__ import annotations

from eth_utils.crypto import keccak

from regalia.chain.transact import send
from regalia.demo.books import cash_position
from regalia.demo.cast import address_of
from regalia.demo.clock import noon, wait_until
from regalia.demo.issuing import Stage
from regalia.demo.payment_story import tell_books, tell_claims, tell_payment
from regalia.demo.refusals import refused
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Freeze
from regalia.demo.selling import give
from regalia.demo.story import Story
from regalia.domain.terms.parties import Role
from regalia.errors import RegaliaError
from regalia.oracle.attestor import Attestation
from regalia.oracle.quorum import Quorum, encode_signatures
from regalia.oracle.relay import Relay
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.stream import read_stream
from regalia.oracle.typed_data import SigningDomain
from regalia.receipts import ReceiptsRow
from regalia.servicing import claims, payments
from regalia.servicing.claims import ClaimFigures

REPORTED_BEFORE = 2
"""Days between the report and the payment date; longer than any dispute window of the demo."""
LICENSEE: Role = "licensee"


class PreviewDiffersError(RegaliaError, ValueError):
    """A payment date was executed otherwise than the contract foretold a moment before."""


def collect_and_report(stage: Stage, deal: RunningDeal, quarter: int, story: Story) -> RoyaltyReport:
    """The licensee pays, each attestor checks and signs, the relay hands the report in."""
    row = deal.rows[quarter]
    wait_until(stage.chain, noon(row.payment_date, REPORTED_BEFORE))
    _pay(deal, row)
    report = deal.attestors[0].propose(row.period)
    domain = _domain(deal)
    attestations = [attestor.sign(report, domain) for attestor in deal.attestors[: deal.terms.oracle.threshold]]
    if quarter == 0:
        _show_refusal(stage, deal, report, attestations, story)
    quorum = Quorum.of(read_stream(deal.web3, deal.contracts.oracle.address, deal.contracts.deal.address))
    relay = Relay(deal.web3, deal.contracts.oracle.address, stage.cast.wallet("relay"), deal.record.block_number)
    relay.submit(report, quorum.encode(report, domain, attestations))
    return report


def pay_out(stage: Stage, deal: RunningDeal, quarter: int, report: RoyaltyReport, story: Story) -> None:
    """Anybody executes the payment date, those who are owed claim, and the books are shown to balance."""
    row = deal.rows[quarter]
    wait_until(stage.chain, noon(row.payment_date))
    foreseen = payments.preview(deal.contracts, report.as_tuple())
    receipt = payments.execute(deal.contracts, report.as_tuple(), stage.cast.wallet("passer-by"))
    execution = payments.execution_of(deal.contracts, receipt)
    if execution.records != foreseen.records:
        raise PreviewDiffersError(
            f"{deal.terms.id}, period {row.period}: the date did something else than its preview said",
            "This is a fault of Regalia: please report it.",
        )
    figures = tell_payment(deal, row, execution, story)
    tell_claims(deal, _claim_all(deal, quarter), figures, story)
    tell_books(deal, cash_position(deal), figures, story)
    deal.figures["periods"].append(figures)


def _pay(deal: RunningDeal, row: ReceiptsRow) -> None:
    licensee = next(party.id for party in deal.terms.parties if LICENSEE in party.roles)
    payer = deal.cast.party(deal.terms, licensee)
    give(deal, address_of(payer), row.collected)
    reference = keccak(text=f"{deal.terms.id}/{row.attributed_to}")
    payments.pay_royalty(deal.contracts, keccak(text=licensee), row.collected, reference, payer)
    deal.cash_in += row.collected


def _show_refusal(
    stage: Stage, deal: RunningDeal, report: RoyaltyReport, attestations: list[Attestation], story: Story
) -> None:
    few = sorted(attestations, key=lambda a: int(a.signer, 16))[:-1]
    submit = deal.contracts.oracle.functions.submit(report.as_tuple(), encode_signatures(few))
    answer = refused(lambda: send(deal.web3, submit, stage.cast.wallet("relay")))
    story.say(f"{deal.terms.name}: with one signature too few the oracle refuses the report: {answer}.")


def claim(deal: RunningDeal, tranche: str, role: str) -> ClaimFigures:
    """A holder takes its income; what is withheld stays in the escrow, owed to the tax authority."""
    taken = claims.claim_of(deal.contracts, payments.claim(deal.contracts, tranche, deal.investor(role)))
    deal.cash_out += taken.net
    return taken


def _claim_all(deal: RunningDeal, quarter: int) -> dict[str, ClaimFigures]:
    """Everybody who is owed something takes it, but the patient investor and the tax authority only at the end, and who is
    frozen later. Returns who took how much.
    """
    taken, last = {}, quarter == len(deal.rows) - 1
    frozen = {act.holder for act in deal.scenario.acts if isinstance(act, Freeze) and act.quarter == quarter}
    for role, wallet in deal.holders().items():
        if role in frozen or (role == deal.scenario.patient and not last):
            continue
        for tranche in deal.terms.tranches:
            if payments.entitlement(deal.contracts, tranche.id, wallet):
                taken[f"{role} ({tranche.id})"] = claim(deal, tranche.id, role)
    for party, address in deal.payees().items():
        owed = payments.payable(deal.contracts, address)
        if owed and (party != deal.tax_authority or last):
            sender = address if party == "originator" else deal.cast.party(deal.terms, party)
            payments.withdraw(deal.contracts, sender)
            deal.cash_out += owed
            taken[party] = ClaimFigures(owed, 0)
    return taken


def _domain(deal: RunningDeal) -> SigningDomain:
    return SigningDomain(deal.record.chain_id, deal.contracts.oracle.address)
