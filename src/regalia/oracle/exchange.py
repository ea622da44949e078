# SPDX-License-Identifier: Apache-2.0
"""Where attestors leave proposals, signatures and refusals for each other. Whoever keeps the place is trusted with nothing.

Whatever is read is checked by who reads it. What can't be used is reported and passed over: it never stops anybody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from regalia.errors import RegaliaError
from regalia.oracle.attestation import Attestation
from regalia.oracle.documents import DocumentError, attestation_to_json, proposal_to_json, refusal_to_json
from regalia.oracle.exchange_names import (
    attestation_name,
    attestation_of,
    check_document,
    document_of,
    is_name,
    most_bytes,
    proposal_name,
    proposal_of,
    refusal_name,
    refusal_of,
)
from regalia.oracle.proposal import Proposal
from regalia.oracle.refusal import Refusal

MOST_DOCUMENTS = 10_000
MOST_PROPOSALS = 2_000
_LOG = logging.getLogger(__name__)
_Document = TypeVar("_Document")


class ExchangeError(RegaliaError, OSError):
    """The place can't be read or written; nothing was left there."""


class Exchange(Protocol):
    """What attestors, relay and watchers need of it. Documents are of any deal; several proposals for one period may be there."""

    def proposals(self) -> tuple[Proposal, ...]:
        """All that hold together, by kind, number and digest."""
        ...

    def publish(self, proposal: Proposal) -> None: ...

    def attest(self, digest: bytes, document: Attestation | Refusal) -> None:
        """Leave a signature or a refusal beside the proposal of that digest."""
        ...

    def attestations(self, digest: bytes) -> tuple[Attestation, ...]:
        """Signatures that are their signers' over this digest, one a signer. Whether these are the deal's, ``Quorum`` knows."""
        ...

    def refusals(self, digest: bytes) -> tuple[Refusal, ...]: ...

    def problems(self) -> tuple[Passed, ...]:
        """What was passed over at the last look."""
        ...


@dataclass(frozen=True)
class Passed:
    """A document that could not be used, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class Store(Protocol):
    """Named documents, wherever they are kept. All of it raises ``ExchangeError``."""

    def names(self) -> tuple[str, ...]:
        """Of everything that is there, also of what does not belong there."""
        ...

    def read(self, name: str, most: int) -> bytes:
        """Raises ``DocumentError`` for one that is larger than ``most`` bytes or no plain file."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Whole or not at all."""
        ...


class DocumentExchange:
    """An exchange over a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._passed: dict[str, Passed] = {}
        self._known: dict[str, Proposal] = {}

    def proposals(self) -> tuple[Proposal, ...]:
        self._passed = {}
        found = []
        for name in self._names("proposal.", MOST_PROPOSALS):
            proposal = self._known.get(name) or self._taken(name, proposal_of)
            if proposal is not None:
                self._known[name] = proposal
                found.append(proposal)
        return tuple(sorted(found, key=lambda p: (p.kind, p.number, p.digest)))

    def publish(self, proposal: Proposal) -> None:
        """Raises ``ProposalError``, ``DocumentError`` and ``ExchangeError``."""
        self.leave(proposal_name(proposal.digest), proposal_to_json(proposal.checked()).encode())

    def attest(self, digest: bytes, document: Attestation | Refusal) -> None:
        if isinstance(document, Attestation):
            self.leave(attestation_name(digest, document.signer), attestation_to_json(digest, document).encode())
        else:
            self.leave(refusal_name(digest, document.attestor), refusal_to_json(document).encode())

    def leave(self, name: str, content: bytes) -> None:
        """Put a document there that readers take. A good proposal or a key's signature stays: it says the same. Whatever else is there
        may have been put there to be in the way.
        """
        check_document(name, content)
        names = [other for other in self._store.names() if is_name(other)]
        if name in names:
            if self._stays(name):
                return
        elif name not in names and len(names) >= MOST_DOCUMENTS:
            raise ExchangeError(f"exchange: {MOST_DOCUMENTS:,} documents are there already", "Put old ones away.")
        self._store.write(name, content)

    def attestations(self, digest: bytes) -> tuple[Attestation, ...]:
        names = self._names(f"attestation.{digest.hex()}.", MOST_DOCUMENTS)
        found = (self._taken(name, attestation_of) for name in names)
        return tuple(sorted((a for a in found if a is not None), key=lambda a: int(a.signer, 16)))

    def refusals(self, digest: bytes) -> tuple[Refusal, ...]:
        found = (self._taken(name, refusal_of) for name in self._names(f"refusal.{digest.hex()}.", MOST_DOCUMENTS))
        return tuple(sorted((r for r in found if r is not None), key=lambda r: int(r.attestor, 16)))

    def problems(self) -> tuple[Passed, ...]:
        return tuple(self._passed.values())

    def _names(self, head: str, most: int) -> list[str]:
        there = sorted(self._store.names())
        for name in there[:MOST_DOCUMENTS]:
            if not is_name(name):
                self._pass_over(name, "is not the name of a document of an exchange")
        names = [name for name in there if is_name(name) and name.startswith(head)]
        if len(names) > most:
            self._pass_over(f"{head}…", f"{len(names) - most:,} documents: more than {most:,} are there")
        return names[:most]

    def _taken(self, name: str, read: Callable[[str, bytes], _Document]) -> _Document | None:
        try:
            return read(name, self._store.read(name, most_bytes(name)))
        except DocumentError as error:
            self._pass_over(name, error.message)
            return None

    def _stays(self, name: str) -> bool:
        """A contract's signature, which only the contract can judge, may be made anew, as may a refusal."""
        found = self._taken(name, document_of)
        return isinstance(found, Proposal) or (isinstance(found, Attestation) and not found.by_contract)

    def _pass_over(self, name: str, reason: str) -> None:
        if name not in self._passed:
            _LOG.warning("passed over %r: %s", name, reason)
        self._passed[name] = Passed(name, reason)
