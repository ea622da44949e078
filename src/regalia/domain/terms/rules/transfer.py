# SPDX-License-Identifier: Apache-2.0
"""Transfer rules that fit the tranche and leave somebody who may hold its units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.money import format_rate
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.rules.step import repeats
from regalia.domain.terms.rules.tables import LAST_YEAR
from regalia.domain.terms.tranches import Tranche
from regalia.domain.terms.transfer import CAP_STEP, Jurisdictions, TransferTerms

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms

HOLDERS_LIMIT = 2**32


def transfer_problems(terms: Terms) -> Iterator[Problem]:
    """How rules fit together is only looked at once each is good by itself."""
    blocks = [("transfer", terms.transfer)]
    blocks += [(f"tranches[{i}].transfer", tranche.transfer) for i, tranche in enumerate(terms.tranches)]
    alone = [problem for path, rules in blocks for problem in _each_alone(terms, path, rules)]
    if alone:
        yield from alone
        return
    for i, tranche in enumerate(terms.tranches):
        yield from _together(terms, i, tranche)


def _each_alone(terms: Terms, path: str, rules: TransferTerms) -> Iterator[Problem]:
    if rules.jurisdictions:
        yield from _jurisdictions(f"{path}.jurisdictions", rules.jurisdictions)
    yield from repeats(f"{path}.classes", rules.classes)
    if rules.holder_limit is not None and rules.holder_limit >= HOLDERS_LIMIT:
        yield Problem(f"{path}.holder_limit", shown(rules.holder_limit), "must be below 2^32")
    if rules.largest_share == 0:
        yield Problem(f"{path}.largest_share", shown("0%"), "must be above zero, or nobody could hold a unit")
    if rules.locked_until and rules.locked_until.year > LAST_YEAR:
        rule = f"must not be after the year {LAST_YEAR}"
        yield Problem(f"{path}.locked_until", shown(rules.locked_until), rule)
    elif rules.locked_until and rules.locked_until < terms.calendar.closing:
        rule = f"must not be before closing, {terms.calendar.closing}"
        yield Problem(f"{path}.locked_until", shown(rules.locked_until), rule)
    if rules.venue_fee_cap and rules.venue_fee_cap % CAP_STEP:
        rule = "must be whole hundredths of a per cent, such as 0.25%"
        yield Problem(f"{path}.venue_fee_cap", shown(format_rate(rules.venue_fee_cap)), rule)
    if rules.retention and sum("originator" in party.roles for party in terms.parties) != 1:
        yield Problem(f"{path}.retention", "", "needs one party with the role originator, who keeps it")


def _jurisdictions(path: str, jurisdictions: Jurisdictions) -> Iterator[Problem]:
    ways = (jurisdictions.any, jurisdictions.only, jurisdictions.except_)
    if sum(map(bool, ways)) != 1:
        yield Problem(path, "", "must be any, or list countries under either only or except")
    yield from repeats(f"{path}.only", jurisdictions.only)
    yield from repeats(f"{path}.except", jurisdictions.except_)


def _together(terms: Terms, i: int, tranche: Tranche) -> Iterator[Problem]:
    rules, units = terms.transfer_of(tranche), f"the {tranche.units:,} units of {tranche.id}"

    def path(field: str) -> str:
        own = getattr(tranche.transfer, field) not in (None, ())
        return f"tranches[{i}].transfer.{field}" if own else f"transfer.{field}"

    given = tranche.transfer.over(terms.transfer).retention
    for j, retention in enumerate(terms.retentions):
        if given is not None and retention.tranche == tranche.id:
            rule = f"is given for {tranche.id} by {path('retention')} already"
            yield Problem(f"retentions[{j}]", shown(retention.holder), rule)
    largest, kept = rules.largest_holding_down(tranche.units), rules.retained_units_up(tranche.units)
    smallest = rules.denomination or 1
    if smallest > tranche.units:
        yield Problem(path("denomination"), shown(smallest), f"must be at most {units}")
    elif largest is not None and largest < smallest:
        rule = f"is {largest:,} of {units}, fewer than a holder must have, {smallest:,}"
        yield Problem(path("largest_share"), "", rule)
    elif largest is not None and largest < kept:
        rule = f"is {largest:,} of {units}, fewer than the originator must keep, {kept:,}"
        yield Problem(path("largest_share"), "", rule)
    elif largest is not None and rules.holder_limit and largest * rules.holder_limit < tranche.units:
        rule = f"lets {rules.holder_limit:,} hold {largest:,} each at most, which leaves some of {units} unsold"
        yield Problem(path("holder_limit"), shown(rules.holder_limit), rule)
    if 0 < kept < smallest <= tranche.units:  # closing could not issue them
        rule = f"must be at most what the originator keeps, {kept:,} of {units}"
        yield Problem(path("denomination"), shown(smallest), rule)
    if rules.holder_limit == 1 and 0 < kept < tranche.units:
        yield Problem(
            path("holder_limit"), shown(1), f"leaves nobody but the originator, who keeps {kept:,} of {units}"
        )
    if kept and rules.classes and "originator" not in rules.classes:
        rule = f"must list originator, who keeps {kept:,} of {units}"
        yield Problem(path("classes"), "", rule)
