# SPDX-License-Identifier: Apache-2.0
"""What officers do to holders by order: freeze, force, recover, pause, redeem; each act says its order's reference and evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import TransferRules
from tests.support import sample
from tests.support.chain import Answer, refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, Platform
from tests.support.powers import ALL_INCOME, EVIDENCE, OFFICER_OF, REF, halt, order
from tests.support.roles import actor
from tests.support.rules import live_under, transfer_refused
from tests.support.sample import DAY

SENIOR, JUNIOR, SECOND = actor("senior_investor"), actor("junior_investor"), actor("senior's second wallet")
MOST = 2**48 - 1
PER_UNIT = 77 * 2**48 // 100
"""Of 77 spread over 100 units: 46.2 for the senior investor's 60, 30.8 for the junior investor's 40."""


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    """60 units of the senior investor and 40 of the junior, in lots of 10; 77 were distributed. The senior investor has a second wallet."""
    deal = live_under(
        platform, money, TransferRules(denomination=10), {"senior_investor": (60,), "junior_investor": (40,)}
    )
    platform.add_wallet(SECOND, SENIOR)
    deal.pay_date(77)
    return deal


def holding(deal: DealContracts, wallet: str, tranche: int = 0) -> tuple[int, int, bool, bool]:
    """Units, frozen units, whether the wallet is frozen, whether it retains."""
    units, frozen, wallet_frozen, retains = deal.escrow.read("holdingOf", deal.tokens[tranche].address, wallet)
    return units, frozen, wallet_frozen, retains


def owed(deal: DealContracts, wallet: str) -> int:
    """Income in 2^48ths of the smallest unit, out of the register's words by their documented layout."""
    book, word, _ = deal.escrow.read("wordsOf", deal.tokens[0].address, wallet, wallet)
    low = word % 2**152
    correction = low - 2**152 if low >> 151 else low
    return int((book % 2**152) * (word >> 208) + correction)


def said(deal: DealContracts, done: Answer, event: str, function: str) -> dict[str, object]:
    """What the transfer agent's event says of the tranche beyond order and officer, which are checked here."""
    args = dict(done.only(event))
    grounds = (args.pop("token"), args.pop("ref"), args.pop("evidence"), args.pop("by"))
    assert grounds == (deal.tokens[0].address, REF, EVIDENCE, actor(OFFICER_OF[function]))
    return args


def names(done: Answer) -> list[str]:
    return [event.name for event in done.events]


@pytest.mark.parametrize(("units", "frozen"), [(0, 0), (1, 1), (60, 60), (61, 61), (2**48, MOST), (2**256 - 1, MOST)])
def test_set_frozen_tokens__any_amount__absolute_and_may_exceed_the_units(
    deal: DealContracts, platform: Platform, units: int, frozen: int
) -> None:
    order(platform, "setFrozenTokens", deal.tokens[0], SENIOR, 7)
    done = order(platform, "setFrozenTokens", deal.tokens[0], SENIOR, units)
    assert holding(deal, SENIOR) == (60, frozen, False, False)
    assert done.only("Frozen") == {"account": SENIOR, "amount": frozen}
    assert said(deal, done, "UnitsFrozen", "setFrozenTokens") == {"holder": SENIOR, "units": frozen}


def test_freeze_partial__twice__adds_up_to_all_units(deal: DealContracts, platform: Platform) -> None:
    for units, frozen in ((15, 15), (0, 15), (45, 60), (0, 60)):
        done = order(platform, "freezePartialTokens", deal.tokens[0], SENIOR, units)
        assert holding(deal, SENIOR) == (60, frozen, False, False)
        assert done.only("Frozen") == {"account": SENIOR, "amount": frozen}
        assert said(deal, done, "UnitsFrozen", "freezePartialTokens") == {"holder": SENIOR, "units": frozen}


def test_unfreeze_partial__step_by_step__down_to_nothing(deal: DealContracts, platform: Platform) -> None:
    order(platform, "setFrozenTokens", deal.tokens[0], SENIOR, 70)
    for units, frozen in ((1, 69), (0, 69), (69, 0)):
        done = order(platform, "unfreezePartialTokens", deal.tokens[0], SENIOR, units)
        assert holding(deal, SENIOR) == (60, frozen, False, False)
        assert done.only("Frozen") == {"account": SENIOR, "amount": frozen}
        assert said(deal, done, "UnitsFrozen", "unfreezePartialTokens") == {"holder": SENIOR, "units": frozen}


