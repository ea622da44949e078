# SPDX-License-Identifier: Apache-2.0
"""Random resolutions, and each as the call that the contract makes to itself."""

from __future__ import annotations

from random import Random

from regalia.domain.meeting.resolutions import (
    MISSED_INTEREST,
    Amend,
    DeclareDefault,
    OpenCall,
    ReplacePayee,
    ReplaceSigners,
    Resolution,
    Waive,
)
from regalia.domain.meeting.rules import MeetingProgram
from tests.contracts.meeting_world import MeetingWorld
from tests.support.roles import actor, attestors

SUCCESSORS = ("servicer", "new servicer", "third servicer")


def random_act(rng: Random, rules: MeetingProgram) -> Resolution:
    """Of any kind; some can't be carried out."""
    match rng.randrange(6):
        case 0:
            return ReplacePayee(rng.choice([1, 1, 1, 0, 2, 3]), actor(rng.choice(SUCCESSORS)))
        case 1:
            signers = tuple(key.address for key in attestors(rng.randint(1, 4), "new attestor"))
            weights = tuple(rng.randint(1, 255) for _ in signers)
            return ReplaceSigners(
                rng.choice([rng.randint(1, sum(weights)), 0, sum(weights) + 1]) & 255, signers, weights
            )
        case 2:
            return DeclareDefault()
        case 3:
            return Waive(rng.choice([0, 1, 2, MISSED_INTEREST, MISSED_INTEREST]))
        case 4:
            index = rng.randrange(len(rules.amendable) + 1)
            if index == len(rules.amendable):
                return Amend(index, 1)
            field = rules.amendable[index]
            inside = rng.randint(field.lowest, field.highest)
            return Amend(index, rng.choice([inside, field.lowest, field.highest, field.lowest - 1, field.highest + 1]))
        case _:
            return OpenCall(rng.randrange(4))


def call_of(world: MeetingWorld, act: Resolution) -> bytes:
    match act:
        case ReplacePayee(payee, successor):
            return world.act("replacePayee", payee, successor)
        case ReplaceSigners(threshold, signers, weights):
            return world.act("replaceSigners", threshold, list(signers), list(weights))
        case DeclareDefault():
            return world.act("declareDefault")
        case Waive(trigger):
            return world.act("waive", trigger)
        case Amend(field, value):
            return world.act("amend", field, value)
        case OpenCall(call):
            return world.act("openCall", call)
