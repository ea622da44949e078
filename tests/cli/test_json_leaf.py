# SPDX-License-Identifier: Apache-2.0
"""What compares ``--json`` with the chain: nothing that was not expected goes by."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.json_leaf import Beginning, Derived, Nullable, Words, differences

SAID = {"units": 5, "paid": "5.000000", "who": "him", "left": None, "rows": [{"block": 7}, {"block": 8}]}


def test_differences__everything_as_expected__none() -> None:
    assert list(differences(SAID, SAID)) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"units": 6}, "units: 6, expected 5"),
        ({"units": "5"}, "units: '5', expected 5"),
        ({"units": True}, "units: True, expected 5"),
        ({"paid": 5.0}, "paid: 5.0, expected '5.000000'"),
        ({"left": 0}, "left: 0, expected None"),
        ({"fee": 1}, "fee: 1 was not expected: nobody compares it"),
        ({"rows": [{"block": 7}]}, "rows: 1 items, expected 2"),
        ({"rows": [{"block": 7}, {"block": 8}, {"block": 9}]}, "rows: 3 items, expected 2"),
        ({"rows": [{"block": 7}, {"block": 9}]}, "rows[1].block: 9, expected 8"),
        ({"rows": [{"block": 7}, {"block": 8, "gas": 1}]}, "rows[1].gas: 1 was not expected"),
        ({"rows": {}}, "rows: {}, expected ["),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_differences__one_leaf_another_or_more__named(changes: dict[str, Any], told: str) -> None:
    found = list(differences(SAID | changes, SAID))
    assert found and found[0].startswith(told)


def test_differences__leaf_missing__named() -> None:
    assert list(differences({"units": 5}, {"units": 5, "paid": "1"})) == ["paid: missing"]


@pytest.mark.parametrize(
    ("found", "expected", "equal"),
    [
        ("closed", Words("a word"), True),
        ("closed 3 times", Words("a word"), False),
        (3, Words("a word"), False),
        (None, Words("a word"), False),
        (None, Nullable("a word"), True),
        ("3", Nullable("a word"), False),
        (3, Derived("a count", int), True),
        ("3", Derived("a count", int), False),
        (True, Derived("a count", int), False),
        ("block 3 of then", Beginning("block 3 ", "a clock"), True),
        ("block 4 of then", Beginning("block 3 ", "a clock"), False),
        (3, Beginning("3", "a clock"), False),
    ],
)
def test_differences__what_the_chain_is_not_asked__its_kind_alone(found: Any, expected: Any, equal: bool) -> None:
    assert (list(differences(found, expected)) == []) is equal
