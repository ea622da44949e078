# SPDX-License-Identifier: Apache-2.0
"""What was said of the rights behind a deal: title, liens, licences, valuations, legal events, and how they came and went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from regalia.domain.rights.cause import Source
from regalia.domain.rights.day import today_of
from regalia.domain.rights.right import Right
from regalia.domain.rights.words import Act, Why
from regalia.ledger.index.reader_model import IndexedEvent
from regalia.ledger.place import Place
from regalia.ledger.rights_book import RightsBook
from regalia.reports.rights.right_numbers import written_number
from regalia.views.pool_parts import PoolEvent, code_of, day_of, hex_of
from regalia.views.pool_rights import address_of
from regalia.views.seen import DealNow

MOST = 2_000
"""Events of one name that are looked through, the newest."""
SHOWN = 300
TITLE, RELEASE = "TitleTransferred", "LienReleased"
Places = dict[tuple[str, str, int], Place]


def pool_events(now: DealNow, book: RightsBook) -> tuple[tuple[PoolEvent, ...], int]:
    """By the day they took effect, the last first; and how many older ones are left out. Of every right that ever backed the deal."""
    moves = _moves(now)
    backed = {bytes.fromhex(told.args["right"][2:]) for told in moves}
    rights = [book.registry.rights[right] for right in sorted(backed) if right in book.registry.rights]
    unplaced = _unplaced(now)
    found = [event for right in rights for event in _Told(now, book, right, unplaced).events()]
    found += [_move(now, told) for told in moves]
    found.sort(key=lambda event: (event.day or date.min, event.block, event.number, event.id), reverse=True)
    return tuple(found[:SHOWN]), max(len(found) - SHOWN, 0)


def _moves(now: DealNow) -> list[IndexedEvent]:
    """Rights that came to this deal, or left it."""
    books = now.moment.books
    said = [told for name in ("RightPledged", "RightReturned") for told in books.events(name, MOST)]
    return [told for told in said if told.args["deal"] == now.record.deal.address]


def _unplaced(now: DealNow) -> Places:
    """Where was told what the book of rights keeps no place of."""
    told = [one for name in (TITLE, RELEASE) for one in now.moment.books.events(name, MOST)]
    return {(one.name, one.args["right"], int(one.args["number"])): one.place for one in told}


def _move(now: DealNow, told: IndexedEvent) -> PoolEvent:
    right, place = bytes.fromhex(told.args["right"][2:]), told.place
    pledged = told.name == "RightPledged"
    what = "pledged" if pledged else code_of(Why(int(told.args["why"])))
    amount = now.money(int(told.args["valueAtPledge"])) if pledged else None
    return PoolEvent(
        id=f"{hex_of(right)}-{what}-{place.block_number}-{place.log_index}",
        what=what,
        number=place.log_index,
        right=written_number(right),
        day=day_of(today_of(place.timestamp)),
        code="",
        who="",
        label="",
        amount=amount,
        document="",
        block=place.block_number,
        time=place.timestamp,
        transaction=place.transaction_hash,
    )


class _Told:
    """Of one right, from its history."""

    def __init__(self, now: DealNow, book: RightsBook, right: Right, unplaced: Places) -> None:
        self._now, self._book, self._right, self._unplaced = now, book, right, unplaced

    def events(self) -> Iterator[PoolEvent]:
        right = self._right
        yield self._one("entered", 1, right.links[0].day, right.entry.document, self._place(Source.ENTRY, 1))
        for number, link in enumerate(right.links, 1):
            if address_of(link.sender):
                at = self._unplaced.get((TITLE, hex_of(right.id), number))
                yield self._one("title-transferred", number, link.day, link.document, at, link.receiver)
        for lien in right.liens:
            at = self._place(Source.LIEN, lien.number)
            yield self._one("lien-entered", lien.number, lien.entry.day, lien.entry.document, at, lien.entry.holder)
            if lien.release is not None:
                at = self._unplaced.get((RELEASE, hex_of(right.id), lien.number))
                yield self._one("lien-released", lien.number, lien.release.day, lien.release.document, at)
        for licence in right.licences:
            at, words = self._place(Source.LICENCE, licence.number), licence.words
            yield self._one("licence-granted", licence.number, words.since, licence.document, at, words.licensee)
            if licence.end is not None:
                end = self._place(Source.LICENCE_END, licence.number)
                yield self._one("licence-ended", licence.number, licence.end.day, licence.end.document, end)
        for number, given in enumerate(right.valuations, 1):
            at, said = self._place(Source.VALUATION, number), given.valuation
            ours = said.token.lower() == self._now.record.payment_token.address.lower()
            amount = self._now.money(said.amount) if ours else None
            yield self._one("valued", number, said.day, given.document, at, said.appraiser, amount=amount)
        for step in right.steps:
            event = step.event
            at, code = self._place(Source.LEGAL_EVENT, event.number), event.code.rstrip(b"\0").decode("latin-1")
            yield self._one(_act(event.act), event.number, event.effective, event.document, at, code=code)

    def _place(self, source: Source, number: int) -> Place | None:
        return self._book.places.get((self._right.id, source, number))

    def _one(
        self,
        what: str,
        number: int,
        day: int,
        document: bytes,
        at: Place | None,
        who: str = "",
        code: str = "",
        amount: Decimal | None = None,
    ) -> PoolEvent:
        return PoolEvent(
            id=f"{hex_of(self._right.id)}-{what}-{number}",
            what=what,
            number=number,
            right=written_number(self._right.id),
            day=day_of(day),
            code=code,
            who=address_of(who) if who else "",
            label=(self._now.names.label(who) or "") if who else "",
            amount=amount,
            document=hex_of(document),
            block=at.block_number if at else 0,
            time=at.timestamp if at else 0,
            transaction=at.transaction_hash if at else "",
        )


def _act(act: Act) -> str:
    return f"legal-{code_of(act)}"