def test_set_address_frozen__on_and_off__only_that_wallet_and_not_its_frozen_units(
    deal: DealContracts, platform: Platform
) -> None:
    order(platform, "setFrozenTokens", deal.tokens[0], SENIOR, 25)
    for frozen in (True, True, False, False):
        done = order(platform, "setAddressFrozen", deal.tokens[0], SENIOR, frozen)
        assert (holding(deal, SENIOR), holding(deal, JUNIOR)) == ((60, 25, frozen, False), (40, 0, False, False))
        assert done.only("AddressFrozen") == {"account": SENIOR, "frozen": frozen, "by": platform.agent.address}
        assert said(deal, done, "WalletFrozen", "setAddressFrozen") == {"holder": SENIOR, "frozen": frozen}
        assert deal.tokens[0].read("isFrozen", SENIOR) is frozen


def test_batch_freezes__two_holders__each_with_the_one_order(deal: DealContracts, platform: Platform) -> None:
    units = order(platform, "batchSetFrozenTokens", deal.tokens[0], [SENIOR, JUNIOR], [25, 40])
    wallets = order(platform, "batchSetAddressFrozen", deal.tokens[0], [JUNIOR, SENIOR], [True, False])
    assert (holding(deal, SENIOR), holding(deal, JUNIOR)) == ((60, 25, False, False), (40, 40, True, False))
    grounds = {"token": deal.tokens[0].address, "ref": REF, "evidence": EVIDENCE, "by": actor("freezer")}
    assert units.all("UnitsFrozen") == [
        grounds | {"holder": SENIOR, "units": 25},
        grounds | {"holder": JUNIOR, "units": 40},
    ]
    assert wallets.all("WalletFrozen") == [
        grounds | {"holder": JUNIOR, "frozen": True},
        grounds | {"holder": SENIOR, "frozen": False},
    ]


def test_force__units__moved_and_said_with_the_order(deal: DealContracts, platform: Platform) -> None:
    done = order(platform, "forcedTransferByOrder", deal.tokens[0], SENIOR, JUNIOR, 20, 0)
    assert (deal.units(0, "senior_investor"), deal.units(0, "junior_investor")) == (40, 60)
    assert names(done) == ["Transfer", "ForcedTransfer", "Ordered"]
    assert done.only("Transfer") == {"from": SENIOR, "to": JUNIOR, "value": 20}
    assert done.only("ForcedTransfer") == {"from": SENIOR, "to": JUNIOR, "amount": 20}
    assert done.only("Ordered") == {"ref": REF, "evidence": EVIDENCE, "by": actor("enforcer")}


@pytest.mark.parametrize(
    ("income", "carried", "left"),
    [(0, 0, 60 * PER_UNIT), (1, 1, 60 * PER_UNIT - 2**48), (45, 45, 60 * PER_UNIT - 45 * 2**48), (46, 46, 0), (ALL_INCOME, 46, 0)],
)  # fmt: skip
@pytest.mark.parametrize("units", [0, 20, 60])
def test_force__income_by_order__that_much_and_with_the_last_whole_unit_the_fraction(
    deal: DealContracts, platform: Platform, units: int, income: int, carried: int, left: int
) -> None:
    done = order(platform, "forcedTransferByOrder", deal.tokens[0], SENIOR, JUNIOR, units, income)
    assert names(done) == ["Transfer", "ForcedTransfer", *(["IncomeCarried"] if income else []), "Ordered"]
    assert done.all("IncomeCarried") == ([{"from": SENIOR, "to": JUNIOR, "amount": carried}] if income else [])
    assert (owed(deal, SENIOR), owed(deal, JUNIOR)) == (left, 100 * PER_UNIT - left)


@pytest.mark.parametrize(
    ("frozen", "units", "left"),
    [(0, 60, 0), (25, 35, 25), (25, 36, 24), (25, 60, 0), (60, 1, 59), (100, 0, 100), (100, 1, 99), (100, 60, 40)],
)
def test_force__frozen_units__thawed_by_as_many_as_are_taken_of_them_and_first(
    deal: DealContracts, platform: Platform, frozen: int, units: int, left: int
) -> None:
    order(platform, "setFrozenTokens", deal.tokens[0], SENIOR, frozen)
    done = order(platform, "forcedTransferByOrder", deal.tokens[0], SENIOR, JUNIOR, units, 0)
    assert holding(deal, SENIOR) == (60 - units, left, False, False)
    thawed = ["Frozen"] if left != frozen else []
    assert names(done) == [*thawed, "Transfer", "ForcedTransfer", "Ordered"]
    assert done.all("Frozen") == ([{"account": SENIOR, "amount": left}] if thawed else [])


