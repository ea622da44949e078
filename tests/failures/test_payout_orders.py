# SPDX-License-Identifier: Apache-2.0
"""D8: freeze, seize, burn, recover and release in every order up to four, with a distribution after each: who earned is paid, once.

Judged by shares worked out beside the contracts: at each distribution everybody earns in proportion to what he holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

import pytest

from tests.failures.estate import WALLETS, check_whole, estate, of_nobody, owed, paid, units
from tests.invariants.bare_deal import BareDeal
from tests.invariants.refusal import Refusal
from tests.support.roles import actor

INCOME = 1_009
"""A prime: no number of units divides it."""
ACTS = ("freeze", "seize", "burn", "recover", "release")
LENGTH = 4
ORDERS = [order for length in range(1, LENGTH + 1) for order in product(ACTS, repeat=length)]


class Case:
    """The fund is under an order; what happens to it happens to whichever of its wallets is in use."""

    def __init__(self, deal: BareDeal, claims: bool) -> None:
        self.deal, self.claims = deal, claims
        self.wallet, self.other = "fund", "fund_new_wallet"
        self.earned = dict.fromkeys(("fund", "bank", "saver"), Fraction(0))
        self.came, self.done = 0, set[str]()

    def act(self, name: str) -> None:
        found = getattr(self, f"_{name}")()
        if found is None:
            self.done.add(name)

    def distribute(self) -> None:
        held = units(self.deal)
        supply = sum(held.values())
        assert self.deal.distribute([INCOME]) is None
        self.came += INCOME
        for wallet, count in held.items():
            self.earned[wallet.removesuffix("_new_wallet")] += Fraction(INCOME * count, supply)
        if self.claims:
            self.claim_all()

    def claim_all(self) -> None:
        for wallet in WALLETS:
            self.deal.act(wallet, self.deal.escrow, "claim", self.deal.tokens[0].address)

    def end(self) -> None:
        """Everything is released, burnt and claimed; nobody can claim twice."""
        for wallet in WALLETS:
            self.deal.order("freezer", "setAddressFrozen", 0, wallet, False)
        for wallet, count in units(self.deal).items():
            assert self.deal.order("redeemer", "redeem", 0, wallet, count) is None
        self.claim_all()
        before = paid(self.deal)
        self.claim_all()
        assert paid(self.deal) == before
        assert self.deal.balance(self.deal.escrow.address) == 0, "stranded"
        assert sum(owed(self.deal).values()) + of_nobody(self.deal) == 0

    def check_paid(self) -> None:
        """To the smallest unit and the fractions of those who left before: never as much as two of them."""
        got = paid(self.deal)
        for who, earned in self.earned.items():
            of_all = sum(amount for wallet, amount in got.items() if wallet.removesuffix("_new_wallet") == who)
            assert abs(of_all - earned) < 2, (who, of_all, float(earned))

    def _freeze(self) -> Refusal | None:
        return self.deal.order("freezer", "setAddressFrozen", 0, self.wallet, True)

    def _release(self) -> Refusal | None:
        return self.deal.order("freezer", "setAddressFrozen", 0, self.wallet, False)

    def _seize(self) -> Refusal | None:
        taken = units(self.deal)[self.wallet]
        return self.deal.order("enforcer", "forcedTransferByOrder", 0, self.wallet, "bank", taken, 0)

    def _burn(self) -> Refusal | None:
        return self.deal.order("redeemer", "redeem", 0, self.wallet, units(self.deal)[self.wallet])

    def _recover(self) -> Refusal | None:
        found = self.deal.order("recoverer", "recoverWallet", 0, self.wallet, self.other, "fund")
        if found is None:
            self.wallet, self.other = self.other, self.wallet
        return found


@pytest.fixture(scope="module")
def standing() -> BareDeal:
    return estate()


@pytest.fixture
def deal(standing: BareDeal) -> Iterator[BareDeal]:
    with standing.chain.undone():
        yield standing


@pytest.mark.parametrize("claims", [False, True], ids=["claims at the end", "claims whenever it can"])
def test_d8__freeze_seize_burn_recover_release_in_every_order__paid_and_owed_is_cash_in(
    standing: BareDeal, claims: bool
) -> None:
    done = set()
    for order in ORDERS:
        with standing.chain.undone():
            case = Case(standing, claims)
            case.distribute()
            for name in order:
                case.act(name)
                case.distribute()
            check_whole(standing, case.came)
            case.end()
            case.check_paid()
            done |= case.done
    assert len(ORDERS) == sum(len(ACTS) ** n for n in range(1, LENGTH + 1)) == 780
    assert done == set(ACTS)


def test_d8__all_tokens_of_a_frozen_holder_burnt__his_income_is_his_when_released(deal: BareDeal) -> None:
    case = Case(deal, claims=False)
    case.distribute()
    before = owed(deal)["fund"]
    case.act("freeze")
    case.act("burn")
    assert (units(deal)["fund"], owed(deal)["fund"]) == (0, before)
    refusal = deal.act("fund", deal.escrow, "claim", deal.tokens[0].address)
    assert refusal == Refusal("RoyaltyEscrow_HolderFrozen")
    case.act("release")
    case.claim_all()
    assert deal.balance("fund") == INCOME * 10 // 17


def test_d8__seized_and_released__paid_once(deal: BareDeal) -> None:
    case = Case(deal, claims=False)
    case.distribute()
    for name in ("freeze", "seize", "release"):
        case.act(name)
    case.claim_all()
    case.claim_all()
    shares = {"fund": 10, "fund_new_wallet": 0, "bank": 4, "saver": 3}
    assert paid(deal) == {who: INCOME * count // 17 for who, count in shares.items()}


RESOLVED: dict[str, Callable[[Case], None]] = {
    "with units": lambda case: None,
    "frozen": lambda case: case.act("freeze"),
    "with income alone": lambda case: case.act("burn"),
}


@pytest.mark.parametrize("state", list(RESOLVED))
def test_d8__investor_resolved_to_a_new_wallet__what_was_pending_is_paid_there(deal: BareDeal, state: str) -> None:
    case = Case(deal, claims=False)
    case.distribute()
    RESOLVED[state](case)
    case.act("recover")
    case.act("release")
    assert deal.act("fund_new_wallet", deal.escrow, "claim", deal.tokens[0].address) is None
    assert deal.balance("fund_new_wallet") == INCOME * 10 // 17
    refusal = deal.act("fund", deal.escrow, "claim", deal.tokens[0].address)
    assert refusal == Refusal("RoyaltyEscrow_HolderFrozen")
    assert deal.balance(actor("fund")) == 0
