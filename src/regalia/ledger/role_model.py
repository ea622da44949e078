# SPDX-License-Identifier: Apache-2.0
"""Who may do what around a deal, as contracts told it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from regalia.ledger.place import Place

_AFTER_9999 = 253_402_300_800
"""The first second that has no date; an administrator may set the delay before the next one to millions of years."""


@dataclass(frozen=True)
class Appointment:
    """Who holds a role, and where he was appointed."""

    holder: str
    place: Place


@dataclass(frozen=True)
class HeldRole:
    """A role of the ``contract`` at ``address``. ``office`` is what it is called where people are appointed to it, None for a role of
    contracts, and for one that no contract of ours asks for.
    """

    contract: str
    address: str
    role: str
    office: str | None
    duty: str
    holders: tuple[Appointment, ...]

    @property
    def title(self) -> str:
        return self.office or self.role


@dataclass(frozen=True)
class Administration:
    """Who appoints to the roles of a contract, None where nobody can any more; and who is to follow, from which second on."""

    contract: str
    address: str
    administrator: Appointment | None
    successor: str | None = None
    successor_from: int | None = None

    @property
    def successor_when(self) -> str:
        """``2024-03-20 00:00:12``, UTC."""
        since = self.successor_from or 0
        return (
            f"{datetime.fromtimestamp(since, UTC):%Y-%m-%d %H:%M:%S}" if since < _AFTER_9999 else "after the year 9999"
        )


@dataclass(frozen=True)
class RoleHolders:
    """What was found. ``since`` is the block of the first event that told something, ``events`` how many did; each contract was ``asked``
    of so many addresses whether they hold a role of it. ``notes`` are for a reader to think about; none of them is a difference.
    """

    since: int | None
    events: int
    asked: int
    administrations: tuple[Administration, ...]
    roles: tuple[HeldRole, ...]
    issuers: tuple[Appointment, ...]
    notes: tuple[str, ...]
