# SPDX-License-Identifier: Apache-2.0
"""Bad orders and bad transfers: each refused by a named error, with nothing stored anywhere: so no freeze is loosened either."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.contracts.officers import DOER_OF, Offices
from tests.support.chain import refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, Platform
from tests.support.powers import EVIDENCE, OF_THE_TOKEN, REF, halt, order
from tests.support.roles import actor
from tests.support.rules import live_under, offer_under
from tests.support.sample import DAY

ZERO = NO_ADDRESS
SENIOR, SECOND, JUNIOR, STRANGER = (
    actor(role) for role in ("senior_investor", "senior's second wallet", "junior_investor", "stranger")
)
FROZEN, HALTED, EXPIRED, ABROAD, RETAIL = (
    actor(role) for role in ("frozen investor", "halted investor", "expired investor", "foreigner", "saver")
)
RULES = TransferRules(RuleFlag.JURISDICTIONS, 0b11100, denomination=10, countries=frozenset({840}))
ANY = 2**256 - 1


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    """60 units of the senior investor, 25 of them frozen and 46.2 of income with them; 40 of the junior investor, whose wallet is frozen.
    Lots of 10, investors of the United States who are not retail."""
    deal = live_under(platform, money, RULES, {"senior_investor": (60,), "junior_investor": (40,)})
    platform.add_wallet(SECOND, SENIOR)
    for wallet in (FROZEN, HALTED):
        platform.admit(wallet)
    platform.admit(EXPIRED, until=platform.chain.now)
    platform.admit(ABROAD, country=156)
    platform.admit(RETAIL, investor_class=1)
    deal.pay_date(77)
    token = deal.tokens[0]
    order(platform, "setFrozenTokens", token, SENIOR, 25)
    order(platform, "batchSetAddressFrozen", token, [JUNIOR, FROZEN], [True, True])
    halt(platform, "haltHolder", deal.deal.address, HALTED, until=deal.chain.now + DAY)
    return deal


def by_ladder(question: Question, sender: str, receiver: str, units: int) -> tuple[str, dict[str, Any]]:
    moved = {"from": sender, "to": receiver, "units": units}
    return "TrancheToken_TransferRefused", {"code": question.value, "reason": question.refusal, **moved}


NOBODY: tuple[str, dict[str, Any]] = ("TrancheToken_ZeroAddress", {})
SAME: tuple[str, dict[str, Any]] = ("TrancheToken_SameHolder", {"holder": SENIOR})


def frozen(holder: str, units: int, unfrozen: int) -> tuple[str, dict[str, Any]]:
    named = {"account": holder, "amount": units, "unfrozen": unfrozen}
    return "ERC7943InsufficientUnfrozenBalance", named


def not_so_many(units: int) -> tuple[str, dict[str, Any]]:
    return "TrancheToken_NotSoManyFrozen", {"holder": SENIOR, "frozen": 25, "given": units}


def too_few(holder: str, held: int, units: int) -> tuple[str, dict[str, Any]]:
    return "ERC20InsufficientBalance", {"sender": holder, "balance": held, "needed": units}


def other(investor: str, of_lost: str, of_new: str) -> tuple[str, dict[str, Any]]:
    return "TrancheToken_OtherInvestor", {"investor": investor, "ofLost": of_lost, "ofNew": of_new}


def income(wanted: int) -> tuple[str, dict[str, Any]]:
    return "TrancheToken_NotEnoughIncome", {"holder": SENIOR, "owed": 46, "wanted": wanted}


def lengths(expected: int, given: int) -> tuple[str, dict[str, Any]]:
    return "TransferAgent_WrongLength", {"expected": expected, "given": given}


FREEZES = [
    ("setFrozenTokens", (ZERO, 1), NOBODY),
    ("setFrozenTokens", (ZERO, 0), NOBODY),
    ("batchSetFrozenTokens", ([SENIOR, ZERO], [0, 0]), NOBODY),
    ("batchSetFrozenTokens", ([SENIOR, JUNIOR], [0]), lengths(2, 1)),
    ("batchSetFrozenTokens", ([SENIOR], [0, 0]), lengths(1, 2)),
    ("freezePartialTokens", (ZERO, 0), NOBODY),
    ("freezePartialTokens", (ZERO, 1), NOBODY),
    ("freezePartialTokens", (SENIOR, 36), frozen(SENIOR, 36, 35)),
    ("freezePartialTokens", (SENIOR, ANY), frozen(SENIOR, ANY, 35)),
    ("freezePartialTokens", (STRANGER, 1), frozen(STRANGER, 1, 0)),
    ("unfreezePartialTokens", (ZERO, 0), NOBODY),
    ("unfreezePartialTokens", (ZERO, 1), NOBODY),
    ("unfreezePartialTokens", (SENIOR, 26), not_so_many(26)),
    ("unfreezePartialTokens", (SENIOR, ANY), not_so_many(ANY)),
    ("setAddressFrozen", (ZERO, True), NOBODY),
    ("setAddressFrozen", (ZERO, False), NOBODY),
    ("batchSetAddressFrozen", ([JUNIOR, ZERO], [False, False]), NOBODY),
    ("batchSetAddressFrozen", ([JUNIOR, FROZEN], [False]), lengths(2, 1)),
]
FORCED = [
    ((SENIOR, SENIOR, 10, 0), SAME),
    ((SENIOR, SENIOR, 0, ANY), SAME),
    ((ZERO, SECOND, 10, 0), NOBODY),
    ((SENIOR, ZERO, 10, 0), NOBODY),
    ((ZERO, ZERO, 0, 0), NOBODY),
    ((SENIOR, SECOND, 61, 0), too_few(SENIOR, 60, 61)),
    ((SENIOR, SECOND, ANY, 0), too_few(SENIOR, 60, ANY)),
    ((STRANGER, SECOND, 1, 0), too_few(STRANGER, 0, 1)),
    ((SENIOR, STRANGER, 10, 0), by_ladder(Question.RECEIVER_ELIGIBLE, SENIOR, STRANGER, 10)),
    ((SENIOR, STRANGER, 0, 0), by_ladder(Question.RECEIVER_ELIGIBLE, SENIOR, STRANGER, 0)),
    ((SENIOR, STRANGER, 0, 1), by_ladder(Question.RECEIVER_ELIGIBLE, SENIOR, STRANGER, 0)),
    ((SENIOR, EXPIRED, 10, 0), by_ladder(Question.RECEIVER_ELIGIBLE, SENIOR, EXPIRED, 10)),
    ((SENIOR, FROZEN, 60, 0), by_ladder(Question.RECEIVER_NOT_FROZEN, SENIOR, FROZEN, 60)),
    ((SENIOR, HALTED, 60, 0), by_ladder(Question.RECEIVER_NOT_HALTED, SENIOR, HALTED, 60)),
    ((SENIOR, ABROAD, 60, 0), by_ladder(Question.JURISDICTION, SENIOR, ABROAD, 60)),
    ((SENIOR, RETAIL, 60, 0), by_ladder(Question.CLASS, SENIOR, RETAIL, 60)),
    ((SENIOR, SECOND, 60, 47), income(47)),
    ((SENIOR, SECOND, 0, 2**208), income(2**208)),
    ((SENIOR, SECOND, 60, ANY - 1), income(ANY - 1)),
]
BATCH_FORCED = [
    (([SENIOR, SENIOR], [SECOND, STRANGER], [10, 10], [46, 0]), by_ladder(Question.RECEIVER_ELIGIBLE, SENIOR, STRANGER, 10)),
    (([SENIOR, SENIOR], [SECOND], [10, 10], [0, 0]), lengths(2, 1)),
    (([SENIOR, SENIOR], [SECOND, SECOND], [10], [0, 0]), lengths(2, 1)),
    (([SENIOR, SENIOR], [SECOND, SECOND], [10, 10], [0, 0, 0]), lengths(2, 3)),
]  # fmt: skip
RECOVERIES = [
    ((ZERO, SECOND, SENIOR), NOBODY),
    ((SENIOR, ZERO, SENIOR), NOBODY),
    ((SENIOR, SENIOR, SENIOR), SAME),
    ((SENIOR, SECOND, ZERO), other(ZERO, SENIOR, SENIOR)),
    ((SENIOR, SECOND, SECOND), other(SECOND, SENIOR, SENIOR)),
    ((SENIOR, SECOND, JUNIOR), other(JUNIOR, SENIOR, SENIOR)),
    ((SENIOR, ABROAD, SENIOR), other(SENIOR, SENIOR, ABROAD)),
    ((SENIOR, ABROAD, ABROAD), other(ABROAD, SENIOR, ABROAD)),
    ((SENIOR, STRANGER, SENIOR), other(SENIOR, SENIOR, ZERO)),
    ((STRANGER, actor("another stranger"), ZERO), other(ZERO, ZERO, ZERO)),
    ((SECOND, SENIOR, SENIOR), ("TrancheToken_NothingToRecover", {"lost": SECOND})),
]
REDEMPTIONS = [
    ((ZERO, 0), ("ERC20InvalidSender", {"sender": ZERO})),
    ((ZERO, 1), ("ERC20InvalidSender", {"sender": ZERO})),
]
ORDERS = [
    *FREEZES,
    *(("forcedTransferByOrder", arguments, error) for arguments, error in FORCED),
    *(("batchForcedTransfer", arguments, error) for arguments, error in BATCH_FORCED),
    *(("recoverWallet", arguments, error) for arguments, error in RECOVERIES),
    *(("redeem", arguments, error) for arguments, error in REDEMPTIONS),
    ("unpause", (), ("TrancheToken_Paused", {"paused": False})),
]


@pytest.mark.parametrize(("function", "arguments", "error"), ORDERS)
def test_order__bad__refused_and_nothing_changed(
    deal: DealContracts,
    platform: Platform,
    function: str,
    arguments: tuple[Any, ...],
    error: tuple[str, dict[str, Any]],
) -> None:
    name, named = error
    with refused_whole(deal.chain, name, **named):
        order(platform, function, deal.tokens[0], *arguments)


TRANSFERS = [
    (ZERO, 10, ("ERC20InvalidReceiver", {"receiver": ZERO})),
    (SENIOR, 10, by_ladder(Question.TWO_PARTIES, SENIOR, SENIOR, 10)),
    (SENIOR, 0, by_ladder(Question.TWO_PARTIES, SENIOR, SENIOR, 0)),
    (SECOND, 36, frozen(SENIOR, 36, 35)),
    (SECOND, 60, frozen(SENIOR, 60, 35)),
    (SECOND, 61, too_few(SENIOR, 60, 61)),
    (SECOND, ANY, too_few(SENIOR, 60, ANY)),
    (SECOND, 9, by_ladder(Question.DENOMINATION, SENIOR, SECOND, 9)),
    (STRANGER, 10, by_ladder(Question.RECEIVER_ELIGIBLE, SENIOR, STRANGER, 10)),
    (FROZEN, 10, by_ladder(Question.RECEIVER_NOT_FROZEN, SENIOR, FROZEN, 10)),
    (HALTED, 10, by_ladder(Question.RECEIVER_NOT_HALTED, SENIOR, HALTED, 10)),
    (ABROAD, 10, by_ladder(Question.JURISDICTION, SENIOR, ABROAD, 10)),
    (RETAIL, 10, by_ladder(Question.CLASS, SENIOR, RETAIL, 10)),
]


@pytest.mark.parametrize(("receiver", "units", "error"), TRANSFERS)
def test_transfer__bad__refused_and_nothing_changed(
    deal: DealContracts, receiver: str, units: int, error: tuple[str, dict[str, Any]]
) -> None:
    name, named = error
    with refused_whole(deal.chain, name, **named):
        deal.tokens[0].send("transfer", receiver, units, by=SENIOR)


@pytest.mark.parametrize("units", [51, 59])
def test_transfer__less_than_a_lot_left_behind__refused_and_nothing_changed(
    deal: DealContracts, platform: Platform, units: int
) -> None:
    order(platform, "setFrozenTokens", deal.tokens[0], SENIOR, 0)
    name, named = by_ladder(Question.DENOMINATION, SENIOR, SECOND, units)
    with refused_whole(deal.chain, name, **named):
        deal.tokens[0].send("transfer", SECOND, units, by=SENIOR)


def test_transfer__out_of_a_frozen_wallet__refused_and_nothing_changed(deal: DealContracts) -> None:
    name, named = by_ladder(Question.SENDER_NOT_FROZEN, JUNIOR, SENIOR, 10)
    with refused_whole(deal.chain, name, **named):
        deal.tokens[0].send("transfer", SENIOR, 10, by=JUNIOR)


@pytest.mark.parametrize("investor_class", [1, 2])
def test_subscribe__less_than_a_lot_or_by_a_class_that_is_not_admitted__refused_and_nothing_changed(
    platform: Platform, money: Contract, investor_class: int
) -> None:
    deal = offer_under(platform, money, RULES)
    platform.admit(SENIOR, investor_class=investor_class)
    name, named = by_ladder(Question.CLASS, ZERO, SENIOR, 10)
    if investor_class == 2:
        name, named = "Offering_NotInLots", {"lot": 10, "units": 9}
    with refused_whole(deal.chain, name, **named):
        deal.offering.send("subscribe", 0, 0, 10 if investor_class == 1 else 9, by=SENIOR)


@pytest.mark.parametrize("change", ["expired", "removed", "closed"])
def test_recover__to_a_wallet_no_longer_eligible__refused_and_nothing_changed(
    deal: DealContracts, platform: Platform, change: str
) -> None:
    match change:
        case "expired":
            platform.admit(SENIOR, until=deal.chain.now)
            deal.chain.now += 1
        case "removed":
            platform.remove(SENIOR)
        case _:
            platform.close_wallet(SECOND)
    name, named = by_ladder(Question.RECEIVER_ELIGIBLE, SENIOR, SECOND, 0)
    with refused_whole(deal.chain, name, **named):
        order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)


def test_recover__holder_whom_the_supervisor_halted__refused_and_nothing_changed(
    deal: DealContracts, platform: Platform
) -> None:
    halt(platform, "haltHolder", deal.deal.address, SENIOR, until=deal.chain.now)
    name, named = by_ladder(Question.SENDER_NOT_HALTED, SENIOR, SECOND, 0)
    with refused_whole(deal.chain, name, **named):
        order(platform, "recoverWallet", deal.tokens[0], SENIOR, SECOND, SENIOR)


@pytest.mark.parametrize("frozen_wallet", [False, True])
def test_recover__nothing_held_or_owed__refused_though_the_wallet_is_frozen(
    deal: DealContracts, platform: Platform, frozen_wallet: bool
) -> None:
    order(platform, "setAddressFrozen", deal.tokens[0], SECOND, frozen_wallet)
    with refused_whole(deal.chain, "TrancheToken_NothingToRecover", lost=SECOND):
        order(platform, "recoverWallet", deal.tokens[0], SECOND, SENIOR, SENIOR)


def test_pause__twice__refused_and_nothing_changed(deal: DealContracts, platform: Platform) -> None:
    order(platform, "pause", deal.tokens[0])
    with refused_whole(deal.chain, "TrancheToken_Paused", paused=True):
        order(platform, "pause", deal.tokens[0])


@pytest.mark.parametrize("tranche", [0, 1, 2])
def test_redeem__tranche_not_repaid__refused_and_nothing_changed(
    live: DealContracts, platform: Platform, tranche: int
) -> None:
    """The tranche of the residual earns as long as the deal lives, and is never redeemed."""
    live.pay_date(2_000_000 * 10**6 if tranche == 2 else 100_000 * 10**6)
    with refused_whole(live.chain, "TrancheToken_NotRedeemed", deal=live.deal.address, tranche=tranche):
        order(platform, "redeem", live.tokens[tranche], actor("mezzanine_investor"), 0)


def test_redeem__more_than_held__refused_and_nothing_changed(live: DealContracts, platform: Platform) -> None:
    live.pay_date(2_000_000 * 10**6)
    for units in (601, ANY):
        with refused_whole(live.chain, "ERC20InsufficientBalance", sender=SENIOR, balance=600, needed=units):
            order(platform, "redeem", live.tokens[0], SENIOR, units)


ORDERED = [(contract, act) for contract, act in DOER_OF if contract != "registry"]


@pytest.mark.parametrize(("contract", "act"), ORDERED)
def test_act__without_reference_or_evidence__refused_and_nothing_changed(
    platform: Platform, contract: str, act: str
) -> None:
    offices = Offices(platform)
    officer = actor(DOER_OF[contract, act])
    name = {"agent": "TransferAgent_NoOrder", "supervisor": "Supervisor_NoOrder"}[contract]
    if act in OF_THE_TOKEN:
        name = "TrancheToken_NoOrder"
    reference = "ref" if contract == "agent" else "orderReference"
    for ref, evidence in ((bytes(32), EVIDENCE), (REF, bytes(32)), (bytes(32), bytes(32))):
        with refused_whole(offices.chain, name, **{reference: ref, "evidence": evidence}):
            offices.do(contract, act, officer, ref, evidence)
