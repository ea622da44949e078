# SPDX-License-Identifier: Apache-2.0
"""What the chain tells of an act where it isn't the act's own words: an entry is one event, and a transfer from nobody for each owner.

The other events have the words of their acts and the number that the registry gave; ``LicenceTerminated`` comes for each licence that
ended, so for those under the one the act is about as well, with the same document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regalia.domain.rights.acts import RightEntry, TitleTransfer
from regalia.domain.rights.words import Kind


@dataclass(frozen=True)
class RightEntered:
    right: bytes
    kind: Kind
    jurisdiction: str
    priority: int
    expiry: int
    renewal_due: int
    family: bytes
    document: bytes


def entry_of(told: RightEntered, links: Sequence[TitleTransfer]) -> RightEntry:
    """The act, from the event and the links of the same document that follow on it."""
    return RightEntry(
        told.right,
        told.kind,
        told.jurisdiction,
        told.priority,
        told.expiry,
        told.renewal_due,
        told.family,
        tuple(link.receiver for link in links),
        tuple(link.share for link in links),
        told.document,
    )
