# SPDX-License-Identifier: Apache-2.0
"""What a trigger measures and when it is breached, as a clause."""

from __future__ import annotations

from regalia.domain.terms.facts import largest_label, rights_label
from regalia.domain.terms.measures import DateMeasure, Measure
from regalia.explain.writer import Writer


def condition(writer: Writer, measure: Measure) -> str:
    """``the debt service coverage ratio … is below 1.40x``."""
    match measure.kind:
        case "date-reached":
            return _date(writer, measure)
        case "support-unpaid":
            facility = writer.facility(measure.facility)
            provider = writer.party(facility.provider)
            return writer.say("measure.support-unpaid", provider=provider, facility=facility.name)
    level, quantity = threshold(writer, measure), _quantity(writer, measure)
    return writer.say(f"breached.{measure.breached}", quantity=quantity, threshold=level)


def _quantity(writer: Writer, measure: Measure) -> str:
    language, key = writer.language, f"measure.{measure.kind}"
    match measure.kind:
        case "debt-service-coverage" | "interest-coverage":
            return language.count(key, measure.trailing, tranches=writer.tranches(measure.tranches))
        case "overcollateralisation" | "leverage":
            return writer.say(key, tranches=writer.tranches(measure.tranches))
        case "collections-to-forecast":
            return writer.say(key) if measure.trailing is None else language.count(f"{key}-trailing", measure.trailing)
        case "reserve-deficiency":
            return writer.say(key, account=writer.account(measure.account).name)
        case "arrears-age":
            return writer.say(key, tranche=writer.tranche(measure.tranche).name)
        case "rights-share":
            return share_of_pool(writer, rights_label(measure))
        case "pool-concentration":
            return share_of_pool(writer, largest_label(measure))
        case "licensee-concentration" if measure.licensee is not None:
            return language.count(f"{key}-of", measure.trailing, licensee=writer.party(measure.licensee))
        case "licensee-concentration":
            return language.count(key, measure.trailing)
        case _:
            return writer.say(key)


def share_of_pool(writer: Writer, label: str) -> str:
    """``rights-lapsed`` or ``largest-right`` in words."""
    what, _, which = label.partition("-")
    if what == "largest":
        return writer.say(f"measure.pool-concentration.{which}")
    return writer.say("measure.rights-share", status=writer.say(f"status.{which}"))


def threshold(writer: Writer, measure: Measure) -> str:
    """``1.40x``: what the quantity is compared with."""
    language = writer.language
    match measure.kind:
        case "debt-service-coverage" | "interest-coverage" | "overcollateralisation" | "leverage":
            return language.ratio(measure.threshold)
        case "collections-to-forecast" | "reserve-deficiency" | "rights-share" | "licensee-concentration":
            return language.rate(measure.threshold)
        case "pool-concentration":
            return language.rate(measure.threshold)
        case "arrears-age" | "days-since-report" | "limits-broken":
            return f"{measure.threshold:,}"
        case _:
            raise AssertionError(f"{measure.kind} has no threshold")


def _date(writer: Writer, measure: DateMeasure) -> str:
    calendar = writer.terms.calendar
    days = {
        "anticipated-repayment": calendar.anticipated_repayment,
        "legal-final": calendar.legal_final,
        "date": measure.date,
    }
    day = days[measure.which]
    assert day is not None  # a rule of the terms
    return writer.say(f"measure.date-reached.{measure.which}", date=writer.language.date(day))
