# SPDX-License-Identifier: Apache-2.0
"""Books of a tranche: as they are after closing, and after a random life."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from regalia.domain.entitlement import Book

HOLDERS = ("senior_investor", "mezzanine_investor", "custodian", "attacker")


def thirds() -> Book:
    """Three holders of one unit each."""
    return placed(dict.fromkeys(HOLDERS[:3], 1))


def placed(units: Mapping[str, int], late: int = 0) -> Book:
    """So many units sold and issued at closing, and some that their subscribers have not collected yet."""
    book = Book()
    book.place(sum(units.values()) + late)
    for holder, count in units.items():
        book.issue(holder, count)
    return book


def busy_book(rng: Random) -> tuple[Book, int, int]:
    """A book after a random life, in which some collect late; with what was credited and what was claimed."""
    credited, claimed = 0, 0
    book = placed({HOLDERS[0]: rng.randrange(1, 2 ** rng.randrange(1, 48))}, late=rng.randrange(200))
    for _ in range(rng.randrange(1, 40)):
        sender, receiver = rng.choice(HOLDERS), rng.choice(HOLDERS)
        match rng.randrange(7):
            case 0:
                book.move(sender, receiver, rng.randint(0, book.account(sender).units))
            case 4:
                book.carry(sender, receiver, rng.choice([None, rng.randint(0, book.entitlement(sender))]))
            case 5 if sender != receiver:
                book.recover(sender, receiver)
            case 6:
                units = rng.randint(0, book.account(sender).units)
                book.move(sender, None, min(units, book.supply - 1))
            case 1:
                amount = rng.randrange(10 ** rng.randrange(1, 15))
                book.credit(amount)
                credited += amount
            case 2:
                claimed += book.claim(rng.choice(HOLDERS))
            case 3:
                book.issue(rng.choice(HOLDERS), rng.randrange(min(book.awaited, 5) + 1))
    return book, credited, claimed
