# SPDX-License-Identifier: Apache-2.0
"""Entries of rights, and the chain of title that begins with them."""

from __future__ import annotations

from eth_utils.crypto import keccak

from regalia.chain.events import Event
from regalia.chain.right_words import entry_of
from regalia.domain.rights.acts import TitleTransfer
from regalia.domain.rights.cause import Source
from regalia.domain.rights.spelling import spelled
from regalia.domain.rights.words import PPM
from regalia.ledger.right_acts import GROUP, book_of, said_by, took, words_of
from regalia.ledger.run import NOBODY, Run, at

REGISTRAR = keccak(text="REGISTRAR_ROLE")


def right_entered(run: Run, event: Event) -> None:
    """Its owners follow as links of the chain of title, and with the last of them it is entered."""
    said_by(run, event, REGISTRAR, event.args["by"])
    book = book_of(run)
    for before in book.entering[:1]:
        run.tally.holds(False, GROUP, at(before), "owners", "of the whole", "of a part")
    book.entering = [event]


def title_transferred(run: Run, event: Event) -> None:
    args, book = event.args, book_of(run)
    if args["from"] == NOBODY:
        _first_owner(run, event)
        return
    act = _link(event)
    if took(run, event, lambda today: book.registry.transfer_title(act, today)):
        links = len(book.registry.known(args["right"]).links)
        run.tally.same(GROUP, at(event), "link of the chain of title", links, args["number"])


def _first_owner(run: Run, event: Event) -> None:
    book = book_of(run)
    entering = book.entering and (book.entering[0].args["right"], book.entering[0].transaction_hash)
    new = (event.args["right"], event.transaction_hash)
    if run.tally.holds(entering == new, GROUP, at(event), "owner of", "the right being entered", event.args["right"]):
        book.entering.append(event)
        _enter_if_whole(run)


def _enter_if_whole(run: Run) -> None:
    book = book_of(run)
    entered, *links = book.entering
    if sum(link.args["share"] for link in links) < PPM:
        return
    book.entering = []
    owners, shares = (tuple(link.args[name] for link in links) for name in ("to", "share"))
    entry = words_of(run, entered, lambda: entry_of(entered.args, owners, shares))
    if entry is None or not took(run, entered, lambda today: book.registry.enter(entry, today)):
        return
    book.place(Source.ENTRY, entered, 1)
    for number, (link, expected) in enumerate(zip(links, book.registry.known(entry.right).links, strict=True), 1):
        run.tally.same(GROUP, at(link), "link of the chain of title", number, link.args["number"])
        run.tally.same(GROUP, at(link), "words of the link", expected, spelled(_link(link)))


def _link(event: Event) -> TitleTransfer:
    args = event.args
    return TitleTransfer(args["right"], args["from"], args["to"], args["share"], args["day"], args["document"])
