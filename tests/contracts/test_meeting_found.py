# SPDX-License-Identifier: Apache-2.0
"""What was found wrong with meetings once."""

from __future__ import annotations

from dataclasses import replace

from tests.contracts.meeting_deal import MEZZANINE, SPEC
from tests.contracts.meeting_world import QUEUED, MeetingWorld
from tests.support.powers import order
from tests.support.roles import actor


def test_excused_holder__turns_out_to_be_the_originator_s__is_left_out_once_and_the_resolution_can_be_carried_out() -> (
    None
):
    """The originator was no investor. All mezzanine units are excused; then it is bound to the investor who holds most of them."""
    world = MeetingWorld(replace(SPEC, originator="sponsor"))
    resolution = world.voting_on("declareDefault")
    for role in ("senior_investor", "mezzanine_investor"):
        order(world.platform, "setAddressFrozen", world.deal.tokens[MEZZANINE], actor(role), True)
        world.excuse(resolution, role)
    for role in ("senior_investor", "pension_fund"):
        world.vote(resolution, role)
    assert world.tally(resolution, MEZZANINE) == (0, 0, 0, 0)
    world.platform.add_wallet(actor("sponsor"), actor("mezzanine_investor"))
    assert world.tally(resolution, MEZZANINE) == (0, 0, 0, 0)  # not less than none
    world.end_vote(resolution)
    assert world.state(resolution) == QUEUED
    world.reach(resolution)
    world.carry_out(resolution)
    assert world.deal.state().defaulted
