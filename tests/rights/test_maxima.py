# SPDX-License-Identifier: Apache-2.0
"""The largest of many sums, at any time: as ``max`` says, after every rise and fall."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tests.support.chain import Chain, refused
from tests.support.contract import Contract
from tests.support.roles import actor

START = 1_705_708_800
ANYBODY = actor("anybody")
Change = tuple[int, int, int]


@pytest.fixture
def tree() -> Contract:
    return Contract.deploy(Chain(START), "MaximaHarness", by=ANYBODY)


def key(name: int) -> bytes:
    return name.to_bytes(32, "big")


def change(tree: Contract, *changes: Change) -> None:
    keys, less, more = zip(*changes, strict=True)
    tree.send("change", [key(name) for name in keys], less, more, by=ANYBODY)


def check(tree: Contract, sums: dict[int, int], names: Sequence[int]) -> None:
    assert tree.read("largest") == max(sums.values(), default=0)
    for name in names:
        assert tree.read("sumOf", key(name)) == sums.get(name, 0)


def test_largest__of_nothing__zero(tree: Contract) -> None:
    check(tree, {}, [0, 1])


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 9, 16, 17, 33])
def test_largest__rising_and_then_taken_away_one_by_one__follows(tree: Contract, count: int) -> None:
    """The largest falls each time, at every size around a further round of the tournament."""
    sums: dict[int, int] = {}
    for name in range(count):
        sums[name] = name + 1
        change(tree, (name, 0, name + 1))
        check(tree, sums, [name])
    for name in reversed(range(count)):
        change(tree, (name, sums.pop(name), 0))
        check(tree, sums, [name])


@pytest.mark.parametrize("count", [2, 3, 5, 9, 17])
def test_largest__the_first_is_the_largest_while_others_come__stays_and_falls_to_the_second(
    tree: Contract, count: int
) -> None:
    change(tree, (0, 0, 1_000))
    for name in range(1, count):
        change(tree, (name, 0, name))
        assert tree.read("largest") == 1_000
    change(tree, (0, 1_000, 0))
    assert tree.read("largest") == count - 1


@pytest.mark.parametrize("seed", range(12))
def test_largest__random_keys_and_amounts__is_max_after_every_change(tree: Contract, seed: int) -> None:
    chance, sums = random.Random(seed), dict[int, int]()
    names = [chance.getrandbits(256) for _ in range(chance.choice((1, 2, 7, 40, 130)))]
    top = chance.choice((3, 2**84, 2**120))
    for _ in range(150):
        name = chance.choice(names)
        held = sums.get(name, 0)
        less = chance.choice((0, held, chance.randint(0, held)))
        more = chance.choice((0, chance.randint(0, top)))
        change(tree, (name, less, more))
        sums[name] = held - less + more
        check(tree, sums, [name])
    check(tree, sums, names)


def test_largest__five_hundred_keys__is_max_at_the_end_and_after_the_top_hundred_left(tree: Contract) -> None:
    chance = random.Random(7)
    sums = {chance.getrandbits(256): chance.getrandbits(84) for _ in range(500)}
    for start in range(0, 500, 100):
        change(tree, *((name, 0, amount) for name, amount in list(sums.items())[start : start + 100]))
    check(tree, sums, list(sums))
    for name in sorted(sums, key=sums.__getitem__, reverse=True)[:100]:
        change(tree, (name, sums.pop(name), 0))
        assert tree.read("largest") == max(sums.values())


def test_change__by_nothing_of_a_new_key__takes_no_place(tree: Contract) -> None:
    change(tree, (1, 0, 0), (2, 5, 5), (3, 0, 4))
    check(tree, {3: 4}, [1, 2, 3])


def test_change__more_taken_than_there_is__refused(tree: Contract) -> None:
    change(tree, (1, 0, 4), (2, 0, 9))
    for name, less in ((1, 5), (3, 1)):
        with refused("Panic"):
            change(tree, (name, less, 0))
    check(tree, {1: 4, 2: 9}, [1, 2, 3])


def test_largest__sums_up_to_the_limit__do_not_touch_their_neighbours(tree: Contract) -> None:
    most = 2**128 - 1
    change(tree, (1, 0, most), (2, 0, most), (1, most, 0))
    check(tree, {2: most}, [1, 2])
    change(tree, (2, most, 1))
    check(tree, {2: 1}, [1, 2])
