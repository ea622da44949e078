# SPDX-License-Identifier: Apache-2.0
"""Documents by hash: each stands for one thing for good, and nothing is overwritten."""

from __future__ import annotations

from regalia.domain.rights.acts import NO_HASH
from regalia.domain.rights.refusal import Meaning, RefusalValue, RightsRefusedError


class Documents(dict[bytes, Meaning]):
    """Meaning by hash."""

    def file(self, meaning: Meaning, document: bytes) -> None:
        """Let a document stand for something."""
        self.check(meaning, document)
        self[document] = meaning

    def check(self, meaning: Meaning, document: bytes) -> None:
        """Refuse what is no document, or stands for something already, be it the same."""
        if document == NO_HASH:
            raise RightsRefusedError("IPRegistry_NoDocument")
        if document in self:
            raise RightsRefusedError("IPRegistry_DocumentMeans", document, self[document], meaning)

    def require(self, meaning: Meaning, document: bytes) -> None:
        """Refuse a document that doesn't stand for this; zero where it stands for nothing."""
        found: RefusalValue = self.get(document, NO_HASH)
        if found != meaning:
            raise RightsRefusedError("IPRegistry_DocumentMeans", document, found, meaning)
