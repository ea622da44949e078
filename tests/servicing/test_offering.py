# SPDX-License-Identifier: Apache-2.0
"""The primary sale of the notes, by bids for the senior coupon: bids, closing, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regalia.chain.devnet import devnet
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import call
from regalia.domain.transfer_policy import Question
from regalia.servicing import market, offering, registration, supervision
from regalia.servicing.offering import bids_of, open_bids, state_of
from regalia.servicing.status import status_of
from regalia.servicing.transfer_text import moment, why
from regalia.servicing.transfers import explain_transfer
from tests.servicing.notes import OFFERED, ORDER, ROLES, UNLOCKED, Notes, issued, notes_with
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet

DAY = 24 * 3600
USD = 10**6
TERMS = notes_with(
    tranches__0__offer={"bids": {"kind": "coupon", "up_to": "9%", "step": "0.5%"}, "minimum": "6,000", "lot": 100},
    tranches__0__transfer__holder_limit=3,
    tranches__1__offer={"bids": {"kind": "price", "down_to": 98, "step": 1}, "minimum": 500},
)


@pytest.fixture(scope="module")
def made() -> Iterator[Notes]:
    with devnet(timestamp=OFFERED, accounts=len(ROLES)) as chain:
        yield issued(chain, TERMS)


@pytest.fixture
def offered(made: Notes) -> Iterator[Notes]:
    with undone(made.chain):
        yield made


def bid_for(offered: Notes) -> None:
    """Senior 5,000 at 8%, 4,000 and 2,000 at 8.5%; mezzanine 2,500 at par; junior all."""
    offered.bid("senior", "senior_investor", 5_000)
    offered.bid("senior", "second_senior_investor", 4_000, 1)
    offered.bid("senior", "mezzanine_investor", 2_000, 1)
    offered.bid("mezzanine", "mezzanine_investor", 2_500)
    offered.bid("junior", "junior_investor", 950)


def close(offered: Notes) -> None:
    bid_for(offered)
    offered.chain.warp(offered.deadline + 1)
    offering.close(offered.deal, offered["outsider"])


def units(offered: Notes, tranche: str, role: str) -> int:
    return offered.holding(tranche, role)[0]


def money(offered: Notes, role: str) -> int:
    return int(call(offered.chain.web3, offered.deal.payment_token.functions.balanceOf(offered[role])))


def test_subscribe__at_levels__known_again_with_what_they_would_get(offered: Notes) -> None:
    bid_for(offered)
    bids = bids_of(offered.deal)
    assert [(bid.tranche, bid.level, bid.place, bid.units) for bid in bids[:3]] == [
        (0, 0, 0, 5_000),
        (0, 1, 0, 4_000),
        (0, 1, 4_000, 2_000),
    ]
    assert bids[0].paid == 500_000 * USD
    assert [state_of(offered.deal, bid).allotted for bid in bids[:3]] == [5_000, 2_000, 1_000]
    assert bids_of(offered.deal, offered["second_senior_investor"]) == [bids[1]]


def test_open_bids__before_the_end__all_of_them_also_those_that_would_get_nothing(offered: Notes) -> None:
    offered.bid("senior", "senior_investor", 6_000)
    offered.bid("senior", "second_senior_investor", 2_000)
    offered.bid("senior", "mezzanine_investor", 100, 2)
    last = open_bids(offered.deal)[-1]
    assert (last.bid.investor, last.allotted, last.owed) == (offered["mezzanine_investor"], 0, 0)


@pytest.mark.parametrize(
    ("level", "count", "name"),
    [(3, 100, "Offering_NoLevel"), (0, 150, "Offering_NotInLots"), (0, 6_100, "TrancheToken_TransferRefused")],
)
def test_subscribe__what_is_not_offered__refused_and_no_allowance_left(
    offered: Notes, level: int, count: int, name: str
) -> None:
    with pytest.raises(ContractRevertedError) as refusal:
        offering.subscribe(offered.deal, "senior", count, offered["senior_investor"], level)
    assert refusal.value.name == name and refusal.value.hint
    allowed = offered.deal.payment_token.functions.allowance(offered["senior_investor"], offered.deal.offering.address)
    assert call(offered.chain.web3, allowed) == 0


def test_close__too_early__refused_with_what_to_do(offered: Notes) -> None:
    bid_for(offered)
    with pytest.raises(ContractRevertedError, match=f"Offering_NotEnded.deadline={offered.deadline}") as refusal:
        offering.close(offered.deal, offered["outsider"])
    assert refusal.value.hint.startswith("Wait until the window is over")


def test_collect_all__closed__units_shared_at_the_margin_and_nothing_left(offered: Notes) -> None:
    close(offered)
    offering.collect_all(offered.deal, offered["outsider"])
    found = [
        units(offered, "senior", role) for role in ("senior_investor", "second_senior_investor", "mezzanine_investor")
    ]
    assert found == [5_000, 2_000, 1_000]
    assert [money(offered, role) for role in ("second_senior_investor", "mezzanine_investor")] == [
        200_000 * USD,
        100_000 * USD,
    ]
    assert units(offered, "junior", "originator") == 50
    assert open_bids(offered.deal) == []
    assert offering.collect_all(offered.deal, offered["outsider"]) == []


def test_collect_all__one_bidder_frozen_and_one_not_eligible__left_as_he_is_and_change_alone(offered: Notes) -> None:
    close(offered)
    registration.remove(
        offered.chain.web3, offered.platform.registry, offered["second_senior_investor"], offered["registrar"]
    )
    supervision.halt_holder(
        offered.deal, offered["mezzanine_investor"], offered.now + DAY, ORDER, "inquiry", offered["supervisor"]
    )
    offering.collect_all(offered.deal, offered["outsider"])
    assert units(offered, "senior", "senior_investor") == 5_000
    left = {state.bid.investor: state for state in open_bids(offered.deal) if state.bid.tranche == 0}
    assert set(left) == {offered["second_senior_investor"], offered["mezzanine_investor"]}
    removed = left[offered["second_senior_investor"]]
    assert (removed.allotted, removed.collected, removed.owed) == (2_000, False, 0)
    assert money(offered, "second_senior_investor") == 200_000 * USD
    assert (money(offered, "mezzanine_investor"), left[offered["mezzanine_investor"]].owed) == (0, 100_000 * USD)


def test_take_up__bidder_not_eligible_for_ten_days__paid_by_another_and_paid_back(offered: Notes) -> None:
    close(offered)
    registration.remove(
        offered.chain.web3, offered.platform.registry, offered["second_senior_investor"], offered["registrar"]
    )
    offering.collect_all(offered.deal, offered["outsider"])
    (left,) = open_bids(offered.deal)
    with pytest.raises(ContractRevertedError, match="Offering_TooEarly") as refusal:
        offering.take_up(offered.deal, left.bid, offered["junior_investor"])
    assert refusal.value.hint
    offered.chain.warp(offered.now + 10 * DAY)
    market.mint_test_money(offered.deal, offered["junior_investor"], 200_000 * USD, offered["outsider"])
    offering.take_up(offered.deal, left.bid, offered["junior_investor"])
    assert units(offered, "senior", "junior_investor") == 2_000
    assert len(offering.refund_all(offered.deal, offered["outsider"])) == 1
    assert money(offered, "second_senior_investor") == 400_000 * USD


def test_refund_all__minimum_missed__everybody_has_his_money_back(offered: Notes) -> None:
    offered.bid("senior", "senior_investor", 5_000)
    offered.bid("mezzanine", "mezzanine_investor", 2_500)
    offered.chain.warp(offered.deadline + 1)
    with pytest.raises(ContractRevertedError, match=r"Offering_MinimumNotMet\(tranche=0, minimum=6000, reached=5000\)"):
        offering.close(offered.deal, offered["outsider"])
    assert len(open_bids(offered.deal)) == 2
    assert status_of(offered.deal)["cash in the offering"] == "750,000.00"
    offering.refund_all(offered.deal, offered["outsider"])
    assert (money(offered, "senior_investor"), money(offered, "mezzanine_investor")) == (500_000 * USD, 250_000 * USD)
    assert open_bids(offered.deal) == []


def test_status__offered__window_and_how_each_tranche_would_clear(offered: Notes) -> None:
    bid_for(offered)
    status = status_of(offered.deal, TERMS)
    assert (status["status"], status["cash in the offering"]) == ("offered", "1,397,500.00")
    assert status["bids until"] == moment(offered.deadline)
    assert status["to be closed until"] == moment(offered.deadline + 7 * DAY)
    found = {name.removeprefix("senior: "): value for name, value in status.items() if name.startswith("senior: ")}
    assert (found["units for sale"], found["units bid for"], found["fewest to be placed"]) == (
        "8,000",
        "11,000",
        "6,000",
    )
    assert (found["would be placed"], found["would clear"]) == ("8,000", "level 1 of 0 to 2, 8.5%, at 100.00 a unit")
    assert status["mezzanine: would clear"] == "level 0 of 0 to 2, at 100.00 a unit"
    assert (status["junior: units for sale"], status["junior: units retained"]) == ("950", "50")
    assert status["junior: would clear"] == "at 50.00 a unit"
    assert status_of(offered.deal)["senior: would clear"] == "level 1 of 0 to 2, at 100.00 a unit"


def test_status__nobody_bid__no_level(offered: Notes) -> None:
    status = status_of(offered.deal)
    assert (status["senior: units bid for"], status["senior: would be placed"], status["senior: would clear"]) == (
        "0",
        "0",
        None,
    )


def test_status__closed__what_waits_to_be_collected(offered: Notes) -> None:
    close(offered)
    status = status_of(offered.deal)
    assert (status["status"], status["senior: units to be collected"]) == ("live", "8,000")
    assert (status["senior: units outstanding"], status["junior: units to be collected"]) == ("0", "950")
    assert status["cash in the offering"] == "300,000.00"
    assert "bids until" not in status
    offering.collect_all(offered.deal, offered["outsider"])
    after = status_of(offered.deal)
    assert (after["senior: units to be collected"], after["cash in the offering"]) == ("0", "0.00")


def test_explain_transfer__places_kept_for_bidders_who_wait__counted_with_the_holders(offered: Notes) -> None:
    close(offered)
    for bid in bids_of(offered.deal, offered["senior_investor"]):
        offering.collect(offered.deal, bid, offered["outsider"])
    offered.chain.warp(UNLOCKED)
    offered.admit("buyer")
    found = explain_transfer(offered.deal, "senior", offered["senior_investor"], offered["buyer"], 10)
    assert [question for question in Question if not found.yes[question - 1]] == [Question.HOLDER_COUNT]
    assert (
        why(found, Question.HOLDER_COUNT) == "there are 3 holders, with those whose units wait for them; the most is 3"
    )
    with pytest.raises(ContractRevertedError, match="too many holders"):
        offered.transfer("senior", "senior_investor", "buyer", 10)
