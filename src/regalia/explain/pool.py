# SPDX-License-Identifier: Apache-2.0
"""The rights behind the deal: the pledge, what each right counts for, limits, and how a right may leave."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.terms.pool import Haircuts, PoolTerms
from regalia.explain.document import Item, Section
from regalia.explain.measures import share_of_pool
from regalia.explain.writer import Writer


def rights(writer: Writer) -> Section:
    """Without items for a deal that has no pool."""
    items = tuple(_items(writer, writer.terms.pool)) if writer.terms.pool else ()
    return Section("rights", writer.say("title.rights"), items)


def _items(writer: Writer, pool: PoolTerms) -> Iterator[Item]:
    say = writer.say
    yield Item(tuple(_pledge(writer, pool)), heading=say("rights.pledge.title"))
    yield Item(_base(writer, pool.haircuts), heading=say("haircuts.title"), details=_haircuts(writer, pool.haircuts))
    if pool.limits:
        yield Item((say("limits"),), heading=say("limits.title"), details=_limits(writer, pool))
    yield Item(tuple(_substitution(writer, pool)), heading=say("substitution.title"))
    yield Item(_repurchase(writer, pool), heading=say("repurchase.title"), details=pool.warranties)


def _pledge(writer: Writer, pool: PoolTerms) -> Iterator[str]:
    final = writer.terms.calendar.legal_final
    assert final is not None  # a rule of the terms
    day = writer.language.date(final)
    yield writer.say("rights.pledge", originator=_originator(writer), date=day)
    yield writer.say("rights.once")
    yield writer.say("rights.gates", originator=_originator(writer), date=day)
    if pool.least_rights:
        yield writer.language.count("rights.least", pool.least_rights)
    if pool.least_value:
        yield writer.say("rights.least-value", amount=writer.money(pool.least_value))


def _base(writer: Writer, haircuts: Haircuts) -> tuple[str, ...]:
    return writer.say("haircuts"), writer.say("haircuts.listed" if _rates(haircuts) else "haircuts.none")


def _haircuts(writer: Writer, haircuts: Haircuts) -> tuple[str, ...]:
    return tuple(
        writer.say("named", name=writer.say(f"status.{condition}"), text=writer.language.rate(rate))
        for condition, rate in _rates(haircuts)
    )


def _rates(haircuts: Haircuts) -> list[tuple[str, int]]:
    """Conditions that lower what a right counts for, as the deal file spells them."""
    fields = ((field.alias or name, getattr(haircuts, name)) for name, field in Haircuts.model_fields.items())
    return [(condition, rate) for condition, rate in fields if rate]


def _limits(writer: Writer, pool: PoolTerms) -> tuple[str, ...]:
    return tuple(
        writer.say("limit", quantity=share_of_pool(writer, limit.quantity), most=writer.language.rate(limit.most))
        for limit in pool.limits
    )


def _substitution(writer: Writer, pool: PoolTerms) -> Iterator[str]:
    if substitution := pool.substitution:
        day, share = writer.language.date(substitution.until), writer.language.rate(substitution.most)
        yield writer.say("substitution", originator=_originator(writer), date=day)
        yield writer.say("substitution.asks")
        yield writer.say("substitution.most", share=share)
    else:
        yield writer.say("substitution.none")


def _repurchase(writer: Writer, pool: PoolTerms) -> tuple[str, ...]:
    price = writer.language.rate(pool.repurchase_price)
    said = (writer.say("repurchase", originator=_originator(writer), price=price), writer.say("repurchase.cash"))
    return (*said, writer.say("warranties")) if pool.warranties else said


def _originator(writer: Writer) -> str:
    """A deal with a pool has one."""
    return next(party.name for party in writer.terms.parties if "originator" in party.roles)
