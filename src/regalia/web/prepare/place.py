# SPDX-License-Identifier: Apache-2.0
"""A deal that is shown here, on the chain, and the wallet that wants to act on it."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.transact import call, explained
from regalia.domain.money import Currency, MoneyError
from regalia.nearest import did_you_mean
from regalia.servicing.deal_contracts import DealContracts
from regalia.views.errors import NoSuchViewError
from regalia.views.following import Subject
from regalia.web.prepare.door import Door
from regalia.web.prepare.errors import NotNowError


@dataclass(frozen=True)
class Place:
    door: Door
    web3: Web3
    subject: Subject
    wallet: ChecksumAddress

    @property
    def deal(self) -> DealContracts:
        return self.door.contracts(self.web3, self.subject)

    @property
    def currency(self) -> Currency:
        return self.subject.terms.money

    def amount(self, units: int) -> str:
        """In whole currency, with its code."""
        return f"{self.currency.format(units)} {self.currency.code}"

    def units_of(self, field: str, typed: str) -> int:
        """Whole currency in smallest units, above zero. Raises ``NotNowError``."""
        try:
            units = self.currency.to_units(typed)
        except MoneyError as error:
            raise NotNowError(f"{field}: {error.message}", error.hint) from error
        if units <= 0:
            raise NotNowError(f"{field}: {typed}: must be above zero", "Say what a unit costs.")
        return units

    def name(self, tranche: str) -> str:
        """As the deal file has it. Raises ``NoSuchViewError``."""
        names = {one.id: one.name for one in self.subject.terms.tranches}
        if tranche not in names:
            said = f"tranche: {tranche:.80} is none of {self.subject.terms.id}"
            raise NoSuchViewError(said, did_you_mean(tranche, names))
        return names[tranche]

    def token(self, tranche: str) -> ChecksumAddress:
        """Of the deal's record, whatever anybody says. Raises ``NoSuchViewError``."""
        self.name(tranche)
        return self.deal.token(tranche).address

    def now(self) -> int:
        """Of the latest block."""
        with explained("eth_getBlockByNumber"):
            return int(self.web3.eth.get_block("latest")["timestamp"])

    def require_cash(self, cost: int) -> None:
        """Raises ``NotNowError``."""
        held = int(call(self.web3, self.deal.payment_token.functions.balanceOf(self.wallet)))
        if held < cost:
            raise NotNowError(
                f"payment token: the wallet holds {self.amount(held)}, this costs {self.amount(cost)}",
                "Take fewer units, or bring the money first.",
            )
