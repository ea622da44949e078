# SPDX-License-Identifier: Apache-2.0
"""Who may hold and pass on units, and the tax on what holders claim."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.program import PPM
from regalia.domain.terms.tax import WithholdingRate
from regalia.domain.terms.tranches import Tranche
from regalia.explain.document import Item, Section
from regalia.explain.writer import Writer


def transfers(writer: Writer) -> Section:
    free = (writer.say("transfer.none"),)
    rules = [(tranche, tuple(_rules(writer, tranche))) for tranche in writer.terms.tranches]
    items = [Item(said or free, id=tranche.id, heading=tranche.name) for tranche, said in rules]
    if not any(said for _, said in rules):
        items = [Item(free)]
    return Section("transfers", writer.say("title.transfers"), tuple(items))


def _rules(writer: Writer, tranche: Tranche) -> Iterator[str]:
    rules, language = writer.terms.transfer_of(tranche), writer.language
    if rules.classes:
        classes = language.all_of([writer.say(f"investor.{name}") for name in rules.classes])
        yield writer.say("transfer.classes", classes=classes)
    if rules.jurisdictions and rules.jurisdictions.only:
        yield writer.say("transfer.only", countries=language.all_of(rules.jurisdictions.only))
    if rules.jurisdictions and rules.jurisdictions.except_:
        yield writer.say("transfer.except", countries=language.all_of(rules.jurisdictions.except_))
    if rules.eligible_sender:
        yield writer.say("transfer.sender")
    if rules.holder_limit:
        yield language.count("transfer.holders", rules.holder_limit)
    largest = rules.largest_holding_down(tranche.units)
    if largest is not None:
        share = language.rate(rules.largest_share or PPM)
        yield language.count("transfer.largest", largest, share=share)
    if rules.denomination and rules.denomination > 1:
        yield writer.say("transfer.denomination", number=f"{rules.denomination:,}")
    if rules.locked_until:
        yield writer.say("transfer.locked", date=language.date(rules.locked_until))
    if kept := rules.retained_units_up(tranche.units):
        share = language.rate(rules.retention or 0)
        yield language.count("transfer.retention", kept, share=share)
    if rules.record_dates:
        yield writer.say("transfer.record-dates")
    if rules.venue_fee_cap:
        yield writer.say("transfer.venue-fee", share=language.rate(rules.venue_fee_cap))


def withholding(writer: Writer) -> Section:
    items: list[Item] = []
    if tax := writer.terms.withholding:
        lines = tuple(
            writer.say("named", name=_holders(writer, rate), text=writer.language.rate(rate.rate)) for rate in tax.rates
        )
        items.append(Item((writer.say("withholding", authority=writer.party(tax.authority)),), details=lines))
    return Section("withholding", writer.say("title.withholding"), tuple(items))


def _holders(writer: Writer, rate: WithholdingRate) -> str:
    country, kind = rate.country, writer.say(f"investor.{rate.investor_class}") if rate.investor_class else ""
    match country, kind:
        case None, "":
            return writer.say("holders.others")
        case None, _:
            return writer.say("holders.class", investor=kind)
        case str(), "":
            return writer.say("holders.country", country=country)
        case _:
            return writer.say("holders.both", country=str(country), investor=kind)
