# SPDX-License-Identifier: Apache-2.0
"""What was probably meant."""

from __future__ import annotations

import pytest

from regalia.nearest import did_you_mean, nearest_address, which_address

INVESTOR = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
OTHER = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"


def test_name__nearly_one_that_is_known__that_one() -> None:
    assert did_you_mean("Millls", ["spare", "mills"]) == "Did you mean mills?"


def test_name__like_none__some_that_are_known_and_how_many_more() -> None:
    assert did_you_mean("x", ["mills", "spare"]) == "Known are: mills, spare."
    assert did_you_mean("x", [f"deal-{i}" for i in range(10)]).endswith("deal-7 and 2 more.")
    assert did_you_mean("x", []) == "There is none yet."


@pytest.mark.parametrize(
    ("typed", "typos"),
    [
        (INVESTOR.lower(), 0),
        (INVESTOR[:9] + "1" + INVESTOR[10:], 1),
        (INVESTOR[:9] + INVESTOR[10:], 1),
        (INVESTOR + "0", 1),
        (INVESTOR[:8] + INVESTOR[9] + INVESTOR[8] + INVESTOR[10:], 2),
    ],
    ids=["case", "changed", "left-out", "added", "swapped"],
)
def test_address__off_by_so_many_characters__found_and_with_fewer_not(typed: str, typos: int) -> None:
    assert nearest_address(typed, [OTHER, INVESTOR], typos) == INVESTOR
    assert nearest_address(typed, [OTHER, INVESTOR], typos - 1) is None
    assert which_address(typed, [OTHER, INVESTOR]) == f"Did you mean {INVESTOR}?"


def test_address__of_somebody_else__nobody_is_named() -> None:
    assert which_address(OTHER, [INVESTOR]) == which_address("", [INVESTOR]) == which_address(OTHER, []) == ""
