# SPDX-License-Identifier: Apache-2.0
"""Counting comparisons and writing differences down."""

from __future__ import annotations

from regalia.domain.money import Currency
from regalia.ledger.comparison import Tally, shown

USD = Currency("USD", 6)


def test_same__equal_and_not__both_counted_and_one_difference() -> None:
    tally = Tally(USD)
    assert tally.same("steps", "period 1", "due", 3, 3)
    assert not tally.same("views", "Deal.status()", "status", 3, 2)
    assert (tally.comparisons, tally.counts["steps"], tally.counts["views"]) == (2, 1, 1)
    assert [str(difference) for difference in tally.differences] == ["Deal.status(): status: expected 3, found 2"]


def test_money__one_unit_apart__shown_to_the_unit() -> None:
    tally = Tally(USD)
    tally.money("steps", "period 4 (2024Q3), step senior-interest", "paid", 4_268_808_185, 4_268_808_186)
    assert (
        str(tally.differences[0])
        == "period 4 (2024Q3), step senior-interest: paid: expected 4,268.808185 USD, found 4,268.808186 USD"
    )


def test_shown__values_of_every_kind__as_a_person_reads_them() -> None:
    assert shown(b"\x01\xff") == "0x01ff"
    assert shown(None) == "nothing"
    assert shown([1, (b"\0", None)]) == "[1, [0x00, nothing]]"
    assert shown(True) == "True"
