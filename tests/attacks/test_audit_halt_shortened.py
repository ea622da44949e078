# SPDX-License-Identifier: Apache-2.0
"""Halting is for many, resuming for few: whoever may only halt must not end a halt by halting until now."""

from __future__ import annotations

import contextlib

import pytest

from tests.support.chain import RefusedError
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import halt
from tests.support.roles import actor
from tests.support.sample import DAY

SENIOR, MEZZANINE = actor("senior_investor"), actor("mezzanine_investor")


@pytest.mark.parametrize("function", ["haltDeal", "haltTranche", "haltHolder"])
def test_halter__halts_again_until_this_second__the_longer_halt_stays(
    platform: Platform, live: DealContracts, function: str
) -> None:
    subject = {
        "haltDeal": (live.deal.address,),
        "haltTranche": (live.tokens[0].address,),
        "haltHolder": (live.deal.address, SENIOR),
    }[function]
    halt(platform, function, *subject, until=platform.chain.now + 90 * DAY)
    with contextlib.suppress(RefusedError):
        halt(platform, function, *subject, until=platform.chain.now)
    platform.chain.now += 1
    assert live.tokens[0].read("canTransfer", SENIOR, MEZZANINE, 1) is False
