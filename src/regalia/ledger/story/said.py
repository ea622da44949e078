# SPDX-License-Identifier: Apache-2.0
"""Whether a story has to be told anew."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from regalia.ledger.index.schema import block, event
from regalia.ledger.story.story import NAMES

_NOTHING = (0, 0, "")


def said_until(connection: Connection, deal: int, until: int) -> tuple[int, int, str]:
    """How much was told up to a block, in which block last, and its hash: another value whenever something was said since, or unsaid by a
    reorganisation.
    """
    which = event.c.deal == deal, event.c.block <= until, event.c.name.in_(NAMES)
    count, last = connection.execute(select(func.count(), func.max(event.c.block)).where(*which)).one()
    if not count:
        return _NOTHING
    found = connection.scalar(select(block.c.hash).where(block.c.deal == deal, block.c.number == last))
    return int(count), int(last), str(found)
