# SPDX-License-Identifier: Apache-2.0
"""A deal on one screen, in plain words."""

from __future__ import annotations

from regalia.domain.money import format_decimal, format_rate
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.describe_meeting import describe_meeting
from regalia.domain.terms.describe_offers import describe_offers
from regalia.domain.terms.describe_oracle import describe_oracle
from regalia.domain.terms.describe_pool import describe_pool
from regalia.domain.terms.describe_step import describe_step
from regalia.domain.terms.describe_transfer import describe_transfer, describe_withholding
from regalia.domain.terms.tranches import Tranche


def describe(terms: Terms) -> str:
    """Lines about parties, dates, classes, transfers, tax, accounts, rights and the priority of payments."""
    sections = [
        [f"{terms.name} ({terms.id}), amounts in {terms.currency.code}", terms.notice],
        ["Parties", *(f"  {party.name} ({party.id}): {', '.join(party.roles)}" for party in terms.parties)],
        ["Receipts reports", *(f"  {line}" for line in describe_oracle(terms))],
        ["Calendar", *(f"  {line}" for line in _calendar(terms))],
        ["Classes, most senior first", *(f"  {_tranche(terms, tranche)}" for tranche in terms.tranches)],
        ["Offering", *(f"  {line}" for line in describe_offers(terms))],
        ["Transfers of units", *(f"  {line}" for line in describe_transfer(terms))],
        ["Withholding tax", *(f"  {line}" for line in _tax(terms))],
        ["Meetings of holders", *(f"  {line}" for line in describe_meeting(terms))],
        _supports(terms),
        ["Rights behind the deal", *(f"  {line}" for line in describe_pool(terms))],
        ["Triggers", *(f"  {t.id}: {t.measure.kind}, {t.cure}, then {t.effect.kind}" for t in terms.triggers)],
        *(
            [title, *(f"  {i}. {describe_step(terms, step)}" for i, step in enumerate(steps, 1))]
            for title, steps in (
                ("Priority of payments", terms.steps),
                ("Priority of payments after an event of default", terms.acceleration),
            )
        ),
        ["Assumed, never published", *(f"  - {text}" for text in terms.assumed)],
    ]
    return "\n\n".join("\n".join(section) for section in sections if len(section) > 1)


def _calendar(terms: Terms) -> list[str]:
    calendar, schedule = terms.calendar, terms.calendar.schedule()
    lines = [
        f"closing {calendar.closing}, {calendar.frequency}",
        f"first payment {schedule.payment_date(schedule.opening)}, for "
        f"{schedule.collection_period(schedule.opening)}, period {schedule.opening}",
    ]
    if calendar.anticipated_repayment:
        lines.append(f"anticipated repayment {calendar.anticipated_repayment}")
    if calendar.legal_final:
        lines.append(f"legal final {calendar.legal_final}")
    return lines


def _tranche(terms: Terms, tranche: Tranche) -> str:
    decimals = min(2, terms.currency.decimals)
    price = format_decimal(tranche.offer_price, decimals)
    text = f"{tranche.name} ({tranche.symbol}): {tranche.units:,} units at {price}"
    text += f", balance {format_decimal(tranche.balance, decimals)}" if tranche.balance else ", no balance to repay"
    if coupon := tranche.coupon:
        text += f", {format_rate(coupon.rate)} {coupon.day_count}, unpaid interest: {coupon.shortfall}"
    return text


def _tax(terms: Terms) -> list[str]:
    return describe_withholding(terms.withholding) if terms.withholding else []


def _supports(terms: Terms) -> list[str]:
    decimals = min(2, terms.currency.decimals)
    lines = ["Accounts and support"]
    for account in terms.accounts:
        funding = format_decimal(account.funded_at_closing, decimals)
        lines.append(f"  {account.name} ({account.id}): {account.kind}, {funding} at closing")
    for facility in terms.facilities:
        limit = f"up to {format_decimal(facility.limit, decimals)}" if facility.limit is not None else "without limit"
        lines.append(f"  {facility.name} ({facility.id}): {facility.kind} of {facility.provider}, {limit}")
    return lines
