# SPDX-License-Identifier: Apache-2.0
"""The rounds of ``regalia index``: one, or one after the other until somebody stops it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from web3 import Web3

from regalia.chain.connection import ChainUnreachableError
from regalia.chain.logs import ChainChangedError
from regalia.cli.index_open import Followed
from regalia.ledger.index.database import IndexDatabase
from regalia.ledger.index.deals import IndexedDeal, deals_of
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.follow_errors import IndexBusyError, NodeBehindError
from regalia.ledger.index.progress import Listener
from regalia.ledger.index.summary import Summary, summary_of

_PASSING = (ChainUnreachableError, ChainChangedError, NodeBehindError, IndexBusyError)
"""What may be over in the next round."""

Found = list[tuple[IndexedDeal, Summary]]


@dataclass(frozen=True)
class Rounds:
    """``listener`` makes one for each deal; ``warn`` is told of what may pass."""

    database: IndexDatabase
    web3: Web3
    second: Web3 | None
    deals: list[Followed]
    listener: Callable[[str], Listener]
    warn: Callable[[str], None]

    def once(self) -> Found:
        """Every deal brought up to date. Raises as ``Indexer.catch_up`` does."""
        for one in self.deals:
            listener = self.listener(one.record.deal_id)
            Indexer(self.database, self.web3, one.record, one.terms, self.second).catch_up(listener)
        return self.found()

    def for_ever(self, pause: int) -> Iterator[Found]:
        """A round, then one every ``pause`` seconds; the first has to go well, and none may find anything wrong."""
        yield self.once()
        while True:
            time.sleep(pause)
            try:
                found = self.once()
            except _PASSING as error:
                self.warn(f"{error.message}; again in {pause} s")
                continue
            yield found

    def found(self) -> Found:
        """What is there of the deals now."""
        addresses = {one.record.deal.address for one in self.deals}
        with self.database.reading() as connection:
            deals = [deal for deal in deals_of(connection) if deal.record.deal.address in addresses]
            return [(deal, summary_of(connection, deal)) for deal in deals]
