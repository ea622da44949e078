# SPDX-License-Identifier: Apache-2.0
"""Units and supply at past seconds, for votes and statements, in a tranche whose rules keep them; another pays nothing for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

import pytest

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import OPEN_RULES, DealSpec, Platform
from tests.support.powers import ALL_INCOME, order
from tests.support.roles import actor
from tests.support.rules import live_under, offer_under
from tests.support.sample import CLOSING, DAY

KEPT = TransferRules(RuleFlag.RECORD_DATES)
SENIOR, SECOND, JUNIOR = actor("senior_investor"), actor("senior's second wallet"), actor("junior_investor")
ORIGINATOR = actor("originator")
SOLD: Mapping[str, Sequence[int]] = {"senior_investor": (60,), "junior_investor": (40,)}


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    """60 units of the senior and 40 of the junior investor since ``CLOSING``; a day has passed."""
    kept = live_under(platform, money, KEPT, SOLD)
    platform.add_wallet(SECOND, SENIOR)
    kept.chain.now = CLOSING + DAY
    return kept


def at(deal: DealContracts, second: int, *wallets: str) -> list[int]:
    """Units of each wallet at that second, and the supply."""
    token = deal.tokens[0]
    return [token.read("balanceOfAt", wallet, second) for wallet in wallets] + [token.read("totalSupplyAt", second)]


def test_clock__at_any_second__that_second(deal: DealContracts) -> None:
    assert deal.tokens[0].read("clock") == CLOSING + DAY
    assert deal.tokens[0].read("CLOCK_MODE") == "mode=timestamp"


def test_transfer__around_its_second__from_then_on(deal: DealContracts) -> None:
    deal.tokens[0].send("transfer", JUNIOR, 15, by=SENIOR)
    deal.chain.now += 10
    moved = CLOSING + DAY
    assert at(deal, moved - 1, SENIOR, JUNIOR) == [60, 40, 100]
    assert at(deal, moved, SENIOR, JUNIOR) == [45, 55, 100]
    assert at(deal, moved + 1, SENIOR, JUNIOR) == [45, 55, 100]


def test_transfers__several_in_one_second__the_last_counts(deal: DealContracts) -> None:
    token = deal.tokens[0]
    token.send("transfer", JUNIOR, 60, by=SENIOR)
    token.send("transfer", SECOND, 100, by=JUNIOR)
    token.send("batchTransfer", [JUNIOR, SENIOR, JUNIOR], [1, 2, 3], by=SECOND)
    deal.chain.now += 1
    assert at(deal, CLOSING + DAY - 1, SENIOR, SECOND, JUNIOR) == [60, 0, 40, 100]
    assert at(deal, CLOSING + DAY, SENIOR, SECOND, JUNIOR) == [2, 94, 4, 100]


def test_transfer__of_nothing_and_claims__change_no_record(deal: DealContracts) -> None:
    deal.pay_date(100)
    deal.tokens[0].send("transfer", JUNIOR, 0, by=SENIOR)
    deal.claim(0, "senior_investor")
    deal.chain.now += 1
    assert at(deal, deal.chain.now - 1, SENIOR, JUNIOR) == [60, 40, 100]


def test_transfers_of_nothing__second_by_second_by_a_stranger__store_nothing(deal: DealContracts) -> None:
    """Nobody may lengthen another's records without moving his units."""
    before = deal.chain.storage()
    for function, arguments, by in (
        ("transferFrom", (SENIOR, JUNIOR, 0), actor("stranger")),
        ("transfer", (JUNIOR, 0), SENIOR),
        ("batchTransfer", ([JUNIOR, SECOND], [0, 0]), SENIOR),
    ):
        deal.chain.now += 1
        deal.tokens[0].send(function, *arguments, by=by)
    assert deal.chain.storage() == before


def test_past__before_there_were_units__nothing(deal: DealContracts) -> None:
    for second in (0, 1, CLOSING - 1):
        assert at(deal, second, SENIOR, JUNIOR, actor("stranger"), "0x" + "00" * 20) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("ahead", [0, 1, DAY, 2**48, 2**48 - DAY, 2**256 - 1 - CLOSING - DAY])
