# SPDX-License-Identifier: Apache-2.0
"""Accounts, liquidity facilities and guarantees: what pays when collections fall short."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.terms.support import Account, Facility
from regalia.explain.document import Item, Section
from regalia.explain.writer import Writer


def accounts_and_support(writer: Writer) -> Section:
    items = [Item(_account(writer, account), id=account.id, heading=account.name) for account in writer.terms.accounts]
    items += [
        Item(tuple(_facility(writer, facility)), id=facility.id, heading=facility.name)
        for facility in writer.terms.facilities
    ]
    return Section("support", writer.say("title.support"), tuple(items))


def _account(writer: Writer, account: Account) -> tuple[str, ...]:
    kind = writer.say(f"account.{account.kind}")
    if account.funded_at_closing:
        return kind, writer.say("account.funded", amount=writer.money(account.funded_at_closing))
    return kind, writer.say("account.empty")


def _facility(writer: Writer, facility: Facility) -> Iterator[str]:
    yield writer.say(f"facility.{facility.kind}", provider=writer.party(facility.provider))
    if facility.limit is not None:
        yield writer.say(f"limit.{facility.kind}", amount=writer.money(facility.limit))
    else:
        yield writer.say("limit.none")
    yield writer.language.count("notice-hours", facility.notice_hours)
    if facility.rate:
        rate = writer.language.rate(facility.rate)
        yield writer.say("facility.interest", rate=rate, day_count=facility.day_count)
    else:
        yield writer.say("facility.no-interest")
