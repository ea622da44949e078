# SPDX-License-Identifier: Apache-2.0
"""The questions of the ladder on chain, each by itself: off unless a rule asks it, and with its boundary at −1, 0 and +1."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import ELIGIBLE_UNTIL, OPEN_RULES, Platform
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.rules import live_under, offer_under, transfer_refused
from tests.support.sample import CLOSING, DAY

SENIOR, JUNIOR, MEZZANINE = actor("senior_investor"), actor("junior_investor"), actor("mezzanine_investor")
ORIGINATOR, SECOND, BUYER = actor("originator"), actor("senior's second wallet"), actor("buyer")
SOLD = {"senior_investor": (60,), "junior_investor": (40,)}
OPEN = TransferRules()


def asked(deal: DealContracts, units: int = 10, sender: str = SENIOR, receiver: str = JUNIOR) -> list[Question]:
    """The questions answered with no, the transfer tried to see that it is refused for the first of them."""
    token = deal.tokens[0]
    no = token.read("answersOf", sender, receiver, units)
    answered = [question for question in Question if no >> question & 1]
    assert token.read("canTransfer", sender, receiver, units) is (not answered)
    assert token.read("detectTransferRestriction", sender, receiver, units) == (answered[0] if answered else 0)
    with deal.chain.undone():
        if not answered:
            token.send("transfer", receiver, units, by=sender)
        elif answered[0] is Question.UNITS_NOT_FROZEN:
            with refused("ERC7943InsufficientUnfrozenBalance"):
                token.send("transfer", receiver, units, by=sender)
        else:
            with transfer_refused(answered[0], sender, receiver, units):
                token.send("transfer", receiver, units, by=sender)
    return answered


@pytest.fixture
def traded(platform: Platform, money: Contract) -> DealContracts:
    """60 units of the senior investor and 40 of the junior, under no rule but eligibility."""
    return live_under(platform, money, OPEN, SOLD)


def test_rules__none__every_move_between_the_eligible_allowed(traded: DealContracts) -> None:
    assert OPEN.pack() == OPEN_RULES
    for units in (0, 1, 59, 60):
        assert asked(traded, units) == []


def test_tradable__deal_not_closed__refused(platform: Platform, money: Contract) -> None:
    deal = offer_under(platform, money, OPEN, 100)
    deal.sell(SOLD)
    assert asked(deal, 0) == [Question.TRADABLE]
    deal.close()
    assert asked(deal) == []


def test_not_halted__tranche_halted__refused(traded: DealContracts, platform: Platform) -> None:
    halt(platform, "haltTranche", traded.tokens[0].address, until=CLOSING + DAY)
    assert asked(traded) == [Question.NOT_HALTED]


def test_not_paused__paused__refused(traded: DealContracts, platform: Platform) -> None:
    order(platform, "pause", traded.tokens[0])
    assert asked(traded) == [Question.NOT_PAUSED]


def test_two_parties__to_oneself__refused(traded: DealContracts) -> None:
    assert asked(traded, receiver=SENIOR) == [Question.TWO_PARTIES]


@pytest.mark.parametrize(
    ("wallet", "question"), [(SENIOR, Question.SENDER_NOT_FROZEN), (JUNIOR, Question.RECEIVER_NOT_FROZEN)]
)
def test_not_frozen__wallet_frozen__refused(
    traded: DealContracts, platform: Platform, wallet: str, question: Question
) -> None:
    order(platform, "setAddressFrozen", traded.tokens[0], wallet, True)
    assert asked(traded) == [question]
    order(platform, "setAddressFrozen", traded.tokens[0], wallet, False)
    assert asked(traded) == []


@pytest.mark.parametrize(
    ("wallet", "question"), [(SENIOR, Question.SENDER_NOT_HALTED), (JUNIOR, Question.RECEIVER_NOT_HALTED)]
)
def test_not_halted__holder_halted__refused(
    traded: DealContracts, platform: Platform, wallet: str, question: Question
) -> None:
    halt(platform, "haltHolder", traded.deal.address, wallet, until=CLOSING + DAY)
    assert asked(traded) == [question]


@pytest.mark.parametrize(("units", "free"), [(0, True), (34, True), (35, True), (36, False), (60, False)])
def test_units_not_frozen__25_of_60__35_can_go(
    traded: DealContracts, platform: Platform, units: int, free: bool
) -> None:
    order(platform, "setFrozenTokens", traded.tokens[0], SENIOR, 25)
    assert asked(traded, units) == ([] if free else [Question.UNITS_NOT_FROZEN])


@pytest.mark.parametrize(
    ("flags", "question"), [(RuleFlag.NONE, []), (RuleFlag.ELIGIBLE_SENDER, [Question.SENDER_ELIGIBLE])]
)
def test_sender_eligible__removed__asked_only_where_a_rule_says_so(
    platform: Platform, money: Contract, flags: RuleFlag, question: list[Question]
) -> None:
    deal = live_under(platform, money, TransferRules(flags), SOLD)
    platform.remove(SENIOR)
    assert asked(deal) == question


@pytest.mark.parametrize(("after", "eligible"), [(-1, True), (0, True), (1, False)])
def test_receiver_eligible__around_his_last_second__until_it(
    traded: DealContracts, platform: Platform, after: int, eligible: bool
) -> None:
    platform.admit(JUNIOR, CLOSING + 100)
    traded.chain.now = CLOSING + 100 + after
    assert asked(traded) == ([] if eligible else [Question.RECEIVER_ELIGIBLE])


@pytest.mark.parametrize("country", [0, 155, 157, 255, 256, 1_023, 1_024, 1_180, 65_535])
def test_jurisdiction__not_listed__refused(platform: Platform, money: Contract, country: int) -> None:
    """1,180 is 156 and 1,024: no number beyond the list may fall on one that is listed."""
    rules = TransferRules(RuleFlag.JURISDICTIONS, countries=frozenset({156, 840}))
    deal = live_under(platform, money, rules, SOLD)
    platform.admit(JUNIOR, country=country)
    assert asked(deal) == [Question.JURISDICTION]


@pytest.mark.parametrize("country", [1, 255, 256, 512, 999, 1_023])
def test_jurisdiction__listed__admitted(platform: Platform, money: Contract, country: int) -> None:
    rules = TransferRules(RuleFlag.JURISDICTIONS, countries=frozenset({country, 840}))
    deal = live_under(platform, money, rules, SOLD)
    platform.admit(JUNIOR, country=country)
    assert asked(deal) == []


@pytest.mark.parametrize("admitted", range(1, 5))
def test_class__one_admitted__the_others_refused(platform: Platform, money: Contract, admitted: int) -> None:
    for investor in (SENIOR, JUNIOR):
        platform.admit(investor, investor_class=admitted)
    deal = live_under(platform, money, TransferRules(class_mask=1 << admitted), SOLD)
    for investor_class in range(1, 5):
        platform.admit(JUNIOR, investor_class=investor_class)
        assert asked(deal) == ([] if investor_class == admitted else [Question.CLASS])


@pytest.mark.parametrize(("seconds", "locked"), [(-1, True), (0, False), (1, False)])
def test_unlocked__around_the_first_second__locked_before(
    platform: Platform, money: Contract, seconds: int, locked: bool
) -> None:
    deal = live_under(platform, money, TransferRules(locked_until=CLOSING + DAY), SOLD)
    deal.chain.now = CLOSING + DAY + seconds
    assert asked(deal) == ([Question.UNLOCKED] if locked else [])
    assert asked(deal, 0) == ([Question.UNLOCKED] if locked else [])


@pytest.mark.parametrize(
    ("units", "allowed"),
    [(0, True), (1, False), (9, False), (10, True), (11, True), (49, True), (50, True), (51, False), (59, False), (60, True)],
)  # fmt: skip
def test_denomination__of_10__neither_less_moved_nor_less_kept(
    platform: Platform, money: Contract, units: int, allowed: bool
) -> None:
    deal = live_under(platform, money, TransferRules(denomination=10), SOLD)
    assert asked(deal, units) == ([] if allowed else [Question.DENOMINATION])


def test_subscribe__below_the_denomination_or_no_multiple__refused(platform: Platform, money: Contract) -> None:
    deal = offer_under(platform, money, TransferRules(denomination=10), 100)
    for units in (9, 11):
        with refused("Offering_NotInLots", lot=10, units=units):
            deal.subscribe(SENIOR, 0, units)
    deal.subscribe(SENIOR, 0, 10)


def retaining(platform: Platform, money: Contract) -> DealContracts:
    """The originator has 60 units and has to keep 50."""
    platform.admit(ORIGINATOR, investor_class=4)
    return live_under(platform, money, TransferRules(retained=50), {"originator": (60,), "senior_investor": (40,)})


@pytest.mark.parametrize(("units", "allowed"), [(0, True), (9, True), (10, True), (11, False), (60, False)])
def test_retention__of_50__the_rest_may_go(platform: Platform, money: Contract, units: int, allowed: bool) -> None:
    deal = retaining(platform, money)
    assert asked(deal, units, ORIGINATOR) == ([] if allowed else [Question.RETENTION])


def test_retention__of_others__not_asked(platform: Platform, money: Contract) -> None:
    assert asked(retaining(platform, money), 40, SENIOR) == []


def test_retention__recovered_to_another_wallet__goes_along(platform: Platform, money: Contract) -> None:
    deal = retaining(platform, money)
    platform.add_wallet(SECOND, ORIGINATOR)
    order(platform, "recoverWallet", deal.tokens[0], ORIGINATOR, SECOND, ORIGINATOR)
    assert asked(deal, 11, SECOND) == [Question.RETENTION]
    assert asked(deal, 10, SECOND) == []


@pytest.mark.parametrize(("units", "allowed"), [(9, True), (10, True), (11, False)])
def test_largest_share__of_60__over_both_wallets_of_the_investor(
    platform: Platform, money: Contract, units: int, allowed: bool
) -> None:
    rules = TransferRules(largest_holding=60)
    deal = live_under(platform, money, rules, {"senior_investor": (50,), "junior_investor": (40,)})
    platform.add_wallet(SECOND, SENIOR)
    expected = [] if allowed else [Question.LARGEST_SHARE]
    assert asked(deal, units, JUNIOR, SENIOR) == expected
    assert asked(deal, units, JUNIOR, SECOND) == expected


def test_largest_share__between_wallets_of_one_investor__not_asked(platform: Platform, money: Contract) -> None:
    deal = live_under(platform, money, TransferRules(largest_holding=60), SOLD)
    platform.add_wallet(SECOND, SENIOR)
    assert asked(deal, 60, SENIOR, SECOND) == []


@pytest.mark.parametrize("units", [2**48, 2**255, 2**256 - 1])
def test_largest_share__more_than_there_can_be__answered_with_no(
    platform: Platform, money: Contract, units: int
) -> None:
    deal = live_under(platform, money, TransferRules(largest_holding=60), SOLD)
    assert deal.tokens[0].read("answersOf", SENIOR, JUNIOR, units) == 1 << Question.LARGEST_SHARE


def test_subscribe__above_the_largest_share__refused(platform: Platform, money: Contract) -> None:
    deal = offer_under(platform, money, TransferRules(largest_holding=60), 100)
    with transfer_refused(Question.LARGEST_SHARE, "0x" + "00" * 20, SENIOR, 61):
        deal.subscribe(SENIOR, 0, 61)
    deal.subscribe(SENIOR, 0, 60)
    with refused("Offering_AboveLargestHolding", largest=60, wanted=61):
        deal.subscribe(SENIOR, 0, 1)


def counted(platform: Platform, money: Contract, limit: int) -> DealContracts:
    deal = live_under(platform, money, TransferRules(holder_limit=limit), SOLD)
    platform.add_wallet(SECOND, SENIOR)
    platform.admit(BUYER, ELIGIBLE_UNTIL)
    assert deal.tokens[0].read("investorCount") == 2
    return deal


@pytest.mark.parametrize(("limit", "allowed"), [(2, False), (3, True), (4, True)])
def test_holder_count__one_more__only_within_the_limit(
    platform: Platform, money: Contract, limit: int, allowed: bool
) -> None:
    deal = counted(platform, money, limit)
    assert asked(deal, 10, SENIOR, BUYER) == ([] if allowed else [Question.HOLDER_COUNT])


def test_holder_count__at_the_limit__one_leaves_as_another_arrives(platform: Platform, money: Contract) -> None:
    deal = counted(platform, money, 2)
    assert asked(deal, 60, SENIOR, BUYER) == []
    assert asked(deal, 59, SENIOR, BUYER) == [Question.HOLDER_COUNT]
    assert asked(deal, 0, SENIOR, BUYER) == []
    deal.tokens[0].send("transfer", BUYER, 60, by=SENIOR)
    assert deal.tokens[0].read("investorCount") == 2


def test_holder_count__two_wallets_of_one_investor__count_once(platform: Platform, money: Contract) -> None:
    deal = counted(platform, money, 2)
    token = deal.tokens[0]
    assert asked(deal, 10, SENIOR, SECOND) == []
    token.send("transfer", SECOND, 10, by=SENIOR)
    assert token.read("investorCount") == 2
    assert asked(deal, 50, SENIOR, BUYER) == [Question.HOLDER_COUNT]  # the second wallet still holds
    token.send("transfer", SENIOR, 40, by=JUNIOR)
    assert token.read("investorCount") == 1
    token.send("transfer", BUYER, 90, by=SENIOR)
    assert token.read("investorCount") == 2
    token.send("transfer", BUYER, 10, by=SECOND)
    assert token.read("investorCount") == 1


def test_subscribe__one_holder_too_many__refused(platform: Platform, money: Contract) -> None:
    deal = offer_under(platform, money, TransferRules(holder_limit=2), 100)
    deal.subscribe(SENIOR, 0, 10)
    deal.subscribe(JUNIOR, 0, 10)
    with refused("Offering_TooManyInvestors", limit=2, investors=3):
        deal.subscribe(MEZZANINE, 0, 10)
    deal.subscribe(JUNIOR, 0, 80)
    deal.close()
    assert deal.tokens[0].read("investorCount") == 2


def test_holder_count__limit_of_a_plan_at_200__the_201st_only_in_the_place_of_one_who_left(
    platform: Platform, money: Contract
) -> None:
    investors = [actor(f"investor {number}") for number in range(1, 202)]
    first, leaver, late = investors[0], investors[1], investors[-1]
    for investor in investors:
        platform.admit(investor)
    deal = offer_under(platform, money, TransferRules(holder_limit=200), 500)
    for number, investor in enumerate(investors[:200], 1):
        deal.subscribe(investor, 0, 2)
        assert deal.offering.read("awaited", 0) == number
    with refused("Offering_TooManyInvestors", limit=200, investors=201):
        deal.subscribe(late, 0, 2)
    deal.subscribe(first, 0, 100)
    deal.close()
    assert (deal.tokens[0].read("investorCount"), deal.offering.read("awaited", 0)) == (200, 0)
    assert asked(deal, 1, first, late) == [Question.HOLDER_COUNT]
    deal.tokens[0].send("transfer", first, 1, by=leaver)
    assert asked(deal, 1, first, late) == [Question.HOLDER_COUNT]  # the leaver still has a unit
    deal.tokens[0].send("transfer", first, 1, by=leaver)
    assert deal.tokens[0].read("investorCount") == 199
    deal.tokens[0].send("transfer", late, 1, by=first)
    assert deal.tokens[0].read("investorCount") == 200
    assert asked(deal, 1, first, leaver) == [Question.HOLDER_COUNT]
