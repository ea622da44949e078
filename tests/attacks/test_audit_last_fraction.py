# SPDX-License-Identifier: Apache-2.0
"""The fraction of the last to burn: when everybody has burnt and claimed, the tranche's books owe nothing and hold nothing."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_rules import TransferRules
from tests.invariants.bare_deal import BareDeal
from tests.support.roles import actor

FUND, BANK, SAVER = "fund", "bank", "saver"
ONE = 2**48
ALL_INCOME = 2**256 - 1


@pytest.fixture
def redeemed() -> BareDeal:
    """One unit each, which has earned 1.5; the tranche is repaid."""
    deal = BareDeal((TransferRules(),))
    for who in (FUND, BANK, SAVER):
        deal.platform.admit(actor(who))
    deal.sell({FUND: (1,), BANK: (1,)})
    assert deal.distribute([3]) is None
    deal.act("test", deal.deal, "setRedeemed", 0, True)
    return deal


def claim(deal: BareDeal, who: str) -> object:
    return deal.act(who, deal.escrow, "claim", deal.tokens[0].address)


def redeem(deal: BareDeal, who: str, units: int = 1) -> None:
    assert deal.order("redeemer", "redeem", 0, who, units) is None


def in_the_books(deal: BareDeal) -> int:
    """Entitlements, remainder and dust, in 2^-48."""
    _, remainder, _, dust, _ = deal.book(0)
    return sum(cell.scaled for cell in deal.cells(0, (FUND, BANK, SAVER)).values()) + remainder + dust


def strand_the_last_fraction(deal: BareDeal) -> None:
    """The fund burns and waits with its 1.5; the bank takes its 1 first and burns last, with 0.5 owed."""
    redeem(deal, FUND)
    assert claim(deal, BANK) is None
    redeem(deal, BANK)
    assert claim(deal, FUND) is None


def test_everybody__burnt_and_claimed_last_to_burn_owed_a_fraction__nothing_left(redeemed: BareDeal) -> None:
    strand_the_last_fraction(redeemed)
    claim(redeemed, BANK)
    assert redeemed.balance(FUND) + redeemed.balance(BANK) == 3
    assert redeemed.balance(redeemed.escrow.address) == 0
    assert in_the_books(redeemed) == 0


def test_zero_transfer__by_who_has_burnt_all_and_is_owed_a_fraction__conserves_income(redeemed: BareDeal) -> None:
    """The whole unit that ``_leave`` finds is for its caller to pay; ``rebook`` throws it away."""
    strand_the_last_fraction(redeemed)
    redeemed.act(BANK, redeemed.tokens[0], "transfer", SAVER, 0)
    assert in_the_books(redeemed) == redeemed.balance(redeemed.escrow.address) * ONE


def test_zero_transfer_from__by_a_stranger_without_allowance__takes_no_fraction(redeemed: BareDeal) -> None:
    strand_the_last_fraction(redeemed)
    redeemed.act("attacker", redeemed.tokens[0], "transferFrom", BANK, SAVER, 0)
    assert in_the_books(redeemed) == redeemed.balance(redeemed.escrow.address) * ONE


def test_forced_income__of_a_bare_fraction_to_who_holds_no_unit__nothing_left_at_the_end(redeemed: BareDeal) -> None:
    """All of the income of who is owed less than one unit: no whole unit is given, so no fraction goes along (as in the twin)."""
    assert claim(redeemed, FUND) is None
    assert redeemed.order("enforcer", "forcedTransferByOrder", 0, FUND, SAVER, 0, ALL_INCOME) is None
    assert redeemed.cells(0, (SAVER,))[SAVER].scaled == 0
    redeem(redeemed, FUND)
    redeem(redeemed, BANK)
    for who in (FUND, BANK, SAVER):
        claim(redeemed, who)
    assert redeemed.balance(redeemed.escrow.address) == 0


def test_redeem__of_no_units_after_all_are_burnt__gives_nobody_the_dust(redeemed: BareDeal) -> None:
    """Dust in a book without units belongs to who still has to leave, not to whom the redeemer names."""
    redeem(redeemed, BANK)
    redeem(redeemed, FUND)
    assert claim(redeemed, FUND) is None  # 0.5 is dust until the bank claims
    redeemed.order("redeemer", "redeem", 0, SAVER, 0)
    assert claim(redeemed, BANK) is None
    assert redeemed.balance(FUND) + redeemed.balance(BANK) == 3
