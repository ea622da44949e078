# SPDX-License-Identifier: Apache-2.0
"""A deal as somebody looks at it: as of one block, from the index alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from regalia.api.snapshot import Snapshot
from regalia.chain.record import DeploymentRecord
from regalia.domain.money import PPM_DECIMALS, Currency
from regalia.domain.terms import Terms
from regalia.ledger.comparison import Difference, Tally
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.largest import Holders
from regalia.ledger.index.moment import Moment
from regalia.ledger.index.reader import Checkpoint
from regalia.ledger.model import DealLedger
from regalia.ledger.story.story import Story
from regalia.reports.names import Names
from regalia.views.prospects import Prospect

_SHARES = Currency("", PPM_DECIMALS)


@dataclass(frozen=True)
class Marks:
    """Where in the index a story was ``said`` last, and units ``moved``: the same until something else is."""

    said: tuple[int, int, str]
    moved: tuple[int, str]


@dataclass(frozen=True)
class Seen:
    """What is known of a deal besides the index: what the contracts answered at the checkpoint, and the story up to there; and what takes
    too long to be found for each page: who has units, by tranche, and what the tranches would be paid. ``answered`` are those answers
    held against the story.
    """

    deal: IndexedDeal
    checkpoint: Checkpoint
    snapshot: Snapshot
    story: Story
    names: Names
    holders: Mapping[str, Holders] = field(default_factory=dict)
    prospect: Prospect = field(default_factory=Prospect)
    marks: Marks | None = None
    answered: Tally | None = None

    @property
    def comparisons(self) -> int:
        return self.story.comparisons + (self.answered.comparisons if self.answered else 0)

    @property
    def differences(self) -> Sequence[Difference]:
        return (*self.story.differences, *(self.answered.differences if self.answered else ()))


@dataclass(frozen=True)
class DealNow:
    """Good for as long as the connection is open. ``head`` is the node's latest block when it was last asked."""

    seen: Seen
    moment: Moment
    head: int

    @property
    def terms(self) -> Terms:
        return self.seen.deal.terms

    @property
    def record(self) -> DeploymentRecord:
        return self.seen.deal.record

    @property
    def names(self) -> Names:
        return self.seen.names

    @property
    def ledger(self) -> DealLedger:
        """Without holders: see ``ledger.story``."""
        return self.seen.story.ledger

    @property
    def snapshot(self) -> Snapshot:
        return self.seen.snapshot

    @property
    def today(self) -> date:
        """The day of the checkpoint, UTC."""
        return datetime.fromtimestamp(self.seen.checkpoint.timestamp, UTC).date()

    @property
    def second(self) -> int:
        """The time of the checkpoint, in seconds since 1970."""
        return self.seen.checkpoint.timestamp

    def money(self, amount: int) -> Decimal:
        """Smallest units in whole currency."""
        return self.terms.money.to_decimal(amount)


def share(ppm: int) -> Decimal:
    """Parts per million as a share: 150000 is 0.15."""
    return _SHARES.to_decimal(ppm)
