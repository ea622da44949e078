# SPDX-License-Identifier: Apache-2.0
"""What the registry of rights said, one event each, through its twin. Whatever the twin would have refused is a difference."""

from __future__ import annotations

from eth_utils.crypto import keccak

from regalia.chain.events import Event
from regalia.chain.right_reports import LEGAL, VALUATION
from regalia.chain.right_words import legal_event_of, licence_of, valuation_of
from regalia.domain.rights.acts import LicenceEnd, LicenceGrant, LienEntry, LienRelease, NewerDocument, RightValuation
from regalia.domain.rights.address import plain
from regalia.domain.rights.cause import Source
from regalia.domain.rights.words import Purpose
from regalia.ledger.right_acts import GROUP, book_of, owe, owe_count, said_by, told, took, words_of
from regalia.ledger.right_entries import REGISTRAR
from regalia.ledger.right_reports import compare_interest, passed_on
from regalia.ledger.rights_book import Owed
from regalia.ledger.run import NOBODY, Run, at

APPRAISER, ORACLE, POOL = (keccak(text=f"{name}_ROLE") for name in ("APPRAISER", "ORACLE", "POOL"))


def lien_entered(run: Run, event: Event) -> None:
    args = event.args
    act = LienEntry(args["right"], args["holder"], args["rank"], args["day"], args["document"])
    took(run, event, lambda today: book_of(run).registry.enter_lien(act, today), args["number"])
    book_of(run).place(Source.LIEN, event, args["number"])
    owe_count(run, event, args["right"])


def lien_released(run: Run, event: Event) -> None:
    args = event.args
    act = LienRelease(args["right"], args["number"], args["day"], args["document"])
    took(run, event, lambda today: book_of(run).registry.release_lien(act, today))
    owe_count(run, event, args["right"])


def licence_granted(run: Run, event: Event) -> None:
    args = event.args
    act = LicenceGrant(args["right"], licence_of(args["licence"]), args["document"])
    took(run, event, lambda today: book_of(run).registry.grant_licence(act, today), args["number"])
    book_of(run).place(Source.LICENCE, event, args["number"])
    owe_count(run, event, args["right"])


def licence_terminated(run: Run, event: Event) -> None:
    """With a licence end those granted under it, and each is told."""
    args, book = event.args, book_of(run)
    right, number = args["right"], args["number"]
    book.place(Source.LICENCE_END, event, number)
    if Owed(event.transaction_hash, event.name, right, number) in book.owed:
        told(run, event, right, number)
        ended = next(licence.end for licence in book.registry.known(right).licences if licence.number == number)
        run.tally.same(GROUP, at(event), "ended as the one it was granted under", ended, _end(event))
        return
    before = _live(run, right)
    if not took(run, event, lambda today: book.registry.terminate_licence(_end(event), today)):
        return
    for other in before - _live(run, right) - {number}:
        owe(run, event, event.name, right, other)
    owe_count(run, event, right)


def _end(event: Event) -> LicenceEnd:
    return LicenceEnd(event.args["right"], event.args["number"], event.args["day"], event.args["document"])


def _live(run: Run, right: bytes) -> set[int]:
    known = book_of(run).registry.rights.get(right)
    return {licence.number for licence in known.live_licences} if known else set()


def right_valued(run: Run, event: Event) -> None:
    """By an appraiser in its own name; when that is the recorded oracle, as attestors signed who don't gain from it."""
    args = event.args
    valuation = words_of(run, event, lambda: valuation_of(args["valuation"]))
    if valuation is None:
        return
    said_by(run, event, APPRAISER, valuation.appraiser)
    rights = run.ledger.record.rights
    oracle = rights.valuation_oracle if rights else None
    if oracle is not None and valuation.appraiser == oracle.address:
        report = passed_on(run, event, VALUATION, {**args, **args["valuation"]})
        if report is not None:
            compare_interest(run, event, report)
    act = RightValuation(args["right"], valuation, args["document"])
    took(run, event, lambda today: book_of(run).registry.value(act, today), args["number"])
    book_of(run).place(Source.VALUATION, event, args["number"])
    owe_count(run, event, args["right"])


def legal_event_reported(run: Run, event: Event) -> None:
    """It came through the recorded oracle, in its turn, and leads where the table says."""
    if run.ledger.record.rights is not None:
        said_by(run, event, ORACLE, run.ledger.record.rights.oracle.address)
    args, book, legal = event.args, book_of(run), words_of(run, event, lambda: legal_event_of(event.args))
    passed_on(run, event, LEGAL, args)
    if legal is None:
        return
    took(run, event, lambda today: book.registry.report((legal,), today))
    right = book.registry.rights.get(args["right"])
    run.tally.same(GROUP, at(event), "status", right and int(right.status), args["status"])
    book.place(Source.LEGAL_EVENT, event, args["number"])
    owe_count(run, event, args["right"])


def document_superseded(run: Run, event: Event) -> None:
    args, book = event.args, book_of(run)
    said_by(run, event, REGISTRAR, args["by"])
    meaning = book.registry.documents.get(args["document"])
    known = run.tally.holds(meaning is not None, GROUP, at(event), "the document stands for", "something", "nothing")
    if known and meaning is not None:
        act = NewerDocument(args["right"], Purpose(meaning[1]), meaning[2], args["document"], args["newer"])
        took(run, event, lambda today: book.registry.supersede_document(act, today))


def right_bound(run: Run, event: Event) -> None:
    """Our pool said so a moment before; another's pool says so here."""
    args, book = event.args, book_of(run)
    said_by(run, event, POOL, args["pool"])
    right = book.registry.rights.get(args["right"])
    if plain(args["pool"]) != book.pool.address:
        took(run, event, lambda today: book.registry.bind(args["right"], args["pool"], NOBODY, args["whole"]))
        return
    told(run, event, args["right"])
    held = right and right.hold and (right.hold.pool, right.hold.whole)
    run.tally.same(GROUP, at(event), "held", (plain(args["pool"]), args["whole"]), held)


def right_freed(run: Run, event: Event) -> None:
    """Our pool gave the right back a moment before."""
    args, book = event.args, book_of(run)
    if plain(args["pool"]) != book.pool.address:
        took(run, event, lambda today: book.registry.free(args["right"], args["pool"]))
        return
    told(run, event, args["right"])
