# SPDX-License-Identifier: Apache-2.0
"""Whatever can be done to a live deal, in any order, by anybody; after every act the laws are checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.invariants import laws
from tests.invariants.mirror import Mirror
from tests.support import sample
from tests.support.chain import refused
from tests.support.deal import LICENCE, REFERENCE
from tests.support.platform import ELIGIBLE_UNTIL, Platform, plain_spec
from tests.support.roles import actor, attestors

DONE: Counter[str] = Counter()
"""How often each rule did what it is for, over all runs."""
tranches = st.integers(0, 2)
holders = st.sampled_from(laws.HOLDERS)
amounts = st.one_of(
    st.integers(1, 9), st.integers(1, 300_000 * sample.USD), st.integers(30_000 * sample.USD, 300_000 * sample.USD)
)
choices = st.integers(0, 999)
"""Which of those in question, counted round."""
shares = st.sampled_from([0, 1, 333, 500, 999, 1_000])
"""Thousandths of what is held: nothing and everything included."""


class DealMachine(RuleBasedStateMachine):
    """A live deal, its mirror, and a hostile deal beside it on the same oracle, registry and money."""

    def __init__(self) -> None:
        super().__init__()
        platform = self.platform = Platform()
        money = platform.money()
        self.until = dict.fromkeys(laws.HOLDERS, ELIGIBLE_UNTIL)
        for role in ("custodian", "attacker"):
            platform.admit(actor(role))
        self.deal = platform.create(money)
        self.deal.sell()
        self.deal.close()
        keys = tuple(key.address for key in attestors(1, "accomplice"))
        self.hostile = platform.create(money, replace(plain_spec(1), threshold=1, attestors=keys), by=actor("attacker"))
        self.hostile.sell({"attacker": (1,)})
        self.hostile.close()
        self.mirror = Mirror()
        self.claims = laws.claims_of(self.deal)
        self.own_claim: tuple[int, str] | None = None
        self.distributed = False

    @initialize(received=amounts)
    def first_quarter(self, received: int) -> None:
        self.pay_royalty(received)
        self.payment_date(received, 0, 0)

    @rule(amount=amounts)
    def pay_royalty(self, amount: int) -> None:
        note(f"licensee pays {amount}")
        self.deal.pay_royalty(amount)
        self.mirror.pay_royalty(amount)
        DONE["pay royalty"] += 1

    @rule(amount=amounts)
    def donate(self, amount: int) -> None:
        note(f"attacker sends the escrow {amount} by a plain transfer")
        self.deal.money.send("mint", actor("attacker"), amount, by=actor("attacker"))
        self.deal.money.send("transfer", self.deal.escrow.address, amount, by=actor("attacker"))
        self.mirror.donated += amount
        DONE["donate"] += 1

    @rule(received=st.one_of(st.none(), st.just(0), amounts), other=st.sampled_from([0, 1, 5_000]), invoice=amounts)
    def payment_date(self, received: int | None, other: int, invoice: int) -> None:
        """Attested is what is there and unattested, or nothing, or anything."""
        there = max(0, self.mirror.deal.collection - (self.mirror.deal.attested - self.mirror.deal.distributed))
        attested = there if received is None else received
        note(f"attestors report {attested} and {other} other, an invoice of {invoice}; the outsider executes")
        report = self.deal.report(attested, self.mirror.deal.next_period, other, invoices=(invoice,))
        self.deal.reach(report.period)
        self.deal.submit(report)
        done = self.deal.execute(report).only("PaymentDateExecuted")
        expected = self.mirror.execute(report.in_domain())
        assert (done["available"], done["left"]) == (expected.flow.available, expected.flow.left)
        self.distributed = True
        DONE["payment date"] += 1
        if expected.state.arrears[0] or expected.state.arrears[1]:
            DONE["payment date in arrears"] += 1

    @rule(tranche=tranches, which=choices, receiver=holders, share=shares, direct=st.booleans())
    def move_units(self, tranche: int, which: int, receiver: str, share: int, direct: bool) -> None:
        """Also nothing, and to oneself; by the holder, or by a broker with an allowance."""
        owners = [role for role in laws.HOLDERS if self.mirror.units(tranche, role)]
        sender = owners[which % len(owners)]
        units = self.mirror.units(tranche, sender) * share // 1_000
        note(f"{sender} {'sends' if direct else 'lets the broker send'} {receiver} {units} of tranche {tranche}")
        token, by = self.deal.tokens[tranche], actor(sender if direct else "broker")
        if not direct:
            token.send("approve", by, units, by=actor(sender))
        function, of = ("transfer", ()) if direct else ("transferFrom", (actor(sender),))
        if self.eligible(receiver):
            token.send(function, *of, actor(receiver), units, by=by)
            self.mirror.books[tranche].move(sender, receiver, units)
            DONE["transfer" if direct else "transfer on allowance"] += 1
            DONE["transfer to oneself"] += bool(sender == receiver and units)
            DONE["transfer of nothing"] += not units
        else:
            with refused("TrancheToken_NotEligible"):
                token.send(function, *of, actor(receiver), units, by=by)
            DONE["refused to the ineligible"] += 1

    @rule(which=choices)
    def claim(self, which: int) -> None:
        owed = [key for key, claim in self.claims.items() if claim]
        if not owed:
            return
        tranche, role = owed[which % len(owed)]
        note(f"{role} claims of tranche {tranche}")
        assert self.deal.claim(tranche, role).only("IncomeClaimed")["amount"] == self.mirror.claim(tranche, role) > 0
        self.own_claim = (tranche, role)
        DONE["claim"] += 1

    @rule(tranche=tranches, role=holders)
    def claim_twice(self, tranche: int, role: str) -> None:
        note(f"{role} claims of tranche {tranche} until nothing is left")
        if self.mirror.claim(tranche, role):
            self.deal.claim(tranche, role)
            self.own_claim = (tranche, role)
        with refused("RoyaltyEscrow_NothingOwed", claimant=actor(role)):
            self.deal.claim(tranche, role)
        DONE["claim twice"] += 1

    @rule(role=st.sampled_from(laws.PAYEES))
    def withdraw(self, role: str) -> None:
        note(f"{role} withdraws")
        expected = self.mirror.withdraw(role)
        if expected:
            assert self.deal.escrow.send("withdraw", by=actor(role)).only("PayableClaimed")["amount"] == expected
            DONE["withdraw"] += 1
        else:
            with refused("RoyaltyEscrow_NothingOwed", claimant=actor(role)):
                self.deal.escrow.send("withdraw", by=actor(role))

    @rule(role=holders, days=st.sampled_from([None, None, 0, 1, 90, 400]))
    def change_eligibility(self, role: str, days: int | None) -> None:
        """Admitted for so many days, or removed."""
        note(f"the registrar {'removes' if days is None else f'admits for {days} days'} {role}")
        if days is not None:
            self.until[role] = self.deal.chain.now + days * sample.DAY
            self.platform.admit(actor(role), self.until[role])
            DONE["admit"] += 1
        elif self.until[role]:
            self.until[role] = 0
            self.platform.remove(actor(role))
            DONE["remove"] += 1

    @rule(days=st.integers(1, 100))
    def wait(self, days: int) -> None:
        note(f"{days} days pass")
        self.deal.chain.now += days * sample.DAY
        DONE["wait"] += 1

    @rule(amount=amounts, units=st.integers(1, 2**47))
    def attack(self, amount: int, units: int) -> None:
        """What the attacker can reach: a book of his own, his own deal, and doors that are shut."""
        note(f"the attacker tries everything with {amount} and {units}")
        attacker, escrow = actor("attacker"), self.deal.escrow
        minted = escrow.read("supplyOf", attacker)
        if minted + units < 2**48:
            escrow.send("move", "0x" + "00" * 20, attacker, units, by=attacker)
        with refused("RoyaltyEscrow_NothingOwed"):
            escrow.send("claim", attacker, by=attacker)
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
        with refused("Deal_ForeignReport"):
            self.deal.execute(report, by=attacker)
        DONE["attack"] += 1

    @rule(tranche=tranches, sender=holders, more=st.integers(1, 2**48), behind=st.integers(0, 3), amount=amounts)
    def ask_too_much(self, tranche: int, sender: str, more: int, behind: int, amount: int) -> None:
        """More units than are held, a period that is not next, a royalty without the money."""
        held, period = self.mirror.units(tranche, sender), self.mirror.deal.next_period
        receiver = next((role for role in laws.HOLDERS if self.eligible(role)), None)
        if receiver is not None:
            with refused("RoyaltyEscrow_NotEnoughUnits", holder=actor(sender), held=held, moved=held + more):
                self.deal.tokens[tranche].send("transfer", actor(receiver), held + more, by=actor(sender))
        wrong = period + 1 if behind == 0 else max(0, period - behind)
        with refused("Deal_PeriodOutOfOrder", expected=period, given=wrong):
            self.deal.execute(self.deal.report(0, wrong))
        with refused("ERC20InsufficientAllowance", spender=self.deal.escrow.address, allowance=0, needed=amount):
            self.deal.escrow.send("payRoyalty", LICENCE, amount, REFERENCE, by=actor("broker"))
        DONE["ask too much"] += 1

    @invariant()
    def every_law_holds(self) -> None:
        now = laws.claims_of(self.deal)
        if not self.distributed:
            others = {key: claim for key, claim in self.claims.items() if key != self.own_claim}
            assert others == {key: now[key] for key in others}, "F: a claim changed without a distribution"
        self.claims, self.own_claim, self.distributed = now, None, False
        laws.check_solvent(self.deal, now)
        laws.check_conserved(self.deal, self.mirror, now)
        laws.check_mirrored(self.deal, self.mirror, now)
        laws.check_supply(self.deal)
        laws.check_liveness(self.deal, now)

    def eligible(self, role: str) -> bool:
        return self.deal.chain.now <= self.until[role]
