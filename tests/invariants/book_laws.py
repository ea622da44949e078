# SPDX-License-Identifier: Apache-2.0
"""The laws of the books of tranches, on the chain beside its twin. Exact, in 2^-48 of the smallest unit."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.domain.entitlement import SCALE_BITS
from tests.invariants.bare_deal import BareDeal, Cell
from tests.invariants.twin import Twin, units_in


def check_books(deal: BareDeal, twin: Twin, wallets: Sequence[str]) -> None:
    """B, D, I, P, Q: conservation of every tranche, every number the twin's, units, freezes, holders and tax.

    Units that were placed and are still to be issued earn like all others, and are in nobody's hands.
    """
    owed = 0
    for t, register in enumerate(twin.registers):
        cells, book = deal.cells(t, wallets), deal.book(t)
        supply, remainder, per_unit, dust, awaited = book
        scaled = sum(cell.scaled for cell in cells.values()) + per_unit * awaited
        assert scaled + remainder + dust == (twin.credited[t] - twin.claimed[t]) << SCALE_BITS, "B"
        assert sum(cell.units for cell in cells.values()) == supply - awaited == deal.supply(t), "I"
        expected = (register.supply, register.remainder, register.per_unit, register.dust, register.awaited)
        assert book == expected, "D"
        for wallet, cell in cells.items():
            marks = (register.frozen.get(wallet, 0), wallet in register.wallets, wallet in register.retaining)
            assert cell == Cell(units_in(register, wallet), *marks, register.scaled(wallet)), (t, wallet)
            owed += cell.scaled >> SCALE_BITS
        owed += per_unit * awaited >> SCALE_BITS
        if twin.rules[t].holder_limit:
            assert deal.investor_count(t) == twin.holders(t), "P"
    check_cash(deal, twin, owed)


def check_cash(deal: BareDeal, twin: Twin, owed: int) -> None:
    """A and Q: the escrow's tokens cover entitlements and tax, and are what came in less what went out."""
    held, tax = deal.balance(deal.escrow.address), deal.payable("tax_office")
    assert tax + deal.balance("tax_office") == twin.tax, "Q"
    assert held >= owed + tax, "A"
    assert held == sum(twin.credited) - sum(twin.paid.values()) - deal.balance("tax_office"), "B"
    for wallet, paid in twin.paid.items():
        assert deal.balance(wallet) == paid, wallet


def entitlements(twin: Twin, wallets: Sequence[str]) -> list[dict[str, int]]:
    """What each wallet is owed of each tranche, exactly."""
    return [{wallet: register.scaled(wallet) for wallet in wallets} for register in twin.registers]
