# SPDX-License-Identifier: Apache-2.0
"""The payment date of one quarter of one deal, and the claims."""

from __future__ import annotations

from regalia.demo.books import cash_position
from regalia.demo.clock import noon, wait_until
from regalia.demo.issuing import Stage
from regalia.demo.payment_story import tell_books, tell_claims, tell_payment
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Freeze
from regalia.demo.story import Story
from regalia.errors import RegaliaError
from regalia.oracle.report import RoyaltyReport
from regalia.servicing import claims, payments
from regalia.servicing.claims import ClaimFigures


class PreviewDiffersError(RegaliaError, ValueError):
    """A payment date was executed otherwise than the contract foretold a moment before."""


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
    figures["forfeited_bonds"], deal.bonds = deal.money.to_decimal(deal.bonds), 0
    deal.figures["periods"].append(figures)


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
            itself = party == "originator" or party in deal.successors
            sender = address if itself else deal.cast.party(deal.terms, party)
            payments.withdraw(deal.contracts, sender)
            deal.cash_out += owed
            taken[party] = ClaimFigures(owed, 0)
    return taken
