# SPDX-License-Identifier: Apache-2.0
"""What the originator retains is issued to it at closing and locked; if it can't be, nothing is closed."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import TransferRules
from tests.contracts.books import ORIGINATOR, OUTSIDER, PRICE, SENIOR, balance, fixed, held, offer_notes, settle
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, Platform
from tests.support.powers import order
from tests.support.rules import transfer_refused
from tests.support.sample import DAY, DEADLINE

WINDOW = 7 * DAY
SOLD = 1


def close(deal: DealContracts) -> None:
    deal.offering.send("close", by=OUTSIDER)


RETAINS = TransferRules(retained=50)


def test_close__retained_units__issued_to_the_originator_and_locked(platform: Platform, money: Contract) -> None:
    platform.admit(ORIGINATOR)
    deal = offer_notes(platform, money, fixed(), RETAINS)
    deal.subscribe(SENIOR, 0, 950)
    done = deal.close_alone()
    assert {"from": NO_ADDRESS, "to": ORIGINATOR, "value": 50} in done.all("Transfer")
    assert done.only("DealClosed") == {"proceeds": 950 * PRICE}
    assert deal.escrow.read("holdingOf", deal.tokens[0].address, ORIGINATOR) == (50, 0, False, True)
    assert deal.tokens[0].read("totalSupply") == 50
    deal.collect()
    for units in (1, 50):
        with transfer_refused(Question.RETENTION, ORIGINATOR, SENIOR, units):
            deal.tokens[0].send("transfer", SENIOR, units, by=ORIGINATOR)


def test_close__originator_not_eligible__refused_until_it_is(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, fixed(), RETAINS)
    deal.subscribe(SENIOR, 0, 950)
    deal.end_window()
    with transfer_refused(Question.RECEIVER_ELIGIBLE, NO_ADDRESS, ORIGINATOR, 50):
        close(deal)
    assert (deal.deal.read("status"), deal.offering.read("closedAt")) == (SOLD, 0)
    platform.admit(ORIGINATOR)
    close(deal)
    assert held(deal, ORIGINATOR) == 50


def test_close__originator_never_eligible__everybody_is_refunded(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, fixed(), RETAINS)
    deal.subscribe(SENIOR, 0, 950)
    deal.chain.now = DEADLINE + WINDOW + 1
    settle(deal, "refund", 0, 0)
    assert balance(deal, SENIOR) == 950 * PRICE


def test_close__originator_that_bids_too__its_bid_is_as_anybodys_and_only_the_retained_are_locked(
    platform: Platform, money: Contract
) -> None:
    platform.admit(ORIGINATOR)
    deal = offer_notes(platform, money, fixed(), RETAINS)
    deal.subscribe(ORIGINATOR, 0, 150)
    deal.subscribe(SENIOR, 0, 800)
    deal.close()
    assert held(deal, ORIGINATOR) == 200
    deal.tokens[0].send("transfer", SENIOR, 150, by=ORIGINATOR)
    with transfer_refused(Question.RETENTION, ORIGINATOR, SENIOR, 1):
        deal.tokens[0].send("transfer", SENIOR, 1, by=ORIGINATOR)


def test_close__everything_retained__without_a_bid(platform: Platform, money: Contract) -> None:
    platform.admit(ORIGINATOR)
    deal = offer_notes(platform, money, fixed(), TransferRules(retained=1_000))
    with refused("Offering_TooManyUnits", offered=0, wanted=1):
        deal.offering.send("subscribe", 0, 0, 1, by=SENIOR)
    assert deal.close().only("DealClosed") == {"proceeds": 0}
    assert (held(deal, ORIGINATOR), deal.held()) == (1_000, 0)


@pytest.mark.parametrize("stopped", ["pause", "freeze"])
def test_close__originator_frozen_or_tranche_paused__waits(platform: Platform, money: Contract, stopped: str) -> None:
    """What is issued at closing answers to the ladder; a tranche that nobody retains closes while it is paused."""
    platform.admit(ORIGINATOR)
    deal = offer_notes(platform, money, fixed(), RETAINS)
    deal.subscribe(SENIOR, 0, 950)
    question = Question.NOT_PAUSED
    if stopped == "pause":
        order(platform, "pause", deal.tokens[0])
    else:
        order(platform, "setAddressFrozen", deal.tokens[0], ORIGINATOR, True)
        question = Question.RECEIVER_NOT_FROZEN
    deal.end_window()
    with transfer_refused(question, NO_ADDRESS, ORIGINATOR, 50):
        close(deal)
    if stopped == "pause":
        order(platform, "unpause", deal.tokens[0])
    else:
        order(platform, "setAddressFrozen", deal.tokens[0], ORIGINATOR, False)
    close(deal)
