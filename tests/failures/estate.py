# SPDX-License-Identifier: Apache-2.0
"""One tranche in the hands of a fund, a bank and a saver over the real escrow and token, and what everybody is owed, exactly.

The fund has a second wallet. Ten, four and three units: odd income leaves a fraction with each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eth_utils.crypto import keccak

from regalia.domain.entitlement import SCALE_BITS
from regalia.domain.transfer_rules import TransferRules
from tests.invariants.bare_deal import TEST, BareDeal
from tests.support.contract import Contract
from tests.support.platform import Platform
from tests.support.roles import actor

UNITS: Mapping[str, Sequence[int]] = {"fund": (10,), "bank": (4,), "saver": (3,)}
WALLETS = ("fund", "fund_new_wallet", "bank", "saver")
NOBODY = "0x" + "00" * 20


def estate(rules: TransferRules | None = None, late: int = 0) -> BareDeal:
    """Sold and traded, its units may be burnt; ``late`` more are placed and not issued yet."""
    deal = BareDeal((rules or TransferRules(),))
    for who in UNITS:
        deal.platform.admit(actor(who))
    deal.platform.add_wallet(actor("fund_new_wallet"), actor("fund"))
    deal.sell(UNITS, (late,))
    deal.deal.send("setRedeemed", 0, True, by=TEST)
    return deal


def owed(deal: BareDeal) -> dict[str, int]:
    """To each wallet, in 2^-48 of the smallest unit."""
    return {who: cell.scaled for who, cell in deal.cells(0, WALLETS).items()}


def units(deal: BareDeal) -> dict[str, int]:
    return {who: cell.units for who, cell in deal.cells(0, WALLETS).items()}


def of_nobody(deal: BareDeal) -> int:
    """What the books owe and no wallet has yet: the remainder, fractions of who left, income of units still to be collected."""
    _, remainder, per_unit, dust, awaited = deal.book(0)
    return remainder + dust + per_unit * awaited


def paid(deal: BareDeal) -> dict[str, int]:
    return {who: deal.balance(who) for who in WALLETS}


def check_whole(deal: BareDeal, cash_in: int) -> None:
    """What was paid, what is owed and what is carried is what came in, to the last fraction; and the escrow has it."""
    out = sum(paid(deal).values())
    assert sum(owed(deal).values()) + of_nobody(deal) == (cash_in - out) << SCALE_BITS
    assert deal.balance(deal.escrow.address) == cash_in - out


class Books:
    """An escrow and its deal and token as two roles: for thousands of distributions of any size."""

    def __init__(self, placed: int, held: Mapping[str, int], money: str = "MockPaymentToken") -> None:
        platform = Platform()
        self.chain, self.deal, self.token = platform.chain, actor("deal"), actor("tranche token")
        self.money = platform.money(money)
        terms = (self.deal, self.money.address, 0, platform.registry.address, platform.supervisor.address, b"", NOBODY)
        self.escrow = Contract.deploy(self.chain, "RoyaltyEscrow", *terms, by=self.deal)
        self.escrow.send("openBooks", self.deal, 0, self.deal, [], [self.token], [placed], by=self.deal)
        for who, count in held.items():
            self.escrow.send("rebook", NOBODY, actor(who), count, by=self.token)
        self.money.send("approve", self.escrow.address, 2**256 - 1, by=self.deal)

    def distribute(self, amount: int) -> None:
        self.money.send("mint", self.deal, amount, by=self.deal)
        self.escrow.send("payRoyalty", keccak(text="licence"), amount, bytes(32), by=self.deal)
        self.escrow.send("distribute", 0, [], [], [], [self.token], [amount], by=self.deal)

    def owed(self, who: str) -> int:
        return int(self.escrow.read("entitlementOf", self.token, actor(who)))

    def claim(self, who: str) -> int:
        before = self.balance(actor(who))
        self.escrow.send("claim", self.token, by=actor(who))
        return self.balance(actor(who)) - before

    def balance(self, who: str) -> int:
        return int(self.money.read("balanceOf", who))

    def book(self) -> tuple[int, ...]:
        """Supply, remainder, income per unit, dust, units still to be issued."""
        supply, remainder, per_unit, _, _, dust, awaited = self.escrow.read("bookOf", self.token)
        return supply, remainder, per_unit, dust, awaited
