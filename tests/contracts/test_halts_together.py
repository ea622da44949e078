# SPDX-License-Identifier: Apache-2.0
"""Halts over each other, over a pause and over a freeze: each is lifted by itself."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_questions import Question
from tests.contracts.halts import KINDS, MEZZANINE, SENIOR, UNTIL, Kind, of_every_kind, trade, trades
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import halt, order, resume
from tests.support.rules import transfer_refused
from tests.support.sample import CLOSING, DAY


@pytest.mark.parametrize("first", ["Deal", "Tranche"])
@pytest.mark.parametrize("lifted", ["Deal", "Tranche"])
def test_halts__of_deal_and_tranche__lifting_one_keeps_the_other(
    live: DealContracts, platform: Platform, first: str, lifted: str
) -> None:
    deal, tranche, _ = KINDS
    for kind in (deal, tranche) if first == "Deal" else (tranche, deal):
        kind.halt(platform, live, UNTIL)
    gone, kept = (deal, tranche) if lifted == "Deal" else (tranche, deal)
    gone.resume(platform, live)
    assert (gone.until(platform, live), kept.until(platform, live)) == (0, UNTIL)
    assert not trades(live, kept)
    if kept is tranche:
        trade(live, MEZZANINE, SENIOR, 1)
    else:
        with transfer_refused(Question.NOT_HALTED, MEZZANINE, SENIOR, 1):
            trade(live, MEZZANINE, SENIOR, 1)
    kept.resume(platform, live)
    assert trades(live, kept)


@pytest.mark.parametrize(("of_deal", "of_tranche"), [(1, 2), (2, 1)])
def test_halts__of_deal_and_tranche__last_until_the_later_end(
    live: DealContracts, platform: Platform, of_deal: int, of_tranche: int
) -> None:
    halt(platform, "haltDeal", live.deal.address, until=CLOSING + of_deal * DAY)
    halt(platform, "haltTranche", live.tokens[0].address, until=CLOSING + of_tranche * DAY)
    live.chain.now = CLOSING + 2 * DAY
    assert not trades(live, KINDS[1])
    live.chain.now += 1
    assert trades(live, KINDS[1])


def test_halts__deal_resumed_after_the_tranche_s_ended__trading_goes_on(
    live: DealContracts, platform: Platform
) -> None:
    halt(platform, "haltTranche", live.tokens[0].address, until=CLOSING + DAY)
    halt(platform, "haltDeal", live.deal.address, until=CLOSING + 3 * DAY)
    live.chain.now = CLOSING + DAY + 1
    resume(platform, "resumeDeal", live.deal.address)
    assert trades(live, KINDS[1])


def test_halts__of_holder_and_deal__each_by_itself(live: DealContracts, platform: Platform) -> None:
    deal, _, holder = KINDS
    for kind in (deal, holder):
        kind.halt(platform, live, UNTIL)
    assert not trades(live, deal)  # the tranche's question comes before the sender's
    deal.resume(platform, live)
    assert not trades(live, holder)
    holder.resume(platform, live)
    assert trades(live, holder)


def test_resume__of_a_paused_tranche__stays_paused(live: DealContracts, platform: Platform) -> None:
    """The supervisor ends its own halts only."""
    order(platform, "pause", live.tokens[0])
    halt(platform, "haltTranche", live.tokens[0].address, until=UNTIL)
    resume(platform, "resumeTranche", live.tokens[0].address)
    with transfer_refused(Question.NOT_PAUSED, SENIOR, MEZZANINE, 1):
        trade(live)


def test_unpause__of_a_halted_tranche__stays_halted(live: DealContracts, platform: Platform) -> None:
    order(platform, "pause", live.tokens[0])
    halt(platform, "haltTranche", live.tokens[0].address, until=UNTIL)
    order(platform, "unpause", live.tokens[0])
    assert not trades(live, KINDS[1])


@of_every_kind
def test_resume__of_a_frozen_wallet__stays_frozen(live: DealContracts, platform: Platform, kind: Kind) -> None:
    order(platform, "setAddressFrozen", live.tokens[0], SENIOR, True)
    kind.halt(platform, live, UNTIL)
    kind.resume(platform, live)
    with transfer_refused(Question.SENDER_NOT_FROZEN, SENIOR, MEZZANINE, 1):
        trade(live)