HINDRANCES: dict[str, Callable[[DealContracts, Platform], object]] = {
    "wallet frozen": lambda deal, platform: order(platform, "setAddressFrozen", deal.tokens[0], SENIOR, True),
    "holder halted": lambda deal, platform: halt(
        platform, "haltHolder", deal.deal.address, SENIOR, until=deal.chain.now + DAY
    ),
    "tranche halted": lambda deal, platform: halt(
        platform, "haltTranche", deal.tokens[0].address, until=deal.chain.now + DAY
    ),
    "deal halted": lambda deal, platform: halt(platform, "haltDeal", deal.deal.address, until=deal.chain.now + DAY),
    "paused": lambda deal, platform: order(platform, "pause", deal.tokens[0]),
    "holder removed": lambda deal, platform: platform.remove(SENIOR),
    "below the denomination": lambda deal, platform: None,
}
"""What keeps the senior investor from moving 9 units himself."""


@pytest.mark.parametrize("hindrance", list(HINDRANCES))
def test_force__holder_could_not_move_the_units_himself__done(
    deal: DealContracts, platform: Platform, hindrance: str
) -> None:
    """An order is asked the questions about who receives only."""
    HINDRANCES[hindrance](deal, platform)
    with refused("TrancheToken_TransferRefused"):
        deal.tokens[0].send("transfer", JUNIOR, 9, by=SENIOR)
    frozen = holding(deal, SENIOR)[2]
    order(platform, "forcedTransferByOrder", deal.tokens[0], SENIOR, JUNIOR, 9, ALL_INCOME)
    assert (holding(deal, SENIOR), deal.units(0, "junior_investor")) == ((51, 0, frozen, False), 49)
    assert deal.claim(0, "junior_investor").only("IncomeClaimed")["gross"] == 77 - 1  # the rest are fractions


@pytest.mark.parametrize("income", [46, ALL_INCOME])
def test_batch_force__there_and_back__each_with_the_one_order(
    deal: DealContracts, platform: Platform, income: int
) -> None:
    """Through the agent, which uses the standard's function of the token; frozen units are thawed here, too."""
    order(platform, "setFrozenTokens", deal.tokens[0], SENIOR, 25)
    done = order(
        platform, "batchForcedTransfer", deal.tokens[0], [SENIOR, JUNIOR], [JUNIOR, SECOND], [60, 100], [income, 0]
    )
    assert done.all("Frozen") == [{"account": SENIOR, "amount": 0}]
    grounds = {"token": deal.tokens[0].address, "ref": REF, "evidence": EVIDENCE, "by": actor("enforcer")}
    assert done.all("UnitsForced") == [
        grounds | {"from": SENIOR, "to": JUNIOR, "units": 60, "income": 46},
        grounds | {"from": JUNIOR, "to": SECOND, "units": 100, "income": 0},
    ]
    assert [holding(deal, wallet)[0] for wallet in (SENIOR, JUNIOR, SECOND)] == [0, 0, 100]
    assert [deal.entitlement(0, role) for role in ("senior_investor", "junior_investor")] == [0, 76]


def test_recover__units_income_and_freezes__everything_moves_and_the_lost_wallet_is_frozen(
    deal: DealContracts, platform: Platform
) -> None:
    order(platform, "setFrozenTokens", deal.tokens[0], SENIOR, 25)
    order(platform, "setAddressFrozen", deal.tokens[0], SENIOR, True)
    done = order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    assert (holding(deal, SENIOR), holding(deal, SECOND)) == ((0, 0, True, False), (60, 25, True, False))
    assert (owed(deal, SENIOR), owed(deal, SECOND)) == (0, 60 * PER_UNIT)
    assert names(done) == ["Frozen", "Frozen", "AddressFrozen", "Transfer", "RecoverySuccess", "WalletRecovered"]
    assert done.all("Frozen") == [{"account": SENIOR, "amount": 0}, {"account": SECOND, "amount": 25}]
    assert done.only("AddressFrozen") == {"account": SECOND, "frozen": True, "by": platform.agent.address}
    assert done.only("Transfer") == {"from": SENIOR, "to": SECOND, "value": 60}
    assert done.only("RecoverySuccess") == {"lostWallet": SENIOR, "newWallet": SECOND, "investor": SENIOR}
    assert said(deal, done, "WalletRecovered", "recoverWallet") == {"lost": SENIOR, "fresh": SECOND}


