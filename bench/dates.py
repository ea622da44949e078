# SPDX-License-Identifier: Apache-2.0
"""What a payment date costs: with triggers, with many holders, and by how much it grows with every step and trigger."""

from __future__ import annotations

from bench.measure import Bench, Deal, close, make_deal, now, sell
from bench.scenario import COVERAGE, LATE, TRIGGERS, triggered
from regalia.chain.transact import send
from regalia.domain.program import Program

THRESHOLD = 3
FURTHER_STEPS = 10


def steady(deal: Deal) -> None:
    """Two quarters and every claim once, so that no slot is written for the first time in what follows."""
    for _ in range(2):
        deal.quarter()
        claim_all(deal)
    deal.bench.chain.warp(now(deal.bench) + 100 * 24 * 3600)


def claim_all(deal: Deal) -> None:
    escrow = deal.contract("RoyaltyEscrow", deal.made.escrow).functions
    for investor in deal.bench.investors[:2]:
        for token in deal.made.tokens:
            if escrow.entitlementOf(token, investor).call():
                send(deal.bench.web3, escrow.claim(token), investor)
    for payee in deal.bench.payees:
        if escrow.payableTo(payee).call():
            send(deal.bench.web3, escrow.withdraw(), payee)


def live_deal(bench: Bench, program: Program) -> Deal:
    """Made of a program, sold, closed, and past its first quarters."""
    made = make_deal(bench, THRESHOLD, program=program)
    list(sell(bench, made))
    deal, _ = close(bench, made, THRESHOLD)
    steady(deal)
    return deal


def payment_dates(bench: Bench) -> dict[str, int]:
    """A date with four triggers, and the growth with a step (a carried fee) and with a trigger of each usual kind, in gas."""
    four = live_deal(bench, triggered()).quarter()[1]["gasUsed"]
    more_steps = live_deal(bench, triggered(steps=FURTHER_STEPS)).quarter()[1]["gasUsed"]
    more_coverage = live_deal(bench, triggered((*TRIGGERS, COVERAGE))).quarter()[1]["gasUsed"]
    more_ages = live_deal(bench, triggered((*TRIGGERS, LATE))).quarter()[1]["gasUsed"]
    return {
        "payment_date_4_triggers": four,
        "payment_date_per_step": -(-(more_steps - four) // FURTHER_STEPS),
        "payment_date_per_coverage_trigger": more_coverage - four,
        "payment_date_per_arrears_trigger": more_ages - four,
    }
