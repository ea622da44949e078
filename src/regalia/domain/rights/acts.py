# SPDX-License-Identifier: Apache-2.0
"""What is said of a right: the words of entries, transfers, liens, licences, valuations and legal events, as ``IPRight.sol`` has them.

A right's id and hashes are 32 bytes, days numbers yyyymmdd, shares parts per million, offices two letters.
"""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.rights.words import Act, Kind, Method

NO_HASH = bytes(32)


@dataclass(frozen=True)
class RightEntry:
    """What a right is entered with. ``family`` is a hash that rights of one invention share, zero for none."""

    right: bytes
    kind: Kind
    jurisdiction: str
    priority: int
    expiry: int
    renewal_due: int
    family: bytes
    owners: tuple[str, ...]
    shares: tuple[int, ...]
    document: bytes


@dataclass(frozen=True)
class TitleTransfer:
    """A share of a right goes from one owner to another. At entry the sender is the zero address."""

    right: bytes
    sender: str
    receiver: str
    share: int
    day: int
    document: bytes


@dataclass(frozen=True)
class LienEntry:
    """Rank 0 is ahead of everybody by law; ranks from 1 on are one lien's each."""

    right: bytes
    holder: str
    rank: int
    day: int
    document: bytes


@dataclass(frozen=True)
class LienRelease:
    right: bytes
    number: int
    day: int
    document: bytes


@dataclass(frozen=True)
class Licence:
    """The words of a licence. ``parent`` is the number of the licence it is granted under, zero for the owner's own; ``group`` the
    licensee's, the zero address where it has none; ``share`` of the right's value rests on it; ``rate`` is of sales; ``minimum`` a year.
    """

    licensor: str
    licensee: str
    group: str
    parent: int
    territory: str
    exclusive: bool
    rate: int
    since: int
    until: int
    share: int
    minimum: int = 0

    def in_force(self, today: int) -> bool:
        """By its days alone: whether it was terminated is not in its words."""
        return self.since <= today <= self.until


@dataclass(frozen=True)
class LicenceGrant:
    right: bytes
    licence: Licence
    document: bytes


@dataclass(frozen=True)
class LicenceEnd:
    """A licence ends before its time, and those granted under it."""

    right: bytes
    number: int
    day: int
    document: bytes


@dataclass(frozen=True)
class Valuation:
    """What a right was worth: ``amount`` in the smallest unit of ``token``, good through the day ``until``."""

    token: str
    amount: int
    appraiser: str
    day: int
    until: int
    method: Method


@dataclass(frozen=True)
class RightValuation:
    right: bytes
    valuation: Valuation
    document: bytes


@dataclass(frozen=True)
class LegalEvent:
    """One event in the legal life of a right, as attestors sign it. ``date`` is the new expiry of an extension, the next due day of a
    renewal, else zero; ``code`` the ST.27 status event code or the office's own words, 32 bytes of ASCII at most.
    """

    right: bytes
    number: int
    act: Act
    effective: int
    date: int
    code: bytes
    document: bytes


@dataclass(frozen=True)
class NewerDocument:
    """A newer text takes the place of a document and means what it meant."""

    right: bytes
    purpose: int
    number: int
    document: bytes
    newer: bytes


RightAct = (
    RightEntry
    | TitleTransfer
    | LienEntry
    | LienRelease
    | LicenceGrant
    | LicenceEnd
    | RightValuation
    | LegalEvent
    | NewerDocument
)
"""Whatever the registry takes."""
