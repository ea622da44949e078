# SPDX-License-Identifier: Apache-2.0
"""What the demo says of a payment date: steps, claims, and that nothing was lost."""

from __future__ import annotations

from typing import Any

from regalia.demo.books import CashPosition
from regalia.demo.running import RunningDeal
from regalia.demo.story import Story
from regalia.domain.program import StepKind, StepProgram, SubjectKind
from regalia.domain.waterfall import StepRecord
from regalia.errors import RegaliaError
from regalia.receipts import ReceiptsRow
from regalia.servicing.claims import ClaimFigures
from regalia.servicing.payments import Execution, payable


class CashLostError(RegaliaError, ArithmeticError):
    """What came in is not what went out and what is there."""


def tell_payment(deal: RunningDeal, row: ReceiptsRow, execution: Execution, story: Story) -> dict[str, Any]:
    """The table of steps, from the chain's own record of them; returns the figures."""
    decimal = deal.money.to_decimal
    story.section(
        f"{deal.terms.name}: payment date {row.payment_date}, period {execution.period} ({row.attributed_to})"
    )
    story.say(f"Received {deal.amount(row.received)}; available {deal.amount(execution.available)}.")
    steps = list(zip(deal.program.steps, execution.records, strict=True))
    rows = [
        (
            s.label,
            deal.program.subject_of(s),
            *(_blank_zero(deal, a) for a in (r.due, r.paid, r.drawn, r.released, _short(s, r))),
        )
        for s, r in steps
    ]
    story.table(("step", "to", "due", "paid", "of it from reserve", "given back", "short"), rows, "llrrrrr")
    for remark in _remarks(deal, steps):
        story.say(f"→ {remark}")
    return {
        "period": execution.period,
        "attributed_to": row.attributed_to,
        "payment_date": row.payment_date.isoformat(),
        "received": decimal(row.received),
        "available": decimal(execution.available),
        "steps": [
            {
                "step": s.label,
                "to": deal.program.subject_of(s),
                "due": decimal(r.due),
                "paid": decimal(r.paid),
                "drawn": decimal(r.drawn),
                "released": decimal(r.released),
                "shortfall": decimal(r.shortfall),
            }
            for s, r in steps
        ],
        "distributed": {
            tranche.label: decimal(sum(r.paid for s, r in steps if _is_for(s, index)))
            for index, tranche in enumerate(deal.program.tranches)
        },
    }


def tell_claims(deal: RunningDeal, taken: dict[str, ClaimFigures], figures: dict[str, Any], story: Story) -> None:
    """Who took what, net of which tax, and what the tax authority is owed by now."""
    if taken:
        story.say("Claimed: " + ", ".join(f"{who} {claimed_text(deal, claim)}" for who, claim in taken.items()) + ".")
    figures["claimed"] = {who: deal.money.to_decimal(claim.net) for who, claim in taken.items()}
    figures["tax_withheld"] = {who: deal.money.to_decimal(claim.tax) for who, claim in taken.items() if claim.tax}
    if deal.tax_authority:
        owed = payable(deal.contracts, deal.payees()[deal.tax_authority])
        figures["tax_owed"] = deal.money.to_decimal(owed)
        if owed:
            story.say(
                f"The {deal.tax_authority} is owed {deal.amount(owed)} of tax withheld, and can withdraw it at any time."
            )


def claimed_text(deal: RunningDeal, claim: ClaimFigures) -> str:
    """``900.00 (1,000.00 less 100.00 tax)``; the amount alone where nothing was withheld."""
    tax = f" ({deal.amount(claim.gross)} less {deal.amount(claim.tax)} tax)" if claim.tax else ""
    return f"{deal.amount(claim.net)}{tax}"


def tell_books(deal: RunningDeal, position: CashPosition, figures: dict[str, Any], story: Story) -> None:
    """The lines that prove it: what came in has gone out or is there, and what is there is somebody's."""
    if deal.cash_in != deal.cash_out + position.balance:
        raise CashLostError(
            f"{deal.terms.id}: {deal.cash_in} came in, {deal.cash_out} was claimed, the escrow holds {position.balance}",
            "This is a fault of Regalia: please report it.",
        )
    named = dict(zip(deal.program.accounts, position.accounts, strict=True))
    parts = {
        "collection": position.collection,
        **named,
        "unclaimed by holders": position.entitlements,
        "unclaimed by payees": position.payables,
        "carried fractions": position.carried,
    }
    story.say(
        f"Nothing lost: since closing {deal.amount(deal.cash_in)} came in = {deal.amount(deal.cash_out)} claimed + "
        f"{deal.amount(position.balance)} held in the escrow."
    )
    story.say(
        f"Held: {deal.amount(position.balance)} = "
        + " + ".join(
            f"{deal.amount(amount)} {name}" for name, amount in parts.items() if amount or name == "collection"
        )
    )
    figures["escrow"] = {name: deal.money.to_decimal(amount) for name, amount in parts.items()}
    figures["cash_in"], figures["cash_out"] = deal.money.to_decimal(deal.cash_in), deal.money.to_decimal(deal.cash_out)
    figures["escrow_balance"] = deal.money.to_decimal(position.balance)


def _remarks(deal: RunningDeal, steps: list[tuple[StepProgram, StepRecord]]) -> list[str]:
    """What a reader must not miss."""
    found = []
    for step, record in steps:
        if step.kind is StepKind.RESERVE:
            if record.paid:
                found.append(f"{deal.amount(record.paid)} kept in the {step.label}.")
            if record.released:
                found.append(f"{deal.amount(record.released)} given back by the {step.label}.")
        elif record.drawn:
            found.append(f"{step.label}: collections run out, {deal.amount(record.drawn)} comes from the reserve.")
        if record.shortfall and step.kind is StepKind.EXPENSE:
            then = "is carried to the next date" if step.carries else "will be presented again by its payees"
            found.append(f"DEFICIT: expenses exceed receipts, {deal.amount(record.shortfall)} of {step.label} {then}.")
        if record.shortfall and step.kind is StepKind.INTEREST:
            found.append(f"SHORTFALL: {deal.amount(record.shortfall)} of {step.label} becomes arrears.")
    if not any(r.paid for s, r in steps if s.subject_kind is SubjectKind.TRANCHE):
        found.append("No distribution to investors on this date.")
    return found


def _short(step: StepProgram, record: StepRecord) -> int:
    # a turbo step asks for the whole balance: what it does not get is outstanding, not short
    return 0 if step.kind is StepKind.PRINCIPAL else record.shortfall


def _is_for(step: StepProgram, tranche: int) -> bool:
    return step.subject_kind is SubjectKind.TRANCHE and step.subject == tranche


def _blank_zero(deal: RunningDeal, amount: int) -> str:
    return deal.amount(amount) if amount else "-"
