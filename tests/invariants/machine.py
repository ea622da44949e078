# SPDX-License-Identifier: Apache-2.0
"""Whatever can be done to a live deal, in any order, by anybody; after every act the laws are checked."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.invariants.laws import TAX_OFFICE
from tests.invariants.live_deal import DONE, amounts, holders, tranches
from tests.invariants.mirror import EARLY
from tests.invariants.money_acts import MoneyActs
from tests.invariants.officer_acts import OfficerActs
from tests.invariants.refusal import Refusal, outcome_of
from tests.invariants.sale_acts import SaleActs
from tests.support.chain import refused
from tests.support.deal import LICENCE, REFERENCE
from tests.support.platform import NO_ADDRESS
from tests.support.roles import actor, attestors

LONG_AGO = 2**31
"""In seconds: a call so long before the next date is one of today."""


class DealMachine(MoneyActs, OfficerActs, SaleActs):
    """Money, units, orders and what is left of the sale together, and those who try what nobody may."""

    def __init__(self) -> None:
        super().__init__()
        self.was_busy = False

    @precondition(lambda self: not self.was_busy)
    @rule(
        tranche=st.integers(0, 1),
        role=st.sampled_from(["senior_investor", "mezzanine_investor"]),
        amount=amounts,
        sold=st.booleans(),
    )
    def busy_year(self, tranche: int, role: str, amount: int, sold: bool) -> None:
        """Once a history, what seldom comes together by chance: each power over a holder who has income, and a redemption."""
        self.was_busy = True
        story: list[Callable[[], object]] = [
            lambda: self.pay_royalty(amount),
            lambda: self.payment_date(None, 0, 0),
            lambda: self.freeze(tranche, 0, role, "freeze wallet", 0),
            lambda: self.claim_twice(tranche, role),
            lambda: self.transfer(tranche, 0, role, 333),
            lambda: self.transfer(tranche, 1, role, 333),
            lambda: self.freeze(tranche, 0, role, "release wallet", 0),
            lambda: self.freeze(tranche, 0, role, "freeze units", 100),
            lambda: self.freeze(tranche, 0, role, "thaw units", 1),
            lambda: self.freeze(tranche, 0, role, "freeze more units", 1),
            lambda: self.force(tranche, 0, "junior_investor", 999, "half"),
            lambda: self.force(tranche, 1, "junior_investor", 1_000, "none"),
            lambda: self.halt("Holder", tranche, role, 30),
            lambda: self.claim_twice(tranche, role),
            lambda: self.resume(0, tranche, role),
            lambda: self.claim_twice(tranche, role),
            lambda: self.halt("Tranche", tranche, role, 1),
            lambda: self.transfer(tranche, 0, role, 1),
            lambda: self.resume_anything("Tranche", tranche, role),
            lambda: self.change_eligibility("custodian", None, 840),
            lambda: self.transfer(tranche, 0, "custodian", 1),
            lambda: self.take_up_bid(self.mirror.sale.bids[len(EARLY)], "junior_investor"),
            lambda: self.refund_bid(self.mirror.sale.bids[len(EARLY)]),
            lambda: self.refund_bid(self.mirror.sale.bids[-1]),
            lambda: self.collect(1),
            lambda: self.halt("Deal", tranche, role, 1),
            lambda: self.resume_anything("Deal", tranche, role),
            lambda: self.call(0, 0),
            lambda: self.halt("Deal", tranche, role, 90),
            lambda: self.call(-LONG_AGO, 0),
            lambda: self.windfall() if sold else self.repaid_early(),
            lambda: self.change_eligibility(role, 400, 276),
            lambda: self.claim_twice(tranche, role),
            lambda: self.redeem(tranche, 0, 500),
            lambda: self.withdraw(TAX_OFFICE),
        ]
        for act in story:
            act()
            self.every_law_holds()

    def repaid_early(self) -> None:
        """Once the halt is over and a date is executed, the holder of the call pays off the senior tranche."""
        self.payment_date(None, 0, 0)
        self.call(-LONG_AGO, 0)

    @rule(amount=amounts, units=st.integers(1, 2**47))
    def attack(self, amount: int, units: int) -> None:
        """What the attacker can reach: a book of his own, his own deal, and doors that are shut."""
        note(f"the attacker tries everything with {amount} and {units}")
        attacker, escrow = actor("attacker"), self.deal.escrow
        with refused("RoyaltyEscrow_SupplyFixed", awaited=0, units=units):
            escrow.send("rebook", NO_ADDRESS, attacker, units, by=attacker)
        hindrances = {"RoyaltyEscrow_NothingOwed", "RoyaltyEscrow_HolderHalted"}
        self._refused_by(hindrances, lambda: escrow.send("claim", attacker, by=attacker))
        with refused("RoyaltyEscrow_OnlyDeal"):
            escrow.send("distribute", 0, [0], [attacker], [amount], [], [], by=attacker)
        with refused("TrancheToken_OnlyOffering"):
            self.deal.tokens[0].send("mint", attacker, units, by=attacker)
        report = self.hostile.report(amount)
        self.hostile.reach(report.period)
        self.hostile.submit(report, attestors(1, "accomplice"))
        self.hostile.execute(report, by=attacker)
        with refused("RoyaltyEscrow_NothingOwed"):
            escrow.send("claim", self.hostile.tokens[0].address, by=attacker)
        self._refused_by({"Deal_ForeignReport", "Deal_Halted"}, lambda: self.deal.execute(report, by=attacker))
        DONE["attack"] += 1

    @rule(tranche=tranches, sender=holders, more=st.integers(1, 2**48), behind=st.integers(0, 3), amount=amounts)
    def ask_too_much(self, tranche: int, sender: str, more: int, behind: int, amount: int) -> None:
        """More units than are held, a period that is not next, a royalty without the money."""
        held, period = self.mirror.units(tranche, sender), self.mirror.deal.next_period
        receiver = "custodian" if sender != "custodian" else "attacker"
        with refused("ERC20InsufficientBalance", sender=actor(sender), balance=held, needed=held + more):
            self.deal.tokens[tranche].send("transfer", actor(receiver), held + more, by=actor(sender))
        wrong = period + 1 if behind == 0 else max(0, period - behind)
        out_of_order = {"Deal_PeriodOutOfOrder", "Deal_Halted"}
        self._refused_by(out_of_order, lambda: self.deal.execute(self.deal.report(0, wrong)))
        with refused("ERC20InsufficientAllowance", spender=self.deal.escrow.address, allowance=0, needed=amount):
            self.deal.escrow.send("payRoyalty", LICENCE, amount, REFERENCE, by=actor("broker"))
        DONE["ask too much"] += 1

    def _refused_by(self, names: set[str], act: object) -> None:
        """By one of these errors: a halt is asked about first."""
        assert callable(act)
        found = outcome_of(act)
        assert isinstance(found, Refusal)
        assert found.name in names, found