def test_past__present_or_future__refused(deal: DealContracts, ahead: int) -> None:
    """2^48 seconds ahead must not wrap round to the past."""
    now = CLOSING + DAY
    with refused("TrancheToken_NotPast", timepoint=now + ahead, clock=now):
        deal.tokens[0].read("balanceOfAt", SENIOR, now + ahead)
    with refused("TrancheToken_NotPast", timepoint=now + ahead, clock=now):
        deal.tokens[0].read("totalSupplyAt", now + ahead)


def test_past__one_second_ago__answered(deal: DealContracts) -> None:
    assert at(deal, CLOSING + DAY - 1, SENIOR, JUNIOR) == [60, 40, 100]


def test_issuance__collected_one_by_one__recorded(platform: Platform, money: Contract) -> None:
    """Only units in hands are counted, though all earn since closing."""
    deal = offer_under(platform, money, KEPT, 100)
    for units, investor in ((10, SENIOR), (30, JUNIOR), (60, SENIOR)):
        deal.subscribe(investor, 0, units)
    deal.close_alone()
    for place in (0, 10, 40):
        deal.chain.now += 100
        deal.offering.send("collect", 0, 0, place, by=actor("outsider"))
    deal.chain.now += 1
    history = [at(deal, CLOSING + second, SENIOR, JUNIOR) for second in (0, 99, 100, 199, 200, 299, 300)]
    assert history == [[0, 0, 0], [0, 0, 0], [10, 0, 10], [10, 0, 10], [10, 30, 40], [10, 30, 40], [70, 30, 100]]


def test_issuance__retained_by_the_originator__recorded_at_closing(platform: Platform, money: Contract) -> None:
    platform.admit(ORIGINATOR)
    deal = offer_under(platform, money, replace(KEPT, retained=5), 100)
    deal.subscribe(SENIOR, 0, 95)
    deal.close_alone()
    deal.chain.now += 1
    assert at(deal, CLOSING - 1, ORIGINATOR, SENIOR) == [0, 0, 0]
    assert at(deal, CLOSING, ORIGINATOR, SENIOR) == [5, 0, 5]


def test_refund__lapsed_offering__there_never_were_units(platform: Platform, money: Contract) -> None:
    deal = offer_under(platform, money, KEPT, 100)
    deal.subscribe(SENIOR, 0, 60)
    deal.chain.now = sample.DEADLINE + 2
    for second in (sample.DEADLINE, sample.DEADLINE + 1):
        assert at(deal, second, SENIOR, JUNIOR) == [0, 0, 0]


def test_force__units_by_order__recorded(deal: DealContracts, platform: Platform) -> None:
    order(platform, "setFrozenTokens", deal.tokens[0], SENIOR, 60)
    order(platform, "forcedTransferByOrder", deal.tokens[0], SENIOR, JUNIOR, 25, ALL_INCOME)
    deal.chain.now += 1
    assert at(deal, CLOSING + DAY - 1, SENIOR, JUNIOR) == [60, 40, 100]
    assert at(deal, CLOSING + DAY, SENIOR, JUNIOR) == [35, 65, 100]


@pytest.mark.parametrize("already", [0, 20])
def test_recover__into_an_empty_wallet_or_one_with_units__recorded(
    deal: DealContracts, platform: Platform, already: int
) -> None:
    deal.tokens[0].send("transfer", SECOND, already, by=SENIOR)
    deal.chain.now += 5
    order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    deal.chain.now += 5
    assert at(deal, CLOSING + DAY + 4, SENIOR, SECOND, JUNIOR) == [60 - already, already, 40, 100]
    assert at(deal, CLOSING + DAY + 5, SENIOR, SECOND, JUNIOR) == [0, 60, 40, 100]


def test_redeem__units_burnt__recorded(platform: Platform, money: Contract) -> None:
    kept = platform.create(money, DealSpec(transfer_rules=(KEPT.pack(), OPEN_RULES, OPEN_RULES)))
    kept.sell()
    kept.close()
    kept.pay_date(2_000_000 * sample.USD)
    burnt = kept.chain.now
    order(platform, "redeem", kept.tokens[0], SENIOR, 250)
    order(platform, "redeem", kept.tokens[0], SENIOR, 50)
    kept.chain.now += 1
    assert at(kept, burnt - 1, SENIOR) == [600, 1_000]
    assert at(kept, burnt, SENIOR) == [300, 700]


