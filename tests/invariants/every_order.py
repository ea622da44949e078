# SPDX-License-Identifier: Apache-2.0
"""One world in which the acts that cost other systems money are done in every order, with a distribution after each.

A fund with a second wallet, a bank and a saver share 17 units, beside those that the saver collects only at the end; income is odd, so
that every distribution leaves fractions. The acts are those of the fund, in the wallet it has after its recoveries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxTable
from tests.invariants.bare_deal import BareDeal
from tests.invariants.book_laws import check_books
from tests.invariants.refusal import Refusal
from tests.invariants.twin import Twin, units_in
from tests.support.platform import ELIGIBLE_UNTIL
from tests.support.roles import actor
from tests.support.sample import DAY, START

UNITS = {"fund": (10,), "bank": (4,), "saver": (3,)}
WALLETS = ("fund", "fund_new_wallet", "bank", "saver")
INCOME = 1_003
EXPIRY = START + DAY
NO_RULES = TransferRules()
NOTHING_OWED = Refusal("RoyaltyEscrow_NothingOwed")
ACTS = ("transfer", "freeze", "unfreeze", "force", "recover", "burn", "zero transfer", "self transfer", "expiry")


@dataclass(frozen=True)
class Variant:
    """``expires``: whose eligibility ends. ``income``: what a forced transfer carries. ``claims``: after each distribution all claim.

    ``rules`` of transfer must refuse none of the acts; ``table`` of withholding tax. ``late``: units that were placed and are collected
    when all is over.
    """

    name: str
    expires: str
    freezes_wallet: bool
    income: int
    redeemed: bool
    claims: bool
    rules: TransferRules = NO_RULES
    table: TaxTable | None = None
    late: int = 0


class World:
    """``done`` and ``refused`` count over the whole walk."""

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        self.deal = BareDeal((variant.rules,), variant.table)
        self.twin = Twin((variant.rules,), UNITS, START, variant.table, late=(variant.late,))
        self.counted: dict[int, dict[str, int]] = {}
        """Units by wallet when a second was over, where record dates are kept."""
        self.wallet, self.other = "fund", "fund_new_wallet"
        self.done: Counter[str] = Counter()
        self.refused: Counter[tuple[str, Refusal]] = Counter()
        for who in UNITS:
            until = EXPIRY if who == variant.expires else ELIGIBLE_UNTIL
            self.deal.platform.admit(actor(who), until)
            self.twin.admit(who, until)
        self.deal.platform.add_wallet(actor("fund_new_wallet"), actor("fund"))
        self.twin.of["fund_new_wallet"] = "fund"
        self.deal.sell(UNITS, (variant.late,))
        self._redeem_from_now_on(variant.redeemed)
        self.distribute()

    def walk(self, depth: int) -> int:
        """Every sequence of so many acts at most; prefixes are done once. Returns how many there were."""
        sequences = 0
        for name in ACTS if depth else ():
            before = (self.twin, self.wallet, self.other, self.counted)
            with self.deal.chain.undone():
                self.twin, self.counted = self.twin.copy(), dict(self.counted)
                self.act(name)
                self.distribute()
                check_books(self.deal, self.twin, WALLETS)
                self.next_second()
                self.check_counts()
                sequences += 1 + self.walk(depth - 1)
                self.settle()
            self.twin, self.wallet, self.other, self.counted = before
        return sequences

    def act(self, name: str) -> None:
        """On chain and in the twin, to the same end."""
        expected, found = _DO[name](self)
        assert found == expected, (name, found, expected)
        if found is None:
            self.done[name] += 1
        else:
            self.refused[name, found] += 1

    def distribute(self) -> None:
        assert self.deal.distribute([INCOME]) is None is self.twin.distribute([INCOME])
        if self.variant.claims:
            self.claim_all()

    def claim_all(self) -> None:
        for who in WALLETS:
            self._claim(who)

    def next_second(self) -> None:
        """Where record dates are kept each act has a second of its own, after which what was held in it can be asked for."""
        if RuleFlag.RECORD_DATES in self.variant.rules.flags:
            self.counted[self.twin.now] = {who: units_in(self.twin.registers[0], who) for who in WALLETS}
            self.deal.chain.now = self.twin.now = self.twin.now + 1

    def check_counts(self) -> None:
        """Holders are the investors with units; supply and units at every past second are what was held in it."""
        if self.variant.rules.holder_limit:
            owners = {self.twin.of[who] for who in WALLETS if units_in(self.twin.registers[0], who)}
            assert self.deal.investor_count(0) == len(owners)
        for second, units in self.counted.items():
            assert self.deal.supply_at(0, second) == sum(units.values()), second
            assert {who: self.deal.units_at(0, who, second) for who in WALLETS} == units, second

    def settle(self) -> None:
        """Who can claims; what is awaited is collected; those frozen are released; the tranche is burnt, the last one with nothing but a
        fraction owed; all claim. Then nothing is left.
        """
        self.claim_all()
        late = self.twin.registers[0].awaited
        assert self.deal.issue(0, "saver", late) is self.twin.issue(0, "saver", late) is None
        self._redeem_from_now_on(True)
        for who in WALLETS:
            self._freeze_wallet(who, False)
            if who == WALLETS[-1]:
                self._claim(who)
            self._redeem(who, self.twin.registers[0].account(who).units)
        for who in WALLETS:
            assert self._claim(who) in (None, NOTHING_OWED), who
            assert self._claim(who) == NOTHING_OWED, who
        check_books(self.deal, self.twin, WALLETS)
        self.next_second()
        self.check_counts()
        if self.twin.tax:
            assert self.deal.act("tax_office", self.deal.escrow, "withdraw") is None
        assert self.deal.balance(self.deal.escrow.address) == 0, "stranded"
        assert sum(self.deal.balance(who) for who in (*WALLETS, "tax_office")) == self.twin.credited[0]

    def _claim(self, who: str) -> Refusal | None:
        found = self.deal.act(who, self.deal.escrow, "claim", self.deal.tokens[0].address)
        assert found == self.twin.claim(0, who), who
        return found

    def _redeem_from_now_on(self, on: bool) -> None:
        assert self.deal.act("test", self.deal.deal, "setRedeemed", 0, on) is None
        self.twin.redeemed[0] = on

    def _transfer(self, receiver: str, units: int) -> Outcome:
        token = self.deal.tokens[0]
        found = self.deal.act(self.wallet, token, "transfer", receiver, units)
        return self.twin.transfer(0, self.wallet, receiver, units), found

    def _freeze(self, on: bool) -> Outcome:
        if self.variant.freezes_wallet:
            return self._freeze_wallet(self.wallet, on)
        units = 9 if on else 0
        found = self.deal.order("freezer", "setFrozenTokens", 0, self.wallet, units)
        return self.twin.set_frozen(0, "freezer", self.wallet, units), found

    def _freeze_wallet(self, who: str, on: bool) -> Outcome:
        found = self.deal.order("freezer", "setAddressFrozen", 0, who, on)
        return self.twin.freeze_wallet(0, "freezer", who, on), found

    def _force(self) -> Outcome:
        income = self.variant.income
        found = self.deal.order("enforcer", "forcedTransferByOrder", 0, self.wallet, "bank", 4, income)
        return self.twin.force(0, "enforcer", self.wallet, "bank", 4, income), found

    def _recover(self) -> Outcome:
        found = self.deal.order("recoverer", "recoverWallet", 0, self.wallet, self.other, "fund")
        expected = self.twin.recover(0, "recoverer", self.wallet, self.other, "fund")
        if found is None:
            self.wallet, self.other = self.other, self.wallet
        return expected, found

    def _redeem(self, who: str, units: int) -> Outcome:
        found = self.deal.order("redeemer", "redeem", 0, who, units)
        return self.twin.redeem(0, "redeemer", who, units), found

    def _expire(self) -> Outcome:
        self.deal.chain.now = self.twin.now = max(self.twin.now, EXPIRY + 1)
        return None, None


Outcome = tuple[Refusal | None, Refusal | None]
"""Of an act in the twin, and on chain."""
_DO: dict[str, Callable[[World], Outcome]] = {
    "transfer": lambda world: world._transfer("bank", 3),
    "freeze": lambda world: world._freeze(True),
    "unfreeze": lambda world: world._freeze(False),
    "force": lambda world: world._force(),
    "recover": lambda world: world._recover(),
    "burn": lambda world: world._redeem(world.wallet, 2),
    "zero transfer": lambda world: world._transfer("bank", 0),
    "self transfer": lambda world: world._transfer(world.wallet, 1),
    "expiry": lambda world: world._expire(),
}
