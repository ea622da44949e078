# SPDX-License-Identifier: Apache-2.0
"""A fraction carried to who holds no unit: a zero transfer, also one that a stranger sends, must not destroy a unit of money."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_rules import TransferRules
from tests.invariants.bare_deal import BareDeal
from tests.support.roles import actor

FUND, BANK, SAVER = "fund", "bank", "saver"
ALL_INCOME = 2**256 - 1
ONE = 2**48


@pytest.mark.parametrize(("by", "function"), [(SAVER, "transfer"), ("attacker", "transferFrom")])
def test_zero_transfer__of_who_was_given_a_bare_fraction__conserves_income(by: str, function: str) -> None:
    """Fund and bank earn 1.5 each; the fund's half goes to the saver by order; both burn, and the bank's half is dust."""
    deal = BareDeal((TransferRules(),))
    for who in (FUND, BANK, SAVER):
        deal.platform.admit(actor(who))
    deal.sell({FUND: (1,), BANK: (1,)})
    assert deal.distribute([3]) is None
    deal.act("test", deal.deal, "setRedeemed", 0, True)
    token = deal.tokens[0]
    assert deal.act(FUND, deal.escrow, "claim", token.address) is None
    assert deal.order("enforcer", "forcedTransferByOrder", 0, FUND, SAVER, 0, ALL_INCOME) is None
    for who in (FUND, BANK):
        assert deal.order("redeemer", "redeem", 0, who, 1) is None
    deal.act(BANK, deal.escrow, "claim", token.address)
    deal.act(FUND, deal.escrow, "claim", token.address)
    parties = (FUND, 0) if function == "transfer" else (SAVER, FUND, 0)
    deal.act(by, token, function, *parties)
    _, remainder, _, dust, _ = deal.book(0)
    owed = sum(cell.scaled for cell in deal.cells(0, (FUND, BANK, SAVER)).values()) + remainder + dust
    assert owed == deal.balance(deal.escrow.address) * ONE
