# SPDX-License-Identifier: Apache-2.0
"""Where every unit of cash stands, read from the chain."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.chain.transact import call
from regalia.demo.running import RunningDeal
from regalia.servicing import payments


@dataclass(frozen=True)
class CashPosition:
    """The escrow's token balance and what it is held for, in smallest units."""

    balance: int
    collection: int
    accounts: tuple[int, ...]
    entitlements: int
    payables: int

    @property
    def carried(self) -> int:
        """Fractions of a smallest unit that could not be given out yet, in whole units of the token."""
        return self.balance - self.collection - sum(self.accounts) - self.entitlements - self.payables


def cash_position(deal: RunningDeal) -> CashPosition:
    """Read it now."""
    contracts = deal.contracts
    collection, accounts = call(deal.web3, contracts.escrow.functions.cash())
    entitlements = sum(
        payments.entitlement(contracts, tranche.id, holder)
        for tranche in deal.terms.tranches
        for holder in deal.holders().values()
    )
    payables = sum(payments.payable(contracts, payee) for payee in set(deal.payees().values()))
    balance = call(deal.web3, contracts.payment_token.functions.balanceOf(contracts.escrow.address))
    return CashPosition(balance, collection, tuple(accounts), entitlements, payables)
