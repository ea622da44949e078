# SPDX-License-Identifier: Apache-2.0
"""Money in and out of a live deal: royalties, payment dates, claims, withdrawals."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from regalia.domain.calls import CallRefusedError
from tests.invariants import laws
from tests.invariants.live_deal import DONE, LiveDeal, amounts, choices, holders, tranches
from tests.invariants.mirror import CALL_HOLDER
from tests.invariants.refusal import Refusal, outcome_of
from tests.invariants.twin import DEAL
from tests.support import sample
from tests.support.acts import exercise
from tests.support.chain import refused
from tests.support.roles import actor

EPOCH = date(1970, 1, 1)


class MoneyActs(LiveDeal):
    """Each act also in the mirror."""

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
        """Attested is what is there and unattested, or nothing, or anything. A halted deal's waits until the halt ends by itself."""
        there = max(0, self.mirror.deal.collection - (self.mirror.deal.attested - self.mirror.deal.distributed))
        attested = there if received is None else received
        note(f"attestors report {attested} and {other} other, an invoice of {invoice}; the outsider executes")
        report = self.deal.report(attested, self.mirror.deal.next_period, other, invoices=(invoice,))
        self.deal.reach(report.period)
        self.deal.submit(report)
        halted_until = self.mirror.twin.halts.get(DEAL, 0)
        if self.deal.chain.now <= halted_until:
            with refused("Deal_Halted", until=halted_until):
                self.deal.execute(report)
            self.wait_until(halted_until + 1)
            DONE["refused: payment date of a halted deal"] += 1
        done = self.deal.execute(report).only("PaymentDateExecuted")
        expected = self.mirror.execute(report.in_domain())
        assert (done["available"], done["left"]) == (expected.flow.available, expected.flow.left)
        self.distributed = True
        DONE["payment date"] += 1
        if expected.state.arrears[0] or expected.state.arrears[1]:
            DONE["payment date in arrears"] += 1

    @precondition(lambda self: self.mirror.deal.next_period > 8 and not self.mirror.twin.redeemed[0])
    @rule()
    def windfall(self) -> None:
        """A sale of the catalogue repays both notes."""
        self.pay_royalty(2_000_000 * sample.USD)
        self.payment_date(None, 0, 0)
        assert self.deal.deal.read("isRedeemed", 0)
        assert not self.deal.deal.read("isRedeemed", 2)
        DONE["redemption"] += 1

    @precondition(lambda self: self.mirror.deal.next_period > 2)
    @rule(seconds=st.integers(-60 * sample.DAY, 2), more=st.sampled_from([0, 1, 10**9]))
    def call(self, seconds: int, more: int) -> None:
        """The holder repays the senior tranche on some day about the next payment date; what it pays too much it keeps."""
        due = int(self.deal.deal.read("scheduledAt", self.mirror.deal.next_period))
        self.wait_until(due + seconds)
        now, halted_until = self.deal.chain.now, self.mirror.twin.halts.get(DEAL, 0)
        offered = sum(self.mirror.deal.state.balance) * 2 + more
        note(f"the holder of the call offers {offered}")
        if now <= halted_until:
            with refused("Deal_Halted", until=halted_until):
                exercise(self.deal, 0, offered, by=CALL_HOLDER)
            DONE["refused: call of a halted deal"] += 1
            return
        try:
            price = self.mirror.exercise_call(EPOCH + timedelta(days=now // sample.DAY))
        except CallRefusedError:
            assert now >= due
            with refused("Calls_PaymentDateDue"):
                exercise(self.deal, 0, offered, by=CALL_HOLDER)
            DONE["refused: call on a payment date"] += 1
            return
        if not price:
            with refused("Deal_NothingToCall", index=0):
                exercise(self.deal, 0, offered, by=CALL_HOLDER)
            DONE["refused: nothing to call"] += 1
            return
        assert exercise(self.deal, 0, offered, by=CALL_HOLDER) == price
        assert self.deal.deal.read("isRedeemed", 0)
        self.distributed = True
        DONE["call"] += 1

    @rule(which=choices)
    def claim(self, which: int) -> None:
        owed = [key for key, claim in self.claims.items() if claim]
        if owed:
            self._claim(*owed[which % len(owed)])

    @rule(tranche=tranches, role=holders)
    def claim_twice(self, tranche: int, role: str) -> None:
        """The second time there is nothing, or still the same hindrance."""
        first = self._claim(tranche, role)
        again = outcome_of(lambda: self.deal.claim(tranche, role))
        assert again == (first or Refusal("RoyaltyEscrow_NothingOwed"))
        DONE["claim twice"] += first is None

    @rule(role=st.sampled_from(laws.PAYEES))
    def withdraw(self, role: str) -> None:
        note(f"{role} withdraws")
        expected = self.mirror.withdraw(role)
        if expected:
            assert self.deal.escrow.send("withdraw", by=actor(role)).only("PayableClaimed")["amount"] == expected
            DONE["withdraw tax" if role == laws.TAX_OFFICE else "withdraw"] += 1
        else:
            with refused("RoyaltyEscrow_NothingOwed", claimant=actor(role)):
                self.deal.escrow.send("withdraw", by=actor(role))

    @rule(role=st.sampled_from(["custodian", "senior_investor"]))
    def block(self, role: str) -> None:
        """By the issuer of the payment token, for good: only one, who never gets away with another's. He tries to claim at once."""
        if not self.mirror.twin.blocked:
            note(f"the payment token blocks {role}")
            self.deal.money.send("block_", actor(role), by=actor("stablecoin issuer"))
            self.mirror.twin.blocked.add(role)
            DONE["block"] += 1
            owed = [t for (t, who), claim in self.claims.items() if who == role and claim]
            if owed:
                self._claim(owed[0], role)

    @rule(days=st.integers(1, 100))
    def wait(self, days: int) -> None:
        note(f"{days} days pass")
        self.wait_until(self.deal.chain.now + days * sample.DAY)
        DONE["wait"] += 1

    def _claim(self, tranche: int, role: str) -> Refusal | None:
        refusal, gross, tax = self.mirror.claim(tranche, role)
        self.touched = {(tranche, role)}
        token, holder = self.deal.tokens[tranche].address, actor(role)

        def claim() -> None:
            told = self.deal.claim(tranche, role).only("IncomeClaimed")
            assert told == {"token": token, "holder": holder, "gross": gross, "tax": tax}
            DONE["tax withheld"] += tax > 0
            DONE["tax of everything"] += tax == gross

        self.agree(refusal, claim, "claim")
        if refusal is not None:
            DONE[f"claim {refusal.name}"] += 1
        return refusal
