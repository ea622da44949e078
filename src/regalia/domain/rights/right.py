# SPDX-License-Identifier: Apache-2.0
"""One right with its whole history. What holds now is read from the history each time; nothing is kept twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from regalia.domain.rights.acts import (
    LegalEvent,
    Licence,
    LicenceEnd,
    LienEntry,
    LienRelease,
    NewerDocument,
    RightEntry,
    RightValuation,
    TitleTransfer,
    Valuation,
)
from regalia.domain.rights.words import Act, Kind, Restriction, Status

FIRST_RANK = 1
"""The rank of a deal's own security while a pool holds the right."""
_RESTRICTED = {Act.TRANSFER_BARRED: Restriction.BARRED, Act.LISTED_NEGATIVE: Restriction.NEGATIVE}
_UNRESTRICTED = {Act.TRANSFER_ALLOWED: Restriction.BARRED, Act.DELISTED: Restriction.NEGATIVE}


@dataclass(frozen=True)
class Lien:
    number: int
    entry: LienEntry
    release: LienRelease | None = None


@dataclass(frozen=True)
class GrantedLicence:
    """``end`` is told of a licence that was terminated, itself or with its parent."""

    number: int
    words: Licence
    document: bytes
    end: LicenceEnd | None = None

    def in_force(self, today: int) -> bool:
        return self.end is None and self.words.in_force(today)


@dataclass(frozen=True)
class LegalStep:
    """A legal event and where the right stood after it, as the chain tells it."""

    event: LegalEvent
    status: Status


@dataclass(frozen=True)
class Hold:
    """A pool holds the right for a deal of this originator: ``whole``, its title, which then can't be transferred; else a licence."""

    pool: str
    originator: str
    whole: bool = True


@dataclass(frozen=True)
class Right:
    """``shares`` are the owners' of today; the chain of title is ``links``. Numbers of all but links and events are in the records."""

    entry: RightEntry
    shares: Mapping[str, int]
    links: tuple[TitleTransfer, ...]
    liens: tuple[Lien, ...] = ()
    licences: tuple[GrantedLicence, ...] = ()
    valuations: tuple[RightValuation, ...] = ()
    steps: tuple[LegalStep, ...] = ()
    newer: tuple[NewerDocument, ...] = ()
    hold: Hold | None = None

    @property
    def id(self) -> bytes:
        return self.entry.right

    @property
    def kind(self) -> Kind:
        return self.entry.kind

    @property
    def status(self) -> Status:
        return self.steps[-1].status if self.steps else Status.ENTERED

    @property
    def is_final(self) -> bool:
        return any(step.event.act is Act.TERMINATED for step in self.steps)

    @property
    def disputes(self) -> int:
        acts = [step.event.act for step in self.steps]
        return acts.count(Act.TITLE_DISPUTED) - acts.count(Act.DISPUTE_SETTLED)

    @property
    def restrictions(self) -> Restriction:
        found = Restriction.NONE
        for step in self.steps:
            found |= _RESTRICTED.get(step.event.act, Restriction.NONE)
            found &= ~_UNRESTRICTED.get(step.event.act, Restriction.NONE)
        return found

    @property
    def expiry(self) -> int:
        return self._last_date(Act.EXTENDED) or self.entry.expiry

    @property
    def renewal_due(self) -> int:
        return self._last_date(Act.RENEWED) or self.entry.renewal_due

    @property
    def last_effective(self) -> int:
        return self.steps[-1].event.effective if self.steps else 0

    @property
    def liens_in_force(self) -> tuple[Lien, ...]:
        return tuple(lien for lien in self.liens if lien.release is None)

    @property
    def liens_ahead(self) -> tuple[Lien, ...]:
        return tuple(lien for lien in self.liens_in_force if lien.entry.rank == 0)

    @property
    def live_licences(self) -> tuple[GrantedLicence, ...]:
        """Those not terminated, whether their time has come or is over."""
        return tuple(licence for licence in self.licences if licence.end is None)

    @property
    def valuation(self) -> Valuation | None:
        """The newest."""
        return self.valuations[-1].valuation if self.valuations else None

    def holder_of_rank(self, rank: int) -> str | None:
        """Who has the lien of a rank from 1 on; the pool has the first of a right it holds."""
        if rank == FIRST_RANK and self.hold is not None:
            return self.hold.pool
        return next((lien.entry.holder for lien in self.liens_in_force if lien.entry.rank == rank), None)

    def last_step(self, *acts: Act) -> LegalStep | None:
        """The newest legal event among these acts."""
        return next((step for step in reversed(self.steps) if step.event.act in acts), None)

    def _last_date(self, act: Act) -> int:
        step = self.last_step(act)
        return step.event.date if step else 0
