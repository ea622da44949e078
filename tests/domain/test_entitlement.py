# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.entitlement import SCALE_BITS, Book

HOLDERS = ("senior_investor", "mezzanine_investor", "custodian", "attacker")


def thirds() -> Book:
    """Three holders of one unit each."""
    book = Book()
    for holder in HOLDERS[:3]:
        book.move(None, holder, 1)
    return book


def busy_book(rng: Random) -> tuple[Book, int, int]:
    """A book after a random life; with what was credited and what was claimed."""
    book, credited, claimed = Book(), 0, 0
    book.move(None, HOLDERS[0], rng.randrange(1, 2 ** rng.randrange(1, 48)))
    for _ in range(rng.randrange(1, 40)):
        match rng.randrange(4):
            case 0:
                sender, receiver = rng.choice(HOLDERS), rng.choice(HOLDERS)
                book.move(sender, receiver, rng.randint(0, book.account(sender).units))
            case 1:
                amount = rng.randrange(10 ** rng.randrange(1, 15))
                book.credit(amount)
                credited += amount
            case 2:
                claimed += book.claim(rng.choice(HOLDERS))
            case 3:
                book.move(None, rng.choice(HOLDERS), rng.randrange(5))
    return book, credited, claimed


def test_credit__not_divisible__holders_round_down_and_nothing_is_lost() -> None:
    book = thirds()
    book.credit(100)
    assert [book.entitlement(h) for h in HOLDERS[:3]] == [33, 33, 33]
    book.credit(200)
    assert [book.entitlement(h) for h in HOLDERS[:3]] == [100, 100, 100]


def test_credit__remainder__exactly_what_the_running_total_lacks() -> None:
    book = thirds()
    book.credit(100)
    assert book.per_unit * 3 + book.remainder == 100 << SCALE_BITS


def test_credit__ten_thousand_small_distributions__dust_does_not_grow() -> None:
    book = Book()
    book.move(None, "senior_investor", 277_711)
    book.move(None, "custodian", 1)
    for _ in range(10_000):
        book.credit(7)
    assert book.entitlement("senior_investor") + book.entitlement("custodian") in (69_999, 70_000)


def test_credit__nobody_holds_units__refused() -> None:
    with pytest.raises(ValueError, match="no units"):
        Book().credit(1)


def test_credit__zero__nothing_changes() -> None:
    book = thirds()
    before = (book.per_unit, book.remainder)
    book.credit(0)
    assert (book.per_unit, book.remainder) == before


def test_move__more_than_held__refused_and_nothing_changes() -> None:
    book = thirds()
    with pytest.raises(ValueError, match="fewer than 2"):
        book.move("custodian", "attacker", 2)
    assert (book.account("custodian").units, book.account("attacker").units, book.supply) == (1, 0, 3)


def test_move__after_income__seller_keeps_it_and_buyer_has_none() -> None:
    book = thirds()
    book.credit(300)
    book.move("custodian", "attacker", 1)
    assert (book.entitlement("custodian"), book.entitlement("attacker")) == (100, 0)
    book.credit(300)
    assert (book.entitlement("custodian"), book.entitlement("attacker")) == (100, 100)


def test_move__to_oneself__nothing_changes() -> None:
    book = thirds()
    book.credit(300)
    book.move("custodian", "custodian", 1)
    assert (book.account("custodian").units, book.entitlement("custodian")) == (1, 100)


def test_move__burn_all__income_stays_with_the_holder() -> None:
    book = thirds()
    book.credit(300)
    book.move("custodian", None, 1)
    assert (book.supply, book.entitlement("custodian")) == (2, 100)


def test_claim__twice__paid_once() -> None:
    book = thirds()
    book.credit(100)
    assert (book.claim("custodian"), book.claim("custodian")) == (33, 0)


def test_claim__after_each_of_three_credits__fractions_are_kept() -> None:
    book = thirds()
    claims = []
    for _ in range(3):
        book.credit(1)
        claims.append(book.claim("custodian"))
    assert claims == [0, 0, 1]


def test_claim__stranger__nothing() -> None:
    book = thirds()
    book.credit(300)
    assert book.claim("attacker") == 0


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 2**48))
def test_move__any_history__changes_nobodys_entitlement(seed: int, units: int) -> None:
    rng = Random(seed)
    book, _, _ = busy_book(rng)
    before = [book.entitlement(h) for h in HOLDERS]
    sender, receiver = rng.choice([*HOLDERS, None]), rng.choice([*HOLDERS, None])
    held = book.account(sender).units if sender else units
    book.move(sender, receiver, min(units, held))
    assert [book.entitlement(h) for h in HOLDERS] == before


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_entitlements__any_history__never_above_what_was_credited_and_short_by_less_than_a_unit_each(seed: int) -> None:
    book, credited, claimed = busy_book(Random(seed))
    owed = sum(book.entitlement(h) for h in HOLDERS)
    dust = credited - claimed - owed
    assert 0 <= dust <= len(HOLDERS)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_accounts__any_history__fixed_point_sum_is_exact(seed: int) -> None:
    book, credited, claimed = busy_book(Random(seed))
    exact = sum(book.per_unit * a.units + a.correction for a in book.accounts.values())
    assert exact + book.remainder == (credited - claimed) << SCALE_BITS
