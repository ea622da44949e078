# SPDX-License-Identifier: Apache-2.0
"""Who holds the roles a deal depends on: whoever was ever appointed, held against what the contracts answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eth_utils.crypto import keccak
from web3 import Web3
from web3.types import BlockData

from regalia.chain.code_age import first_block_with_code
from regalia.chain.logs import LogReader
from regalia.chain.offices import ADMINISTRATOR_ROLE
from regalia.ledger.place import Place
from regalia.ledger.replay import Replay
from regalia.ledger.role_answers import RoleAnswers
from regalia.ledger.role_events import GROUP, RoleBook, read_roles, role_topics
from regalia.ledger.role_model import Administration, Appointment, HeldRole, RoleHolders
from regalia.ledger.role_notes import notes_on
from regalia.ledger.role_seats import KNOWN, due_to_contracts, roles_of, seats_of
from regalia.ledger.run import NOBODY

MOST_HOLDERS = 1_000
"""Holders who are asked about though nothing told of them: those with most units."""
_UNKNOWN = "nothing that a contract of ours asks for"


def compare_roles(web3: Web3, block: BlockData, replayed: Replay) -> RoleHolders:
    """Compare what is told with what is answered at ``block``. Raises ``LogError`` in its kinds, ``ChainUnreachableError`` and
    ``NodeRefusedError``.

    A node that hides an appointment of somebody nobody would think of can't be found out; of everybody around the deal it can.
    """
    record, tally, number = replayed.ledger.record, replayed.tally, block["number"]
    seats = seats_of(record)
    since = first_block_with_code(web3, seats.values(), record.block_number)
    events = LogReader(web3, sorted(seats.values()), since, topics=role_topics()).read(number)
    book = read_roles(events, {address: name for name, address in seats.items()}, tally)
    tally.turn_to(number)
    people = _people(replayed, book)
    answers = RoleAnswers(web3, number, tally)
    for contract, address in seats.items():
        _administrator(answers, book, contract, address)
        wanted = _roles(book, contract, address)
        answers.compare_holders(contract, address, {role: book.holders[address, role] for role in wanted}, people)
    if "InvestorRegistry" in seats:
        answers.compare_issuers(seats["InvestorRegistry"], book.issuers, people)
    for contract, role, who, what in due_to_contracts(record):
        held = who in book.holders[seats[contract], bytes(keccak(text=role))]
        tally.holds(held, GROUP, f"{contract}, {role}", f"of {what}", who, "not appointed")
    roles = tuple(_held(book, contract, address) for contract, address in seats.items())
    held_roles = tuple(role for found in roles for role in found)
    administrations = tuple(_administration(book, contract, address) for contract, address in seats.items())
    return RoleHolders(
        since=book.first,
        events=book.told,
        asked=len(people),
        administrations=administrations,
        roles=held_roles,
        issuers=_appointments(book.issuers),
        notes=notes_on(web3, number, replayed, held_roles, administrations),
    )


def _roles(book: RoleBook, contract: str, address: str) -> tuple[bytes, ...]:
    """Those our contract asks for, then any other that somebody was appointed to."""
    told = (role for of, role in book.holders if of == address)
    return tuple(dict.fromkeys((*roles_of(contract), *told)))


def _people(replayed: Replay, book: RoleBook) -> tuple[str, ...]:
    """Everybody who was ever appointed to anything, everybody around the deal, and who holds its units, those with most first."""
    ledger, record = replayed.ledger, replayed.ledger.record
    contracts = (contract.address for _, contract in record.contracts())
    originator = replayed.run.wiring.originator if replayed.run.wiring else record.arguments.get("originator", NOBODY)
    around = (
        record.deployer,
        originator,
        *record.payees.values(),
        *(payee for payee in replayed.run.paid_now if payee),
        *record.attestors.signers,
        *ledger.stream.signers.signers,
        *([ledger.tax_authority] if ledger.tax_authority else []),
        *contracts,
    )
    units: dict[str, int] = {}
    for register in ledger.books.values():
        for holder, account in register.accounts.items():
            units[holder] = units.get(holder, 0) + account.units
    holders = sorted(units, key=lambda holder: (-units[holder], holder))[:MOST_HOLDERS]
    return tuple(dict.fromkeys(who for who in (*book.ever, *around, *holders) if who != NOBODY))


def _administrator(answers: RoleAnswers, book: RoleBook, contract: str, address: str) -> None:
    told = tuple(book.holders[address, ADMINISTRATOR_ROLE]) or (NOBODY,)
    answers.compare_administrator(contract, address, told, book.pending.get(address, (NOBODY, 0)))


def _held(book: RoleBook, contract: str, address: str) -> Iterable[HeldRole]:
    for role in _roles(book, contract, address):
        if role == ADMINISTRATOR_ROLE:
            continue
        name, office = KNOWN.get((contract, role), (None, None))
        words = (office.role, name, office.duty) if office else ("0x" + role.hex(), None, _UNKNOWN)
        yield HeldRole(contract, address, *words, _appointments(book.holders[address, role]))


def _administration(book: RoleBook, contract: str, address: str) -> Administration:
    found = _appointments(book.holders[address, ADMINISTRATOR_ROLE])
    successor, since = book.pending.get(address, (None, None))
    return Administration(contract, address, found[0] if found else None, successor, since)


def _appointments(holders: Mapping[str, Place]) -> tuple[Appointment, ...]:
    return tuple(Appointment(who, place) for who, place in holders.items())