def test_recover__wallet_that_was_free__the_new_one_is_free_and_claims(deal: DealContracts, platform: Platform) -> None:
    done = order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    assert names(done) == ["AddressFrozen", "Transfer", "RecoverySuccess", "WalletRecovered"]
    assert done.only("AddressFrozen") == {"account": SENIOR, "frozen": True, "by": platform.agent.address}
    assert holding(deal, SECOND) == (60, 0, False, False)
    assert deal.claim(0, "senior's second wallet").only("IncomeClaimed")["gross"] == 46
    with refused("RoyaltyEscrow_HolderFrozen", token=deal.tokens[0].address, holder=SENIOR):
        deal.claim(0, "senior_investor")


def test_recover__no_units_but_income__the_income_moves(deal: DealContracts, platform: Platform) -> None:
    deal.tokens[0].send("transfer", JUNIOR, 60, by=SENIOR)
    done = order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    assert names(done) == ["AddressFrozen", "RecoverySuccess", "WalletRecovered"]
    assert deal.entitlement(0, "senior's second wallet") == 46


def test_recover__no_units_but_frozen_ones_to_come__the_freeze_moves(deal: DealContracts, platform: Platform) -> None:
    order(platform, "setFrozenTokens", deal.tokens[0], SECOND, 5)
    done = order(platform, "recoverWallet", deal.tokens[0], SECOND, SENIOR, SENIOR)
    assert names(done) == ["Frozen", "Frozen", "AddressFrozen", "RecoverySuccess", "WalletRecovered"]
    assert (holding(deal, SECOND), holding(deal, SENIOR)) == ((0, 0, True, False), (60, 5, False, False))


@pytest.mark.parametrize(
    ("of_lost", "of_fresh", "together"), [(0, 0, 0), (25, 0, 25), (0, 9, 9), (25, 9, 34), (MOST, 0, MOST), (MOST, MOST, MOST)]
)  # fmt: skip
def test_recover__into_a_wallet_that_holds__units_income_and_freezes_add_up(
    deal: DealContracts, platform: Platform, of_lost: int, of_fresh: int, together: int
) -> None:
    deal.tokens[0].send("transfer", SECOND, 20, by=SENIOR)
    deal.pay_date(77)
    before = owed(deal, SENIOR) + owed(deal, SECOND)
    order(platform, "batchSetFrozenTokens", deal.tokens[0], [SENIOR, SECOND], [of_lost, of_fresh])
    order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    assert (holding(deal, SENIOR), holding(deal, SECOND)) == ((0, 0, True, False), (60, together, False, False))
    assert (owed(deal, SENIOR), owed(deal, SECOND)) == (0, before)


@pytest.mark.parametrize("lost_is_frozen", [False, True])
def test_recover__into_a_frozen_wallet__it_stays_frozen(
    deal: DealContracts, platform: Platform, lost_is_frozen: bool
) -> None:
    order(platform, "batchSetAddressFrozen", deal.tokens[0], [SENIOR, SECOND], [lost_is_frozen, True])
    done = order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    assert (holding(deal, SENIOR), holding(deal, SECOND)) == ((0, 0, True, False), (60, 0, True, False))
    assert [event["account"] for event in done.all("AddressFrozen")] == ([] if lost_is_frozen else [SENIOR])


@pytest.mark.parametrize("stopped", ["tranche halted", "deal halted", "paused"])
def test_recover__trading_stopped__done(deal: DealContracts, platform: Platform, stopped: str) -> None:
    HINDRANCES[stopped](deal, platform)
    order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    assert holding(deal, SECOND) == (60, 0, False, False)


def test_recover__lost_wallet_closed_before__done(deal: DealContracts, platform: Platform) -> None:
    platform.close_wallet(SENIOR)
    order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    assert holding(deal, SECOND) == (60, 0, False, False)


def test_recover__the_same_wallet_again__nothing_to_recover_and_the_new_wallet_stays_free(
    deal: DealContracts, platform: Platform
) -> None:
    """What the recovery itself froze is no freeze that goes along."""
    order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    with refused("TrancheToken_NothingToRecover", lost=SENIOR):
        order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    assert holding(deal, SECOND) == (60, 0, False, False)


def test_recover__after_the_halt_of_the_holder__done(deal: DealContracts, platform: Platform) -> None:
    until = deal.chain.now + DAY
    halt(platform, "haltHolder", deal.deal.address, SENIOR, until=until)
    for second in (until - 1, until):
        deal.chain.now = second
        with transfer_refused(Question.SENDER_NOT_HALTED, SENIOR, SECOND, 0):
            order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    deal.chain.now = until + 1
    order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)
    assert holding(deal, SECOND) == (60, 0, False, False)


