# SPDX-License-Identifier: Apache-2.0
"""D10: moves of nothing, and to oneself. In every act: no holder comes or goes by it, and counters are what balances say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.failures.estate import WALLETS, check_whole, estate, owed, units
from tests.invariants.bare_deal import BareDeal
from tests.invariants.refusal import Refusal, of_ladder
from tests.support.contract import calldata
from tests.support.roles import actor

INCOME = 1_009
RULES = TransferRules(RuleFlag.RECORD_DATES, holder_limit=9)
Act = Callable[[BareDeal, str, str], Refusal | None]


def batch(deal: BareDeal, a: str, b: str) -> Refusal | None:
    return deal.send(a, deal.tokens[0], calldata("TrancheToken", "batchTransfer", [actor(b)] * 3, [0] * 3))


def allowed(function: str) -> Act:
    """On an allowance, by a third party."""

    def move(deal: BareDeal, a: str, b: str) -> Refusal | None:
        return deal.act("stranger", deal.tokens[0], function, a, b, 0)

    return move


NOTHING: dict[str, Act] = {
    "transfer": lambda deal, a, b: deal.act(a, deal.tokens[0], "transfer", b, 0),
    "transferFrom": allowed("transferFrom"),
    "tradeFrom": allowed("tradeFrom"),
    "batchTransfer": batch,
    "forced transfer": lambda deal, a, b: deal.order("enforcer", "forcedTransferByOrder", 0, a, b, 0, 0),
    "redemption": lambda deal, a, b: deal.order("redeemer", "redeem", 0, a, 0),
    "issue": lambda deal, a, b: deal.issue(0, b, 0),
    "freeze": lambda deal, a, b: deal.order("freezer", "setFrozenTokens", 0, a, 0),
    "partial freeze": lambda deal, a, b: deal.order("freezer", "freezePartialTokens", 0, a, 0),
    "partial release": lambda deal, a, b: deal.order("freezer", "unfreezePartialTokens", 0, a, 0),
}
"""Each act with an amount of nothing, of ``a`` towards ``b``."""
TO_ONESELF: dict[str, Callable[[BareDeal, str, int], Refusal | None]] = {
    "transfer": lambda deal, who, count: deal.act(who, deal.tokens[0], "transfer", who, count),
    "transferFrom": lambda deal, who, count: deal.act(who, deal.tokens[0], "transferFrom", who, who, count),
    "tradeFrom": lambda deal, who, count: deal.act(who, deal.tokens[0], "tradeFrom", who, who, count),
    "forced transfer": lambda deal, who, count: deal.order(
        "enforcer", "forcedTransferByOrder", 0, who, who, count, count
    ),
    "recovery": lambda deal, who, count: deal.order("recoverer", "recoverWallet", 0, who, who, who),
}

REFUSED = dict.fromkeys(("forced transfer", "recovery"), Refusal("TrancheToken_SameHolder"))
"""How, where it is not by the ladder of transfers."""


@pytest.fixture(scope="module")
def standing() -> BareDeal:
    deal = estate(RULES, late=2)
    deal.distribute([INCOME])
    for who in ("fund", "fund_new_wallet"):
        deal.act(who, deal.tokens[0], "approve", who, 100)
    deal.chain.now += 10
    return deal


@pytest.fixture
def deal(standing: BareDeal) -> Iterator[BareDeal]:
    with standing.chain.undone():
        yield standing


def check_counters(deal: BareDeal) -> None:
    """Holders and supply, each as it is stored and as balances say."""
    held = units(deal)
    investors = {wallet.removesuffix("_new_wallet") for wallet, count in held.items() if count}
    assert deal.investor_count(0) == len(investors)
    assert deal.supply(0) == sum(held.values()) == deal.book(0)[0] - deal.book(0)[4]


@pytest.mark.parametrize("giver", ["fund", "fund_new_wallet", "stranger"])
@pytest.mark.parametrize("taker", ["bank", "fund_new_wallet", "stranger"])
@pytest.mark.parametrize("act", list(NOTHING))
def test_d10__nothing_moved__no_holder_comes_or_goes_and_nothing_is_stored(
    deal: BareDeal, act: str, giver: str, taker: str
) -> None:
    before = deal.chain.storage()
    found = NOTHING[act](deal, giver, taker)
    assert found is None or (giver, taker) != ("fund", "bank"), found
    assert deal.chain.storage() == before
    check_counters(deal)


@pytest.mark.parametrize("count", [0, 1, 10])
@pytest.mark.parametrize("who", ["fund", "fund_new_wallet"])
@pytest.mark.parametrize("act", list(TO_ONESELF))
def test_d10__moved_to_oneself__refused_and_nothing_is_stored(deal: BareDeal, act: str, who: str, count: int) -> None:
    before = deal.chain.storage()
    assert TO_ONESELF[act](deal, who, count) == REFUSED.get(act, of_ladder(Question.TWO_PARTIES))
    assert deal.chain.storage() == before
    check_counters(deal)


def test_d10__holders_who_leave_and_come_back__counted_once_each(deal: BareDeal) -> None:
    token = deal.tokens[0]
    for giver, taker, count in (
        ("fund", "fund_new_wallet", 4),  # two wallets, one investor
        ("fund", "bank", 6),
        ("fund_new_wallet", "fund", 4),
        ("saver", "fund", 3),  # the saver leaves
        ("bank", "saver", 0),
        ("bank", "saver", 1),  # and is back
        ("fund", "bank", 7),  # the fund leaves with its last wallet
    ):
        before = owed(deal)
        assert deal.act(giver, token, "transfer", taker, count) is None
        assert owed(deal) == before
        check_counters(deal)
    assert deal.investor_count(0) == 2
    check_whole(deal, INCOME)
    assert set(WALLETS) == set(units(deal))
