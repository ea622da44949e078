# SPDX-License-Identifier: Apache-2.0
"""The deals of an index, each with the record and the terms it is read by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms, canonical_json, read_terms
from regalia.errors import RegaliaError
from regalia.ledger.index import schema


class OtherDealError(RegaliaError, ValueError):
    """The index has the deal by another record or other terms: what was read by those can't be gone on with."""


@dataclass(frozen=True)
class IndexedDeal:
    """``id`` is of the rows."""

    id: int
    record: DeploymentRecord
    terms: Terms


def enter_deal(connection: Connection, record: DeploymentRecord, terms: Terms) -> IndexedDeal:
    """The deal of this record, entered when it is new. Raises ``OtherDealError``; commits nothing."""
    table, given = schema.deal, (record.to_json(), canonical_json(terms).decode())
    known = connection.execute(select(table).where(table.c.address == record.deal.address)).one_or_none()
    if known is None:
        number = (connection.scalar(select(func.max(table.c.id))) or 0) + 1
        row = {"id": number, "name": record.deal_id, "address": record.deal.address}
        row |= {"first_block": record.block_number, "record": given[0], "terms": given[1]}
        connection.execute(insert(table), row)
        return IndexedDeal(number, record, terms)
    for what, kept, wanted in zip(("record", "terms"), (known.record, known.terms), given, strict=True):
        if kept != wanted:
            rule = f"{what} of {record.deal_id}: not what the deal at {record.deal.address} was indexed by"
            raise OtherDealError(rule, "Give the one it was indexed by, or build it anew: regalia index --rebuild.")
    return IndexedDeal(known.id, record, terms)


def forget_deals(connection: Connection, addresses: Collection[str]) -> None:
    """Everything of the deals at these addresses, and nothing of others. Commits nothing."""
    numbers = list(connection.scalars(select(schema.deal.c.id).where(schema.deal.c.address.in_(addresses))))
    for table in reversed(schema.metadata.sorted_tables):
        if "deal" in table.c:
            connection.execute(delete(table).where(table.c.deal.in_(numbers)))
    connection.execute(delete(schema.deal).where(schema.deal.c.id.in_(numbers)))


def deals_of(connection: Connection) -> tuple[IndexedDeal, ...]:
    """All of them, in the order in which they were entered."""
    rows = connection.execute(select(schema.deal).order_by(schema.deal.c.id))
    return tuple(_deal(row.id, row.record, row.terms) for row in rows)


def number_of_deal(connection: Connection, address: str) -> int | None:
    """Of the deal at an address; None where it is not in the index. Read anew, a deal may have another."""
    return connection.scalar(select(schema.deal.c.id).where(schema.deal.c.address == address))


def _deal(number: int, record: str, terms: str) -> IndexedDeal:
    return IndexedDeal(number, DeploymentRecord.model_validate_json(record), read_terms(terms, "terms in the index"))