def test_recover__one_of_two_tranches__the_other_waits_for_its_own_act(live: DealContracts, platform: Platform) -> None:
    fresh = actor("mezzanine's second wallet")
    lost = actor("mezzanine_investor")
    platform.add_wallet(fresh, lost)
    live.pay_date(100_000 * sample.USD)
    order(platform, "recoverWallet", live.tokens[0], lost, fresh, lost)
    assert (holding(live, lost, 0), holding(live, fresh, 0)) == ((0, 0, True, False), (400, 0, False, False))
    assert (holding(live, lost, 1), holding(live, fresh, 1)) == ((400, 0, False, False), (0, 0, False, False))
    assert live.entitlement(0, "mezzanine's second wallet") == 400 * sample.SENIOR_UNIT
    order(platform, "recoverWallet", live.tokens[1], lost, fresh, lost)
    assert (holding(live, lost, 1), holding(live, fresh, 1)) == ((0, 0, True, False), (400, 0, False, False))
    assert live.entitlement(1, "mezzanine's second wallet") == 9_000 * sample.USD


def test_pause__tranche__stops_transfers_until_it_is_resumed_but_no_claim(
    deal: DealContracts, platform: Platform
) -> None:
    paused = order(platform, "pause", deal.tokens[0])
    assert names(paused) == ["Paused", "TradingPaused"]
    assert paused.only("Paused") == {"account": platform.agent.address}
    assert said(deal, paused, "TradingPaused", "pause") == {}
    assert deal.tokens[0].read("paused") is True
    with transfer_refused(Question.NOT_PAUSED, SENIOR, JUNIOR, 10):
        deal.tokens[0].send("transfer", JUNIOR, 10, by=SENIOR)
    assert deal.claim(0, "senior_investor").only("IncomeClaimed")["gross"] == 46
    resumed = order(platform, "unpause", deal.tokens[0])
    assert names(resumed) == ["Unpaused", "TradingResumed"]
    assert resumed.only("Unpaused") == {"account": platform.agent.address}
    assert said(deal, resumed, "TradingResumed", "unpause") == {}
    assert deal.tokens[0].read("paused") is False
    deal.tokens[0].send("transfer", JUNIOR, 10, by=SENIOR)
    assert deal.units(0, "junior_investor") == 50


def test_redeem__tranche_repaid__units_burnt_and_income_still_owed(live: DealContracts, platform: Platform) -> None:
    live.pay_date(2_000_000 * sample.USD)
    income = 600 * (1_000_000 + 15_000) * sample.USD // 1_000
    assert live.entitlement(0, "senior_investor") == income
    order(platform, "setFrozenTokens", live.tokens[0], SENIOR, 550)
    order(platform, "setAddressFrozen", live.tokens[0], SENIOR, True)
    done = order(platform, "redeem", live.tokens[0], SENIOR, 100)
    assert names(done) == ["Frozen", "Transfer", "UnitsRedeemed"]
    assert done.only("Transfer") == {"from": SENIOR, "to": NO_ADDRESS, "value": 100}
    assert said(live, done, "UnitsRedeemed", "redeem") == {"holder": SENIOR, "units": 100}
    assert holding(live, SENIOR) == (500, 500, True, False)
    assert live.tokens[0].read("totalSupply") == 900
    assert live.entitlement(0, "senior_investor") == income


def test_redeem__all_units_of_all_holders__everything_earned_can_be_claimed_and_nothing_is_left(
    live: DealContracts, platform: Platform
) -> None:
    """Repaid 17,766.666671 on the first date, so that the second quarter's interest is 14,733.499999, which 1,000 units don't divide: one
    smallest unit is in the fractions of the three holders."""
    live.pay_date(53_333_333_337)
    live.tokens[0].send("transfer", JUNIOR, 7, by=SENIOR)
    live.pay_date(2_000_000 * sample.USD)
    token, holders = live.tokens[0], ("senior_investor", "mezzanine_investor", "junior_investor")
    distributed = 1_000_000_000_000 + 15_000_000_000 + 14_733_499_999
    assert sum(live.entitlement(0, role) for role in holders) == distributed - 1
    for role in holders:
        order(platform, "redeem", token, actor(role), live.units(0, role))
    assert sum(live.claim(0, role).only("IncomeClaimed")["gross"] for role in holders) == distributed
    supply, remainder, _, _, _, dust, _ = live.escrow.read("bookOf", token.address)
    assert (supply, remainder, dust, [owed(live, actor(role)) for role in holders]) == (0, 0, 0, [0, 0, 0])
