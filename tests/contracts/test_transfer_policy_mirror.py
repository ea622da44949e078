# SPDX-License-Identifier: Apache-2.0
"""The ladder on chain answers every question as the Python one does, and a transfer succeeds exactly when all are answered by yes."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from regalia.domain.transfer_policy import answers, refusal
from regalia.domain.transfer_questions import Question
from tests.contracts.transfer_world import NOBODY, WALLETS, World
from tests.support.chain import RefusedError

UNITS = (0, 1, 6, 7, 19, 20, 21, 39, 40, 41, 60, 99, 100, 2**48, 2**256 - 1)
WORLDS, MOVES = 60, 40


def moves(world: World) -> list[tuple[str, str, int]]:
    pick = world.rng.choice
    return [(pick((*WALLETS, NOBODY)), pick((*WALLETS, NOBODY)), pick(UNITS)) for _ in range(MOVES)]


@pytest.mark.parametrize("seed", range(WORLDS))
def test_answers__random_rules_and_facts__those_of_python(seed: int) -> None:
    world = World(Random(seed))
    for sender, receiver, units in moves(world):
        facts = world.facts(sender, receiver)
        no = world.token.read("answersOf", sender, receiver, units)
        found = tuple(not no >> question & 1 for question in Question)
        assert found == answers(world.rules, facts, units), (sender, receiver, units)
        assert no >> 19 == no & 1 == 0
        if units <= facts.sender.units:
            first = refusal(world.rules, facts, units)
            assert world.token.read("detectTransferRestriction", sender, receiver, units) == (first or 0)


def test_worlds__all_their_moves__a_hundred_allowed_and_every_question_answered_with_no_and_yes() -> None:
    """Whether the two tests here try what they are meant to."""
    asked: Counter[tuple[Question, bool]] = Counter()
    allowed = 0
    for seed in range(WORLDS):
        world = World(Random(seed))
        for sender, receiver, units in moves(world):
            found = answers(world.rules, world.facts(sender, receiver), units)
            allowed += all(found)
            asked.update(zip(Question, found, strict=True))
    assert allowed > 100
    assert min(asked[question, answer] for question in Question for answer in (True, False)) > 10


@pytest.mark.parametrize("seed", range(WORLDS))
def test_transfer__random_rules_and_facts__succeeds_exactly_where_can_transfer_says_so(seed: int) -> None:
    world = World(Random(seed))
    token = world.token
    for sender, receiver, units in moves(world):
        if sender == NOBODY or units > token.read("balanceOf", sender):
            continue
        allowed = token.read("canTransfer", sender, receiver, units)
        if allowed:
            assert token.read("canSend", sender) and token.read("canReceive", receiver)
        try:
            with world.chain.undone():
                token.send("transfer", receiver, units, by=sender)
            assert allowed
        except RefusedError as refused:
            assert not allowed, refused
