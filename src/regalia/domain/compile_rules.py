# SPDX-License-Identifier: Apache-2.0
"""From terms to what the contracts know of investors: transfer rules and the tax table."""

from __future__ import annotations

from datetime import date

from regalia.domain.countries import COUNTRIES, LARGEST_COUNTRY
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.executable import not_executable
from regalia.domain.terms.investors import CLASS_NUMBERS
from regalia.domain.terms.problems import NotExecutableError
from regalia.domain.terms.tax import WithholdingRate
from regalia.domain.terms.tranches import Tranche
from regalia.domain.terms.transfer import CAP_STEP, Jurisdictions
from regalia.domain.transfer_rules import ALL_CLASSES, RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable

DAY_SECONDS = 86_400
_EPOCH = date(1970, 1, 1)


def compile_transfer_rules(terms: Terms) -> tuple[TransferRules, ...]:
    """The rules of each tranche, in file order. NotExecutableError when the terms can't be compiled."""
    if features := not_executable(terms):
        raise NotExecutableError(features)
    return tuple(_rules(terms, tranche) for tranche in terms.tranches)


def compile_withholding(terms: Terms) -> tuple[TaxTable, str] | None:
    """The tax table and the id of the party that is owed the tax; None when nothing is withheld."""
    if terms.withholding is None:
        return None
    return TaxTable(tuple(_rate(rate) for rate in terms.withholding.rates)), terms.withholding.authority


def _rules(terms: Terms, tranche: Tranche) -> TransferRules:
    rules, flags = terms.transfer_of(tranche), RuleFlag.NONE
    if rules.eligible_sender:
        flags |= RuleFlag.ELIGIBLE_SENDER
    if rules.jurisdictions and not rules.jurisdictions.any:
        flags |= RuleFlag.JURISDICTIONS
    if rules.record_dates:
        flags |= RuleFlag.RECORD_DATES
    return TransferRules(
        flags=flags,
        class_mask=sum(1 << CLASS_NUMBERS[name] for name in rules.classes) or ALL_CLASSES,
        holder_limit=rules.holder_limit or 0,
        largest_holding=rules.largest_holding_down(tranche.units) or 0,
        denomination=rules.denomination or 0,
        retained=rules.retained_units_up(tranche.units),
        locked_until=(rules.locked_until - _EPOCH).days * DAY_SECONDS if rules.locked_until else 0,
        venue_fee_cap=(rules.venue_fee_cap or 0) // CAP_STEP,
        countries=_countries(rules.jurisdictions),
    )


def _countries(jurisdictions: Jurisdictions | None) -> frozenset[int]:
    """``except`` admits every other number but 0, the unknown country, so that new entries of ISO 3166 change no deal."""
    if jurisdictions is None or jurisdictions.any:
        return frozenset()
    if jurisdictions.only:
        return frozenset(COUNTRIES[code] for code in jurisdictions.only)
    return frozenset(range(1, LARGEST_COUNTRY + 1)) - {COUNTRIES[code] for code in jurisdictions.except_}


def _rate(rate: WithholdingRate) -> TaxRate:
    country = COUNTRIES[rate.country] if rate.country else 0
    return TaxRate(country, CLASS_NUMBERS[rate.investor_class] if rate.investor_class else 0, rate.rate)
