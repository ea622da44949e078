# SPDX-License-Identifier: Apache-2.0
"""Early repayment, the end, what is kept, what was forecast, and where the terms come from."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.terms.provisions import Call
from regalia.explain.document import Item, Section
from regalia.explain.writer import Writer


def repayment(writer: Writer) -> Section:
    """Calls, the anticipated repayment date and the legal final date."""
    items = [
        Item((_call(writer, call), writer.say("call.when")), heading=writer.say(f"call.{call.kind}.title"))
        for call in writer.terms.calls
    ]
    calendar, language = writer.terms.calendar, writer.language
    for key, day in (("anticipated", calendar.anticipated_repayment), ("legal-final", calendar.legal_final)):
        if day is not None:
            heading = writer.say(f"{key}.title")
            items.append(Item((writer.say(key, date=language.date(day)),), heading=heading))
    return Section("repayment", writer.say("title.repayment"), tuple(items))


def _call(writer: Writer, call: Call) -> str:
    holder, price = writer.party(call.holder), writer.language.rate(call.price)
    if call.kind == "optional":
        since, tranches = writer.language.date(call.since), writer.tranches(call.tranches)
        return writer.say("call.optional", holder=holder, price=price, date=since, tranches=tranches)
    return writer.say("call.clean-up", holder=holder, price=price, remaining=writer.language.rate(call.remaining))


def retentions(writer: Writer) -> Section:
    items = [
        Item(
            (
                writer.say(
                    "retention",
                    holder=writer.party(retention.holder),
                    share=writer.language.rate(retention.share),
                    tranche=writer.tranche(retention.tranche).name,
                ),
            )
        )
        for retention in writer.terms.retentions
    ]
    return Section("retentions", writer.say("title.retentions"), tuple(items))


def forecast(writer: Writer) -> Section:
    rows = tuple(
        writer.say("listed", period=writer.language.period(row.period), amount=writer.money(row.amount))
        for row in writer.terms.forecast
    )
    items = (Item((writer.say("forecast"),), details=rows),) if rows else ()
    return Section("forecast", writer.say("title.forecast"), items)


def origins(writer: Writer) -> Iterator[Section]:
    """Texts of the file, as they stand: never translated."""
    for key, texts in (("sources", writer.terms.sources), ("assumed", writer.terms.assumed)):
        yield Section(key, writer.say(f"title.{key}"), tuple(Item((text,)) for text in texts))