def test_refused_move__over_too_few_units__leaves_no_record(deal: DealContracts) -> None:
    for receiver, units in ((JUNIOR, 61), (actor("stranger"), 1), (SENIOR, 1)):
        with refused("ERC20InsufficientBalance" if units == 61 else "TrancheToken_TransferRefused"):
            deal.tokens[0].send("transfer", receiver, units, by=SENIOR)
    deal.chain.now += 1
    assert at(deal, CLOSING + DAY, SENIOR, JUNIOR, actor("stranger")) == [60, 40, 0, 100]


@pytest.mark.parametrize("seed", range(4))
def test_history__random_moves_at_random_seconds__every_second_as_it_was(seed: int) -> None:
    """Against a plain list of what everybody held at the end of each second."""
    rng, platform = Random(seed), Platform()
    deal = live_under(platform, platform.money(), KEPT, SOLD)
    platform.add_wallet(SECOND, SENIOR)
    wallets = (SENIOR, SECOND, JUNIOR)
    held = {SENIOR: 60, SECOND: 0, JUNIOR: 40}
    history: list[tuple[int, list[int]]] = []
    for _ in range(60):
        waited = rng.choice((0, 0, 1, 2, 1_000))
        history += [(deal.chain.now + passed, list(held.values())) for passed in range(min(waited, 3))]
        deal.chain.now += waited
        sender, receiver = rng.sample(wallets, 2)
        units = rng.choice((0, held[sender], rng.randint(0, held[sender])))
        if rng.random() < 0.7:
            deal.tokens[0].send("transfer", receiver, units, by=sender)
        else:
            order(platform, "forcedTransferByOrder", deal.tokens[0], sender, receiver, units, 0)
        held[sender] -= units
        held[receiver] += units
    history.append((deal.chain.now, list(held.values())))
    deal.chain.now += 1
    assert len(history) > 40
    for second, units_then in history:
        assert at(deal, second, *wallets) == [*units_then, 100]


def test_past__tranche_that_keeps_none__refused_for_every_second(platform: Platform, money: Contract) -> None:
    deal = live_under(platform, money, TransferRules(), SOLD)
    deal.chain.now += DAY
    for second in (0, CLOSING, CLOSING + DAY, 2**256 - 1):
        with refused("TrancheToken_NoRecordDates"):
            deal.tokens[0].read("balanceOfAt", SENIOR, second)
        with refused("TrancheToken_NoRecordDates"):
            deal.tokens[0].read("totalSupplyAt", second)
    assert deal.tokens[0].read("clock") == CLOSING + DAY


def test_cost__tranche_that_keeps_none__stores_nothing_in_the_token_and_pays_nothing() -> None:
    """A record of a new second is a new slot of at least 20,000 gas for each of the two holders."""
    gas: dict[RuleFlag, list[int]] = {}
    for flag in (RuleFlag.NONE, RuleFlag.RECORD_DATES):
        platform = Platform()
        deal = live_under(platform, platform.money(), TransferRules(flag), SOLD)
        token = deal.tokens[0]
        platform.chain.now += DAY
        moved = token.send("transfer", JUNIOR, 10, by=SENIOR)
        forced = order(platform, "forcedTransferByOrder", token, SENIOR, JUNIOR, 10, 0)
        gas[flag] = [moved.gas, forced.gas]
        stored = [slot for slot in platform.chain.storage() if slot[0] == token.address]
        assert bool(stored) is (flag is RuleFlag.RECORD_DATES)
    without, kept = gas[RuleFlag.NONE], gas[RuleFlag.RECORD_DATES]
    assert kept[0] - without[0] > 2 * 20_000
    assert kept[1] > without[1]


def test_switched_on_in_one_tranche__the_others_keep_none(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, DealSpec(transfer_rules=(OPEN_RULES, KEPT.pack(), OPEN_RULES)))
    deal.sell()
    deal.close()
    deal.chain.now += 1
    assert deal.tokens[1].read("totalSupplyAt", CLOSING) == 400
    for token in (deal.tokens[0], deal.tokens[2]):
        with refused("TrancheToken_NoRecordDates"):
            token.read("totalSupplyAt", CLOSING)
