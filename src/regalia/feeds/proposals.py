# SPDX-License-Identifier: Apache-2.0
"""What a reader of legal status makes of a record: an event for attestors to look at and sign, or a matter for the registrar.

A proposal does nothing by itself. ``document`` is the SHA-256 of ``record``, the bytes it rests on: whoever signs keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.words import Act


class Matter(StrEnum):
    """What no legal event of the registry says."""

    LIEN = "lien"
    LIEN_RELEASE = "lien-release"
    TITLE = "title"
    LICENCE = "licence"
    LICENCE_END = "licence-end"
    RENEWAL = "renewal"
    DECISION = "decision"

    @property
    def needs(self) -> str:
        """What a person has to do about it."""
        return _NEEDS[self]


_NEEDS = {
    Matter.LIEN: "needs the registrar: enter the lien with its document",
    Matter.LIEN_RELEASE: "needs the registrar: release the lien with its document",
    Matter.TITLE: "needs the registrar: enter the transfer with its deed",
    Matter.LICENCE: "needs the registrar: enter the licence with its document",
    Matter.LICENCE_END: "needs the registrar: end the licence with its document",
    Matter.RENEWAL: "needs an attestor: find the next due day and report the renewal",
    Matter.DECISION: "needs an attestor: read the notice or decision and say which act it is",
}


@dataclass(frozen=True)
class Basis:
    """Where a proposal comes from: the record's place in its file, its bytes, and how far the mapping can be trusted."""

    place: str
    record: bytes
    title: str
    trust: str

    @property
    def document(self) -> bytes:
        return sha256(self.record).digest()


@dataclass(frozen=True)
class EventProposal:
    """``code`` is ASCII, 32 bytes at most; ``date`` zero but for a renewal or an extension."""

    right: bytes
    act: Act
    effective: int
    code: bytes
    basis: Basis
    date: int = 0

    @property
    def document(self) -> bytes:
        return self.basis.document

    def event(self, number: int) -> LegalEvent:
        """As attestors sign it; ``number`` is one more than the right's last."""
        return LegalEvent(
            right=self.right,
            number=number,
            act=self.act,
            effective=self.effective,
            date=self.date,
            code=self.code,
            document=self.document,
        )


@dataclass(frozen=True)
class MatterProposal:
    """``day`` is the day of the record; what is to be entered has a document of its own."""

    right: bytes
    matter: Matter
    day: int
    code: bytes
    basis: Basis
    why: str = ""

    @property
    def document(self) -> bytes:
        return self.basis.document

    @property
    def needs(self) -> str:
        return self.matter.needs


Proposal = EventProposal | MatterProposal
