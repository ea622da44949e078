# SPDX-License-Identifier: Apache-2.0
"""What each kind of resolution does to a deal, shown by the wiring and by the payment date that follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from regalia.domain.meeting.resolutions import Amend, MetDeal, OpenCall
from tests.contracts.meeting_deal import (
    CALL_HOLDER,
    CLEAN_UP,
    COVERAGE,
    DAY,
    DEFAULT,
    FEE_RATE,
    LATER,
    MISSED_INTEREST,
    PROGRAM,
    RULES,
    SERVICER,
    THRESHOLD,
    USD,
)
from tests.contracts.meeting_world import MeetingWorld, untouched
from tests.support.acts import call_price, exercise
from tests.support.chain import Answer, refused
from tests.support.deal import Report
from tests.support.roles import actor, attestors

NEW = actor("new servicer")
EPOCH = date(1970, 1, 1)
ACCELERATED, DEFAULTED, ACTIVE_BIT = 1 << 239, 1 << 238, 1 << 224


@pytest.fixture
def world() -> Iterator[MeetingWorld]:
    yield from untouched()


def answers(done: Answer) -> int:
    """The word of the triggers behind the records of a date."""
    return int.from_bytes(done.only("PaymentDateExecuted")["records"][-32:], "big")


def met(world: MeetingWorld) -> MetDeal:
    return MetDeal(RULES, PROGRAM, tuple(map(actor, PROGRAM.payees)), world.deal.state())


def test_replace_payee__from_the_next_date_on__the_new_one_is_paid_and_the_former_keeps_what_it_was_owed(
    world: MeetingWorld,
) -> None:
    world.deal.pay_date(100_000 * USD)
    before = world.wiring()
    done = world.resolve("replacePayee", SERVICER, NEW)
    replaced = {"deal": world.deal.deal.address, "payee": SERVICER, "former": actor("servicer"), "successor": NEW}
    assert done.only("PayeeReplaced") == replaced
    assert done.only("DealWired") == {"termsHash": world.deal.deal.read("termsHash"), "wiring": world.wiring()}
    former, successor = (bytes.fromhex(address[2:]) for address in (actor("servicer"), NEW))
    assert world.wiring() == before.replace(former, successor) != before
    assert world.deal.deal.read("parties")[4] == (actor("trustee"), NEW, actor("call_holder"))
    world.deal.pay_date(50_000 * USD)
    assert (world.deal.payable("servicer"), world.deal.payable("new servicer")) == (2_000 * USD, 1_000 * USD)
    world.deal.escrow.send("withdraw", by=actor("servicer"))
    assert world.deal.money.read("balanceOf", actor("servicer")) == 2_000 * USD
    assert world.deal.payable("new servicer") == 1_000 * USD


def test_replace_payee__and_back__the_wiring_is_the_first_again(world: MeetingWorld) -> None:
    before = world.wiring()
    world.resolve("replacePayee", SERVICER, NEW)
    world.resolve("replacePayee", SERVICER, actor("servicer"))
    assert world.wiring() == before


def test_replace_signers__proposed_at_the_oracle__in_force_after_its_own_delay(world: MeetingWorld) -> None:
    oracle, deal = world.platform.oracle, world.deal.deal.address
    keys = attestors(3, "new attestor")
    done = world.resolve("replaceSigners", 2, [key.address for key in keys], [1, 1, 1])
    proposed = done.only("SignersProposed")
    assert (proposed["by"], proposed["deal"]) == (world.meeting.address, deal)
    ready = world.chain.now + 3 * DAY
    assert proposed["readyAt"] == oracle.read("proposalReadyAt", deal) == ready
    with refused("OracleSigners_TooEarly", readyAt=ready, now_=world.chain.now):
        oracle.send("enactSigners", deal, by=actor("outsider"))
    world.chain.now = ready
    changed = oracle.send("enactSigners", deal, by=actor("outsider")).only("SignersChanged")
    assert (changed["epoch"], changed["threshold"]) == (2, 2)
    world.deal.reach(1)
    old, new = world.deal.report(0), Report(**{**vars(world.deal.report(0)), "epoch": 2})
    with refused("RoyaltyOracle_WrongEpoch"):
        world.deal.submit(old)
    world.deal.submit(new, keys[:2])
    assert world.deal.execute(new).only("PaymentDateExecuted")["period"] == 1


def test_declare_default__next_date__runs_the_acceleration_list(world: MeetingWorld) -> None:
    before = world.wiring()
    done = world.resolve("declareDefault")
    assert done.only("DefaultDeclared") == {"deal": world.deal.deal.address}
    assert world.deal.state().defaulted and world.wiring() == before and not done.all("DealWired")
    done = world.deal.pay_date(100_000 * USD)
    assert answers(done) & ACCELERATED
    # 2,500 and 2,000 of fees and 15,000 of senior interest; all else repays the senior, and the mezzanine waits
    assert world.deal.entitlement(0, "senior_investor") == (15_000 + 80_500) * USD // 2
    assert world.deal.state().arrears == (0, 9_000 * USD, 0)


def test_waive__interest_that_was_missed__normal_list_again_and_missed_again_counts(world: MeetingWorld) -> None:
    world.deal.pay_date(0)
    assert world.deal.state().defaulted
    with world.chain.undone():
        assert answers(world.deal.pay_date(100_000 * USD)) & ACCELERATED
    done = world.resolve("waive", MISSED_INTEREST)
    assert done.only("DefaultWaived") == {"deal": world.deal.deal.address, "trigger": MISSED_INTEREST}
    state = world.deal.state()
    assert not state.defaulted and state.history == (1, 1) and state.active == (True, False)
    assert not answers(world.deal.pay_date(100_000 * USD)) & (ACCELERATED | DEFAULTED)
    assert world.deal.state().arrears == (0, 0, 0)
    assert answers(world.deal.pay_date(0)) & DEFAULTED


def test_waive__latched_trigger__forgotten_and_counts_anew(world: MeetingWorld) -> None:
    """Coverage was lost at two of three dates. After the waiver one date more is one of three."""
    for _ in range(2):
        world.deal.pay_date(20_000 * USD)
    assert world.deal.state().active == (True, True)
    with world.chain.undone():
        assert answers(world.deal.pay_date(100_000 * USD)) & ACCELERATED
    world.resolve("waive", DEFAULT)
    assert (world.deal.state().history, world.deal.state().active) == ((0b11, 0), (True, False))
    assert not answers(world.deal.pay_date(20_000 * USD)) & ACCELERATED
    assert not world.deal.state().active[DEFAULT]
    world.deal.pay_date(20_000 * USD)
    assert world.deal.state().active[DEFAULT]


def test_waive__one_trigger__the_other_s_answers_stay(world: MeetingWorld) -> None:
    world.deal.pay_date(24_000 * USD)
    assert world.deal.state().history == (1, 0)
    world.resolve("waive", COVERAGE)
    assert (world.deal.state().history, world.deal.state().active) == ((0, 0), (False, False))


def test_amend__threshold_of_the_trap__traps_what_it_let_pass(world: MeetingWorld) -> None:
    """30,000 covers the interest 1.25 times: enough for 1.2, not for 1.5."""
    with world.chain.undone():
        world.deal.pay_date(30_000 * USD)
        assert world.deal.cash() == (0, (0,))
    before = world.wiring()
    done = world.resolve("amend", THRESHOLD, 1_500_000)
    amended = {"deal": world.deal.deal.address, "field": THRESHOLD, "former": 1_200_000, "value": 1_500_000}
    assert done.only("TermAmended") == amended
    expected = Amend(THRESHOLD, 1_500_000).carried_out(met(world)).program.pack()
    assert world.deal.deal.read("program") == expected
    assert world.wiring() == expected + before[len(expected) :] == done.only("DealWired")["wiring"]
    world.deal.pay_date(30_000 * USD)
    # 2,500 and 600 of fees and 24,000 of interest; the rest is trapped
    assert world.deal.cash() == (0, (2_900 * USD,))
    assert world.deal.state().balance[0] == 1_000_000 * USD


@pytest.mark.parametrize("rate", [5_000, 10_000, 19_999])
def test_amend__rate_of_a_fee__paid_so_for_the_whole_period(world: MeetingWorld, rate: int) -> None:
    world.resolve("amend", FEE_RATE, rate)
    world.deal.pay_date(100_000 * USD)
    assert world.deal.payable("servicer") == rate * 100_000


def test_amend__two_fields_one_after_the_other__both_are_in_force(world: MeetingWorld) -> None:
    world.resolve("amend", FEE_RATE, 10_000)
    world.resolve("amend", THRESHOLD, 1_500_000)
    world.deal.pay_date(30_000 * USD)
    assert world.deal.payable("servicer") == 300 * USD
    assert world.deal.cash() == (0, (3_200 * USD,))


def test_open_call__before_its_first_day__exercised_at_its_price(world: MeetingWorld) -> None:
    first, given = ((day - EPOCH).days for day in (date(2026, 3, 1), date(2024, 2, 24)))
    done = world.resolve("openCall", LATER)
    assert done.only("CallOpened") == {"deal": world.deal.deal.address, "call": LATER}
    assert world.deal.deal.read("program") == OpenCall(LATER).carried_out(met(world)).program.pack()
    with world.chain.undone():
        world.chain.now = given * DAY
        assert call_price(world.deal, LATER)[0] == 1_020_000 * USD + 1_000_000 * USD * 34 * 6 // 36_000
    assert first * DAY > world.chain.now
    price = sum(call_price(world.deal, LATER))
    assert exercise(world.deal, LATER, price) == price
    assert world.deal.state().balance == (0, 400_000 * USD, 100_000 * USD)
    world.deal.pay_date(50_000 * USD)
    assert world.deal.state().balance[1] == (400_000 - 50_000 + 2_500 + 1_000 + 9_000) * USD


@pytest.mark.parametrize("call", [LATER, CLEAN_UP])
def test_call__not_opened__refused(world: MeetingWorld, call: int) -> None:
    with refused("Calls_NotYet" if call == LATER else "Calls_TooMuchOutstanding"):
        exercise(world.deal, call, 2_000_000 * USD)


def test_open_call__clean_up__repays_every_tranche_and_only_its_holder_may(world: MeetingWorld) -> None:
    world.resolve("openCall", CLEAN_UP)
    assert world.deal.deal.read("program") == OpenCall(CLEAN_UP).carried_out(met(world)).program.pack()
    price = call_price(world.deal, CLEAN_UP)
    assert price > (1_000_000 * USD, 400_000 * USD, 100_000 * USD - 1)
    with refused("Deal_OnlyCallHolder", holder=actor(PROGRAM.payees[CALL_HOLDER]), caller=actor("senior_investor")):
        exercise(world.deal, CLEAN_UP, sum(price), by="senior_investor")
    assert exercise(world.deal, CLEAN_UP, sum(price)) == sum(price)
    assert world.deal.state().balance == (0, 0, 0)
