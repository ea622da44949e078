# SPDX-License-Identifier: Apache-2.0
"""What the registry of rights said, one event each, through its twin. Whatever the twin would have refused is a difference."""

from __future__ import annotations

from collections.abc import Callable

from eth_utils.crypto import keccak

from regalia.chain.events import Event
from regalia.chain.right_words import entry_of, legal_event_of, licence_of, valuation_of
from regalia.domain.rights.acts import (
    LicenceEnd,
    LicenceGrant,
    LienEntry,
    LienRelease,
    NewerDocument,
    RightValuation,
    TitleTransfer,
)
from regalia.domain.rights.address import plain
from regalia.domain.rights.cause import Source
from regalia.domain.rights.day import today_of
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.words import PPM, Purpose
from regalia.ledger.rights_book import RightsBook
from regalia.ledger.run import NOBODY, Run, at

GROUP = "rights"
REGISTRAR, APPRAISER = keccak(text="REGISTRAR_ROLE"), keccak(text="APPRAISER_ROLE")


def right_entered(run: Run, event: Event) -> None:
    """Its owners follow as links of the chain of title, and with the last of them it is entered."""
    said_by(run, event, REGISTRAR, event.args["by"])
    _book(run).entering = [event]


def title_transferred(run: Run, event: Event) -> None:
    args, book = event.args, _book(run)
    if args["from"] != NOBODY:
        act = TitleTransfer(args["right"], args["from"], args["to"], args["share"], args["day"], args["document"])
        took(run, event, lambda today: book.registry.transfer_title(act, today))
    else:
        book.entering.append(event)
        _enter_if_whole(run, event)
    right = book.registry.rights.get(args["right"])
    if right is not None and not book.entering:
        run.tally.same(GROUP, at(event), "link of the chain of title", len(right.links), args["number"])


def _enter_if_whole(run: Run, event: Event) -> None:
    book = _book(run)
    entered, *links = book.entering
    if sum(link.args["share"] for link in links) < PPM:
        return
    book.entering = []
    owners = tuple(link.args["to"] for link in links)
    entry = entry_of(entered.args, owners, tuple(link.args["share"] for link in links))
    took(run, event, lambda today: book.registry.enter(entry, today))
    book.place(Source.ENTRY, entered, 1)


def lien_entered(run: Run, event: Event) -> None:
    args = event.args
    act = LienEntry(args["right"], args["holder"], args["rank"], args["day"], args["document"])
    took(run, event, lambda today: _book(run).registry.enter_lien(act, today), args["number"])
    _book(run).place(Source.LIEN, event, args["number"])


def lien_released(run: Run, event: Event) -> None:
    args = event.args
    act = LienRelease(args["right"], args["number"], args["day"], args["document"])
    took(run, event, lambda today: _book(run).registry.release_lien(act, today))


def licence_granted(run: Run, event: Event) -> None:
    args = event.args
    act = LicenceGrant(args["right"], licence_of(args["licence"]), args["document"])
    took(run, event, lambda today: _book(run).registry.grant_licence(act, today), args["number"])
    _book(run).place(Source.LICENCE, event, args["number"])


def licence_terminated(run: Run, event: Event) -> None:
    """With a licence end those granted under it, and each is told."""
    args, book = event.args, _book(run)
    end = LicenceEnd(args["right"], args["number"], args["day"], args["document"])
    book.place(Source.LICENCE_END, event, args["number"])
    right = book.registry.rights.get(args["right"])
    if right is not None and any(licence.end == end for licence in right.licences):
        run.tally.holds(True, GROUP, at(event), "ended with the licence it was granted under", "", "")
        return
    took(run, event, lambda today: book.registry.terminate_licence(end, today))


def right_valued(run: Run, event: Event) -> None:
    args = event.args
    valuation = valuation_of(args["valuation"])
    said_by(run, event, APPRAISER, valuation.appraiser)
    act = RightValuation(args["right"], valuation, args["document"])
    took(run, event, lambda today: _book(run).registry.value(act, today), args["number"])
    _book(run).place(Source.VALUATION, event, args["number"])


def legal_event_reported(run: Run, event: Event) -> None:
    """It came through the recorded oracle, in its turn, and leads where the table says."""
    args, book, legal = event.args, _book(run), legal_event_of(event.args)
    through = book.announced[event.transaction_hash] > 0
    run.tally.holds(through, GROUP, at(event), "passed on by", "the recorded oracle", "somebody else")
    book.announced[event.transaction_hash] -= 1
    took(run, event, lambda today: book.registry.report((legal,), today))
    right = book.registry.rights.get(args["right"])
    run.tally.same(GROUP, at(event), "status", right and int(right.status), args["status"])
    book.place(Source.LEGAL_EVENT, event, args["number"])


def document_superseded(run: Run, event: Event) -> None:
    args, book = event.args, _book(run)
    said_by(run, event, REGISTRAR, args["by"])
    meaning = book.registry.documents.get(args["document"])
    known = run.tally.holds(meaning is not None, GROUP, at(event), "the document stands for", "something", "nothing")
    if known and meaning is not None:
        act = NewerDocument(args["right"], Purpose(meaning[1]), meaning[2], args["document"], args["newer"])
        took(run, event, lambda today: book.registry.supersede_document(act, today))


def right_bound(run: Run, event: Event) -> None:
    """Our pool said so a moment before; another's pool says so here."""
    args, book = event.args, _book(run)
    right = book.registry.rights.get(args["right"])
    if plain(args["pool"]) != book.pool.address:
        took(run, event, lambda today: book.registry.bind(args["right"], args["pool"], NOBODY, args["whole"]))
        return
    held = right and right.hold and (right.hold.pool, right.hold.whole)
    run.tally.same(GROUP, at(event), "held", (plain(args["pool"]), args["whole"]), held)


def right_freed(run: Run, event: Event) -> None:
    args, book = event.args, _book(run)
    right = book.registry.rights.get(args["right"])
    if plain(args["pool"]) != book.pool.address:
        took(run, event, lambda today: book.registry.free(args["right"], args["pool"]))
        return
    run.tally.same(GROUP, at(event), "held", None, right and right.hold)


def took(run: Run, event: Event, act: Callable[[int], int | None], number: int | None = None) -> bool:
    """Count one comparison: the twin takes the act on that day, and gives it the ``number`` the chain gave it."""
    try:
        given = act(today_of(event.timestamp))
    except RightsRefusedError as error:
        return run.tally.holds(False, GROUP, at(event), "by the rules", "taken", error.message)
    return run.tally.same(GROUP, at(event), "taken, with the number", number, given if number is not None else None)


def said_by(run: Run, event: Event, role: bytes, who: str) -> bool:
    """Whoever said it had the office."""
    holders = _book(run).holders[event.address, role]
    return run.tally.holds(who in holders, GROUP, at(event), "said by", "an officer", who)


def _book(run: Run) -> RightsBook:
    assert run.rights is not None  # a deal without rights has no contracts that say such things
    return run.rights
