# SPDX-License-Identifier: Apache-2.0
"""Units that were placed at closing and are collected at any time: they earn like all others."""

from __future__ import annotations

from copy import deepcopy
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.entitlement import ONE, SCALE_BITS, Book, BookError
from tests.domain.busy_books import HOLDERS, busy_book, placed


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_issue__any_history__brings_what_the_units_earned_since_closing_and_changes_nobody_else_s(seed: int) -> None:
    rng = Random(seed)
    book, _, _ = busy_book(rng)
    owed, total = {holder: book.scaled(holder) for holder in HOLDERS}, book.scaled_total()
    receiver, units = rng.choice(HOLDERS), rng.randint(0, book.awaited)
    book.issue(receiver, units)
    owed[receiver] += units * book.per_unit
    assert {holder: book.scaled(holder) for holder in HOLDERS} == owed
    assert book.scaled_total() == total


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 2**40),
    st.integers(1, 2**40),
    st.lists(st.integers(0, 10**13), min_size=1, max_size=8),
    st.lists(st.integers(0, 8), min_size=3, max_size=3),
)
def test_issue__at_any_time_and_in_parts__is_owed_exactly_what_an_early_one_is(
    early: int, late: int, income: list[int], when: list[int]
) -> None:
    """One collects at closing; the other the same units in three parts, some of them after all income."""
    book = placed({"senior_investor": early, "mezzanine_investor": late}, late=late)
    parts = [late // 3, late // 3, late - 2 * (late // 3)]
    for i, amount in enumerate(income):
        for part, at in zip(parts, when, strict=True):
            if at == i:
                book.issue("custodian", part)
        book.credit(amount)
    for part, at in zip(parts, when, strict=True):
        if at >= len(income):
            book.issue("custodian", part)
    assert book.awaited == 0
    assert book.account("custodian") == book.account("mezzanine_investor")
    assert book.claim("custodian") == book.claim("mezzanine_investor")


def test_issue__more_than_are_awaited__refused_and_nothing_changes() -> None:
    book = placed({"senior_investor": 1}, late=2)
    before = deepcopy(book)
    with pytest.raises(BookError, match="2 units are still to be issued, fewer than 3"):
        book.issue("custodian", 3)
    assert book == before


def test_issue__before_anything_is_placed__refused() -> None:
    with pytest.raises(BookError, match="0 units are still to be issued"):
        Book().issue("custodian", 1)


def test_credit__nobody_has_collected_yet__kept_for_who_will() -> None:
    book = placed({}, late=3)
    book.credit(100)
    assert book.scaled_total() == 100 << SCALE_BITS
    book.issue("custodian", 3)
    assert (book.claim("custodian"), book.scaled_total()) == (99, ONE)


def test_burn__everything_in_hands_while_some_is_awaited__the_last_to_collect_has_the_rest() -> None:
    """Units still to be issued share income like all others, and the fractions of who has left stay with them."""
    book = placed({"senior_investor": 1, "custodian": 1}, late=1)
    book.credit(100)
    paid = book.claim("senior_investor") + book.claim("custodian")
    book.move("senior_investor", None, 1)
    book.move("custodian", None, 1)
    assert (book.supply, book.awaited, book.scaled_total()) == (1, 1, (100 - paid) << SCALE_BITS)
    book.credit(1)
    book.issue("mezzanine_investor", 1)
    book.move("mezzanine_investor", None, 1)
    assert paid + book.claim("mezzanine_investor") == 101
    assert book.scaled_total() == 0
