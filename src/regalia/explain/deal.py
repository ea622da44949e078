# SPDX-License-Identifier: Apache-2.0
"""What stands before the priority of payments: parties, payment dates, classes."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.terms.tranches import Coupon, Tranche
from regalia.explain.document import Item, Section
from regalia.explain.offers import offered, window
from regalia.explain.writer import Writer


def parties(writer: Writer) -> Section:
    items: list[Item] = []
    for party in writer.terms.parties:
        roles = writer.language.all_of([writer.say(f"role.{role}") for role in party.roles], "list.comma")
        items.append(Item((writer.say("named", name=party.name, text=roles),), id=party.id))
    return Section("parties", writer.say("title.parties"), tuple(items))


def calendar(writer: Writer) -> Section:
    return Section("calendar", writer.say("title.calendar"), (Item(tuple(_dates(writer))),))


def _dates(writer: Writer) -> Iterator[str]:
    terms, language = writer.terms.calendar, writer.language
    schedule = terms.schedule()
    yield writer.say("closing", date=language.date(terms.closing))
    frequency, day = writer.say(f"frequency.{terms.frequency}"), str(terms.payment.day)
    if months := terms.payment.months_after:
        yield language.count("payment-dates", months, frequency=frequency, day=day)
    else:
        yield writer.say("payment-dates.same", frequency=frequency, day=day)
    yield writer.say(
        "first-payment",
        date=language.date(schedule.payment_date(schedule.opening)),
        period=language.period(schedule.collection_period(schedule.opening)),
        number=str(schedule.opening),
    )
    if terms.takes_over_at:
        yield writer.say("seasoned", period=language.period(terms.first_period))
    yield window(writer)


def classes(writer: Writer) -> Section:
    lead = (writer.say("classes"),) if len(writer.terms.tranches) > 1 else ()
    items = [
        Item(tuple(_class(writer, tranche)), id=tranche.id, heading=f"{tranche.name} ({tranche.symbol})")
        for tranche in writer.terms.tranches
    ]
    return Section("classes", writer.say("title.classes"), tuple(items), lead)


def _class(writer: Writer, tranche: Tranche) -> Iterator[str]:
    price = writer.money(tranche.offer_price)
    yield writer.language.count("units", tranche.units, price=price)
    if tranche.balance:
        yield writer.say("balance", amount=writer.money(tranche.balance))
    else:
        yield writer.say("balance.none")
    if coupon := tranche.coupon:
        yield from _coupon(writer, coupon)
    elif tranche.balance:
        yield writer.say("coupon.none")
    yield from offered(writer, tranche)


def _coupon(writer: Writer, coupon: Coupon) -> Iterator[str]:
    rate = writer.language.rate
    yield writer.say("coupon", rate=rate(coupon.rate), day_count=coupon.day_count)
    if step_up := coupon.step_up:
        since = step_up.since or writer.terms.calendar.anticipated_repayment
        assert since is not None  # a rule of the terms: one of the two
        yield writer.say("step-up", rate=rate(step_up.rate), date=writer.language.date(since))
    yield writer.say(f"unpaid.{coupon.shortfall}")
