# SPDX-License-Identifier: Apache-2.0
"""A thousand rights and twenty thousand acts through both registries and pools. ``REGALIA_SEED`` chooses another history."""

from __future__ import annotations

import os

from eth_utils.crypto import keccak

from regalia.domain.rights.address import plain
from regalia.domain.rights.title import chain_holds
from regalia.domain.rights.words import PPM, Act, Status
from tests.differential.rights.history import APPRAISERS, History
from tests.differential.rights.transitions import ALLOWED
from tests.differential.rights.world import World
from tests.support.roles import actor

RIGHTS = 1_000
ACTS = 20_000
EVERY = 400
"""So many acts lie between two comparisons of everything."""


def test_history__thousand_rights_and_twenty_thousand_acts__both_registries_and_pools_agree() -> None:
    world = World()
    for appraiser in APPRAISERS:
        world.desk.registry.send("grantRole", keccak(text="APPRAISER_ROLE"), appraiser, by=actor("admin"))
    history = History(world, int(os.environ.get("REGALIA_SEED", "20261130")), RIGHTS)
    while len(world.registry.rights) < 20:
        history.enter()
    done = 0
    while done < ACTS or len(world.registry.rights) < RIGHTS * 0.9:
        history.step()
        done += 1
        if done % EVERY == 0:
            for deal in world.deals:
                world.compare(deal)
    for deal in world.deals:
        world.compare(deal)
    _one_right_one_deal(world)
    _chains_unbroken(world)
    _only_allowed_transitions(world)
    _everything_came_up(world)


def _one_right_one_deal(world: World) -> None:
    """By the events alone: a right is pledged to another deal only after it came back from the one before."""
    holds: dict[bytes, str] = {}
    for event in world.chain.log:
        if event.name == "RightPledged":
            assert event.args["right"] not in holds
            holds[event.args["right"]] = event.args["deal"]
        elif event.name == "RightReturned":
            assert holds.pop(event.args["right"]) == event.args["deal"]
    assert {right: plain(deal) for right, deal in holds.items()} == {
        right: pledge.deal for right, pledge in world.pool.pledges.items()
    }


def _chains_unbroken(world: World) -> None:
    """From the links alone follow the owners that the chain has, whole."""
    for right in world.registry.rights.values():
        assert chain_holds(right)
        owners, shares = world.desk.registry.read("ownersOf", right.id)
        assert {plain(owner): share for owner, share in zip(owners, shares, strict=True)} == dict(right.shares)
        assert sum(shares) == PPM


def _only_allowed_transitions(world: World) -> None:
    stands: dict[bytes, Status] = {}
    for event in world.chain.log:
        if event.name == "LegalEventReported":
            right, act = event.args["right"], Act(event.args["act"])
            before, after = stands.get(right, Status.ENTERED), Status(event.args["status"])
            assert (before, after) in ALLOWED[act], (before, act, after)
            stands[right] = after


def _everything_came_up(world: World) -> None:
    """Nothing is agreed on that never happened: every act was taken, and most refusals were given."""
    acts = {"enter", "transfer title", "enter lien", "release lien", "grant licence", "end licence", "value", "pledge"}
    acts |= {
        "newer document",
        "substitute",
        "demand repurchase",
        "withdraw demand",
        "repurchase",
        "release",
        "open pool",
        "let go",
    }
    acts |= {f"legal event {act.name.lower()}" for act in Act if act is not Act.NONE}
    assert acts <= set(world.taken), acts - set(world.taken)
    assert world.refused.total() > ACTS / 20
    assert len(world.refused) >= 40, sorted(world.refused)
