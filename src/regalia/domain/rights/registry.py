# SPDX-License-Identifier: Apache-2.0
"""The registry of rights: the twin of ``contracts/registry/IPRegistry.sol``, without roles and signatures.

Every act refuses in one order: whether the right is known (or new), then the fields as the parameters stand, then what the state of the
right asks, then the document. A refusal changes nothing. ``today`` is the day of the block, yyyymmdd.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace

from regalia.domain.rights import acts, legal, licences, liens, title, valuations
from regalia.domain.rights.acts import RightAct
from regalia.domain.rights.address import plain
from regalia.domain.rights.documents import Documents
from regalia.domain.rights.number import check
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.right import Hold, Right
from regalia.domain.rights.spelling import spelled
from regalia.domain.rights.words import Purpose


class Registry:
    """What is known of each right, and what documents stand for."""

    def __init__(self) -> None:
        self.rights: dict[bytes, Right] = {}
        self.documents = Documents()

    def copy(self) -> Registry:
        """Another of the same content; changes of one leave the other alone."""
        other = Registry()
        other.rights, other.documents = dict(self.rights), Documents(self.documents)
        return other

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All that happens inside, or nothing."""
        saved = dict(self.rights), Documents(self.documents)
        try:
            yield
        except RightsRefusedError:
            self.rights, self.documents = saved
            raise

    def known(self, right: bytes) -> Right:
        if right not in self.rights:
            raise RightsRefusedError("IPRegistry_UnknownRight", right)
        return self.rights[right]

    def take(self, act: RightAct, today: int) -> None:
        """Whatever act it is."""
        match act:
            case acts.RightEntry():
                self.enter(act, today)
            case acts.TitleTransfer():
                self.transfer_title(act, today)
            case acts.LienEntry():
                self.enter_lien(act, today)
            case acts.LienRelease():
                self.release_lien(act, today)
            case acts.LicenceGrant():
                self.grant_licence(act, today)
            case acts.LicenceEnd():
                self.terminate_licence(act, today)
            case acts.RightValuation():
                self.value(act, today)
            case acts.LegalEvent():
                self.report((act,), today)
            case acts.NewerDocument():
                self.supersede_document(act, today)

    def enter(self, entry: acts.RightEntry, today: int) -> None:
        check(entry.right, entry.kind, entry.document)
        if entry.right in self.rights:
            raise RightsRefusedError("IPRegistry_AlreadyEntered", entry.right)
        title.check_entry(entry, today)
        self.documents.file((entry.right, Purpose.ENTRY, 1), entry.document)
        self.rights[entry.right] = title.entered(entry, today)

    def transfer_title(self, transfer: acts.TitleTransfer, today: int) -> None:
        """Refused while a pool holds the title: what backs a deal isn't sold out of it."""
        transfer = spelled(transfer)
        right = self.known(transfer.right)
        title.check_transfer(right, transfer, today)
        meaning = (right.id, Purpose.TITLE, len(right.links) + 1)
        self.documents.check(meaning, transfer.document)  # before the owners are counted, as the contract has it
        self.rights[right.id] = title.transferred(right, transfer)
        self.documents.file(meaning, transfer.document)

    def enter_lien(self, entry: acts.LienEntry, today: int) -> int:
        """Returns the lien's number."""
        right = liens.with_lien(self.known(entry.right), spelled(entry), today)
        return self._keep(right, Purpose.LIEN, len(right.liens), entry.document)

    def release_lien(self, release: acts.LienRelease, today: int) -> None:
        right = liens.with_release(self.known(release.right), release, today)
        self._keep(right, Purpose.LIEN_RELEASE, release.number, release.document)

    def grant_licence(self, grant: acts.LicenceGrant, today: int) -> int:
        """Returns the licence's number. It may begin on any day; the one it is granted under may not be over."""
        right = licences.with_licence(self.known(grant.right), spelled(grant.licence), grant.document, today)
        return self._keep(right, Purpose.LICENCE, len(right.licences), grant.document)

    def terminate_licence(self, end: acts.LicenceEnd, today: int) -> None:
        right = licences.with_end(self.known(end.right), end, today)
        self._keep(right, Purpose.LICENCE_END, end.number, end.document)

    def value(self, given: acts.RightValuation, today: int) -> int:
        """Returns the valuation's number."""
        given = replace(given, valuation=spelled(given.valuation))
        right = valuations.with_valuation(self.known(given.right), given, today)
        return self._keep(right, Purpose.VALUATION, len(right.valuations), given.document)

    def report(self, events: Iterable[acts.LegalEvent], today: int) -> None:
        """All of the events, or none."""
        events = tuple(events)
        with self.whole() if len(events) > 1 else nullcontext():
            for event in events:
                right = legal.with_event(self.known(event.right), event, today)
                self._keep(right, Purpose.LEGAL_EVENT, event.number, event.document)

    def supersede_document(self, act: acts.NewerDocument, today: int) -> None:
        """On any day."""
        right = self.known(act.right)
        meaning = (act.right, act.purpose, act.number)
        self.documents.require(meaning, act.document)
        self.documents.file(meaning, act.newer)
        self.rights[right.id] = replace(right, newer=(*right.newer, act))

    def bind(self, right: bytes, pool: str, originator: str, whole: bool = True) -> None:
        """Hold a right to a pool, its title or a licence under it, for a deal of the originator, who may then not value it."""
        found = self.known(right)
        if found.hold is not None:
            raise RightsRefusedError("IPRegistry_Bound", right, found.hold.pool)
        self.rights[right] = replace(found, hold=Hold(plain(pool), plain(originator), whole))

    def free(self, right: bytes, pool: str) -> None:
        self.rights[right] = replace(self._held_by(right, pool), hold=None)

    def file_breach(self, right: bytes, number: int, document: bytes, pool: str) -> None:
        """The document of a breached warranty."""
        self._held_by(right, pool)
        self.documents.file((right, Purpose.BREACH, number), document)

    def _held_by(self, right: bytes, pool: str) -> Right:
        found = self.known(right)
        holder = plain(found.hold.pool if found.hold else "")
        if holder != plain(pool):
            raise RightsRefusedError("IPRegistry_NotBound", right, holder)
        return found

    def _keep(self, right: Right, purpose: Purpose, number: int, document: bytes) -> int:
        self.documents.file((right.id, purpose, number), document)
        self.rights[right.id] = right
        return number
