# SPDX-License-Identifier: Apache-2.0
"""What a pack is about: one deal, rebuilt and found the same as the chain, as of one block; and what people declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from regalia.domain.rights.day import from_date
from regalia.domain.rights.holdings import Holdings
from regalia.ledger.model import DealLedger
from regalia.ledger.place import Place
from regalia.ledger.role_model import RoleHolders
from regalia.ledger.run import Run
from regalia.ledger.verification import Verification
from regalia.reports.names import Names
from regalia.reports.supervisor.assumed import Assumed
from regalia.reports.supervisor.declarations import Filed
from regalia.reports.supervisor.errors import NoSuchDayError, NoSuchYearError, PackNotVerifiedError
from regalia.reports.supervisor.flat import Flat
from regalia.reports.supervisor.holidays import TradingDays


@dataclass(frozen=True)
class AsOf:
    """The block everything is as of, and how much was compared, by group."""

    block: int
    block_hash: str
    timestamp: int
    compared: Mapping[str, int]

    @classmethod
    def of(cls, found: Verification) -> AsOf:
        """Raises ``PackNotVerifiedError`` when anything differed, and ``NoSuchDayError``."""
        if not found.ok or found.ledger is None:
            raise PackNotVerifiedError(len(found.differences), found.first_difference)
        day_of(found.last_timestamp)
        return cls(found.last_block, found.last_block_hash, found.last_timestamp, found.counts)

    @property
    def day(self) -> date:
        return day_of(self.timestamp)


@dataclass(frozen=True)
class Subject:
    """``run`` is the replay behind the ledger. ``period`` is the one asked for, None for the next; ``year`` that of the annual report;
    ``assumed`` is what stress is made with, None for the deal's own forecast.
    """

    run: Run
    as_of: AsOf
    roles: RoleHolders | None
    year: int
    period: int | None = None
    filed: Filed | None = None
    days: TradingDays = field(default_factory=TradingDays)
    assumed: Assumed | None = None

    def __post_init__(self) -> None:
        closing = self.ledger.terms.calendar.closing.year
        first = min(closing, *(_year(event.timestamp) for event in self.ledger.events[:1]), _year(self.as_of.timestamp))
        if not first <= self.year <= self.as_of.day.year:
            raise NoSuchYearError(
                f"year {self.year}: the deal is of {first}, the block of {self.as_of.day.year}",
                "Name one of these years, or one between them: --year.",
            )

    @property
    def ledger(self) -> DealLedger:
        return self.run.ledger

    @property
    def names(self) -> Names:
        return Names(self.ledger)

    @property
    def flat(self) -> Flat:
        return Flat(self.ledger.terms.money, self.names)

    @property
    def today(self) -> int:
        """The block's day, yyyymmdd."""
        return from_date(self.as_of.day)

    @property
    def holdings(self) -> Holdings | None:
        """The rights behind the deal; None where it rests on none, or its pool was never opened."""
        return None if self.run.rights is None else self.run.rights.holdings(self.ledger.record.deal.address)

    @property
    def originator(self) -> str:
        """His first wallet."""
        wired = self.run.wiring
        return wired.originator if wired else str(self.ledger.record.arguments.get("originator", ""))

    def in_year(self, place: Place) -> bool:
        """Whether something came in the year of the annual report, UTC."""
        return _year(place.timestamp) == self.year

    def dates_of_year(self) -> tuple[int, ...]:
        """Places in the ledger of the payment dates that were executed in it."""
        return tuple(i for i, done in enumerate(self.ledger.dates) if self.in_year(done.executed))

    def group_name(self, address: str) -> str | None:
        """Of the declared group a debtor is in."""
        groups = self.filed.said.groups if self.filed else ()
        return next((group.name for group in groups if address.lower() in group.members), None)


def day_of(seconds: int) -> date:
    """Of a block, UTC. Raises ``NoSuchDayError``."""
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise NoSuchDayError(
            f"block time {seconds}: it is after the year 9999", "Ask another node: no chain has got there."
        ) from error


def _year(seconds: int) -> int:
    return day_of(seconds).year
