# SPDX-License-Identifier: Apache-2.0
"""Transfer rules and withholding tax in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.money import format_rate
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.tax import Withholding, WithholdingRate
from regalia.domain.terms.tranches import Tranche
from regalia.domain.terms.transfer import TransferTerms

NO_RULES = "any eligible investor may receive units"


def describe_transfer(terms: Terms) -> list[str]:
    """A line a tranche, as ``senior: professional, institutional; at most 200 holders``; none when no tranche has rules."""
    lines = {tranche.id: "; ".join(_rules(terms.transfer_of(tranche), tranche)) for tranche in terms.tranches}
    return [f"{tranche}: {rules or NO_RULES}" for tranche, rules in lines.items()] if any(lines.values()) else []


def describe_withholding(withholding: Withholding) -> list[str]:
    """A line a rate, in the order in which they are tried."""
    lines = [f"{_holders(rate)}: {format_rate(rate.rate)}" for rate in withholding.rates]
    return [
        f"taken at the claim from all that is claimed, repaid principal too; owed to {withholding.authority}; the first that fits counts",
        *lines,
    ]


def _rules(rules: TransferTerms, tranche: Tranche) -> Iterator[str]:
    units = tranche.units
    if rules.classes:
        yield f"to {', '.join(rules.classes)} investors"
    if rules.jurisdictions and rules.jurisdictions.only:
        yield f"to investors of {', '.join(rules.jurisdictions.only)} only"
    if rules.jurisdictions and rules.jurisdictions.except_:
        yield f"not to investors of {', '.join(rules.jurisdictions.except_)}"
    if rules.eligible_sender:
        yield "the sender must be eligible too"
    if rules.holder_limit:
        yield f"at most {rules.holder_limit:,} holder{'s' if rules.holder_limit != 1 else ''}"
    if largest := rules.largest_holding_down(units):
        yield f"at most {largest:,} units an investor ({format_rate(rules.largest_share or 0)})"
    if rules.denomination and rules.denomination > 1:
        yield f"no fewer than {rules.denomination:,} units moved or left"
    if rules.locked_until:
        yield f"locked until {rules.locked_until}"
    if kept := rules.retained_units_up(units):
        yield f"the originator is issued {kept:,} units ({format_rate(rules.retention or 0)}) and keeps them"
    if rules.record_dates:
        yield "balances at record dates are kept"
    if rules.venue_fee_cap:
        yield f"a venue takes at most {format_rate(rules.venue_fee_cap)} of the price"


def _holders(rate: WithholdingRate) -> str:
    named = [word for word in (rate.country, rate.investor_class) if word]
    return ", ".join(named) if named else "everybody else"
