# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.entitlement import ONE, SCALE_BITS, Book, BookError
from tests.domain.busy_books import HOLDERS, busy_book, placed, thirds


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
    book = placed({"senior_investor": 277_711, "custodian": 1})
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
def test_move__any_history__changes_nobodys_entitlement_but_that_of_the_last_to_burn(seed: int, units: int) -> None:
    rng = Random(seed)
    book, _, _ = busy_book(rng)
    expected = {holder: book.entitlement(holder) for holder in HOLDERS}
    sender, receiver = rng.choice(HOLDERS), rng.choice([*HOLDERS, None])
    moved = min(units, book.account(sender).units)
    if receiver is None and moved == book.supply:
        expected[sender] = (book.scaled(sender) + book.remainder + book.dust) >> SCALE_BITS
    book.move(sender, receiver, moved)
    assert {holder: book.entitlement(holder) for holder in HOLDERS} == expected


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_entitlements__any_history__never_above_what_was_credited_and_short_by_less_than_a_unit_each(seed: int) -> None:
    book, credited, claimed = busy_book(Random(seed))
    owed = sum(book.entitlement(h) for h in HOLDERS) + (book.awaited * book.per_unit >> SCALE_BITS)
    dust = credited - claimed - owed
    assert 0 <= dust <= len(HOLDERS) + 1


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_accounts__any_history__fixed_point_sum_is_exact(seed: int) -> None:
    book, credited, claimed = busy_book(Random(seed))
    exact = sum(book.per_unit * a.units + a.correction for a in book.accounts.values())
    exact += book.per_unit * book.awaited
    assert sum(a.units for a in book.accounts.values()) + book.awaited == book.supply
    assert exact + book.remainder + book.dust == (credited - claimed) << SCALE_BITS == book.scaled_total()


def test_move__last_units_and_a_fraction_owed__is_dust_for_the_next_credit() -> None:
    book = thirds()
    book.credit(100)
    assert book.claim("custodian") == 33
    book.move("custodian", HOLDERS[0], 1)
    fraction = book.dust
    assert (book.scaled("custodian"), fraction) == (0, ONE // 3)
    book.credit(1)
    assert book.dust == 0
    assert book.scaled(HOLDERS[0]) + book.scaled(HOLDERS[1]) + book.remainder == (101 - 33) << SCALE_BITS


def test_move__last_units_and_a_whole_unit_owed__waits_for_the_holder() -> None:
    book = thirds()
    book.credit(100)
    book.move("custodian", HOLDERS[0], 1)
    assert (book.entitlement("custodian"), book.dust) == (33, 0)
    assert (book.claim("custodian"), book.scaled("custodian"), book.dust) == (33, 0, ONE // 3)


def test_burn__every_unit_in_any_order__claims_add_up_to_what_was_credited() -> None:
    for claims_first in range(8):
        book, paid = thirds(), 0
        book.credit(101)
        for i, holder in enumerate(HOLDERS[:3]):
            if claims_first >> i & 1:
                paid += book.claim(holder)
            book.move(holder, None, 1)
        paid += sum(book.claim(holder) for holder in HOLDERS[:3])
        assert (paid, book.scaled_total()) == (101, 0)


def test_burn__last_one_is_owed_a_fraction_only__who_claims_last_gets_the_whole_unit() -> None:
    book = placed({"senior_investor": 1, "custodian": 2})
    book.credit(5)
    book.move("senior_investor", None, 1)
    assert book.claim("custodian") == 3
    book.move("custodian", None, 2)
    assert (book.scaled("custodian"), book.claim("senior_investor"), book.scaled_total()) == (0, 2, 0)


def test_carry__an_amount__whole_units_go_and_the_fraction_stays() -> None:
    book = thirds()
    book.credit(100)
    assert book.carry("custodian", "attacker", 30) == 30
    assert (book.scaled("custodian"), book.scaled("attacker")) == ((3 << SCALE_BITS) + ONE // 3, 30 << SCALE_BITS)


@pytest.mark.parametrize("amount", [33, None])
def test_carry__all_whole_units__the_fraction_goes_too(amount: int | None) -> None:
    book = thirds()
    book.credit(100)
    assert book.carry("custodian", "attacker", amount) == 33
    assert (book.scaled("custodian"), book.scaled("attacker")) == (0, (33 << SCALE_BITS) + ONE // 3)


def test_carry__a_fraction_alone__stays() -> None:
    book = thirds()
    book.credit(1)
    assert (book.carry("custodian", "attacker"), book.scaled("custodian"), book.scaled("attacker")) == (0, ONE // 3, 0)


def test_carry__more_than_is_owed__refused_and_nothing_changes() -> None:
    book = thirds()
    book.credit(100)
    with pytest.raises(BookError, match="owed 33, less than the 34"):
        book.carry("custodian", "attacker", 34)
    assert (book.entitlement("custodian"), book.entitlement("attacker")) == (33, 0)


def test_recover__units_and_income__go_with_the_fraction() -> None:
    book = thirds()
    book.credit(100)
    owed = book.scaled("custodian")
    book.recover("custodian", "attacker")
    assert (book.account("attacker").units, book.scaled("attacker"), book.scaled("custodian")) == (1, owed, 0)


def test_recover__income_without_units__goes_too() -> None:
    book = thirds()
    book.credit(300)
    book.move("custodian", HOLDERS[0], 1)
    book.recover("custodian", "attacker")
    assert (book.entitlement("attacker"), book.entitlement("custodian"), book.claim("attacker")) == (100, 0, 100)
