# SPDX-License-Identifier: Apache-2.0
"""Units of a live deal on their way, and who may receive them."""

from __future__ import annotations

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.invariants.live_deal import DONE, OWNERS, LiveDeal, choices, holders, shares, tranches
from tests.support import sample
from tests.support.roles import actor


class UnitActs(LiveDeal):
    """Each act also in the mirror."""

    @rule(tranche=tranches, which=choices, receiver=holders, share=shares)
    def transfer(self, tranche: int, which: int, receiver: str, share: int) -> None:
        """By the holder; also nothing, and to oneself."""
        sender = self.owner_of_units(tranche, which)
        self._move(tranche, sender, receiver, share, sender)

    @rule(tranche=tranches, which=choices, receiver=holders, share=shares)
    def transfer_on_allowance(self, tranche: int, which: int, receiver: str, share: int) -> None:
        """The same by a broker."""
        self._move(tranche, self.owner_of_units(tranche, which), receiver, share, "broker")

    def _move(self, tranche: int, sender: str, receiver: str, share: int, by: str) -> None:
        units = self.mirror.units(tranche, sender) * share // 1_000
        note(f"{by} moves {units} units of tranche {tranche} from {sender} to {receiver}")
        token, function = self.deal.tokens[tranche], "transfer"
        of: tuple[str, ...] = ()
        if by != sender:
            token.send("approve", actor(by), units, by=actor(sender))
            function, of = "transferFrom", (actor(sender),)
        had, eligible = self.deal.units(tranche, receiver), self.mirror.twin.eligible(receiver)
        expected = self.mirror.twin.transfer(tranche, sender, receiver, units)
        name = "transfer of nothing" if not units else "transfer" if by == sender else "transfer on allowance"
        self.agree(expected, lambda: token.send(function, *of, actor(receiver), units, by=actor(by)), name)
        assert eligible or self.deal.units(tranche, receiver) <= had, "G"
        if expected is not None and expected.code:
            DONE[f"transfer refused by question {expected.code}"] += 1

    @rule(
        role=holders, days=st.sampled_from([None, 0, 1, 90, 400, 4_000]), country=st.sampled_from([840, 276, 276, 156])
    )
    def change_eligibility(self, role: str, days: int | None, country: int) -> None:
        """Admitted or renewed for so many days with a class of its own, or removed."""
        note(f"the registrar {'removes' if days is None else f'admits for {days} days'} {role}")
        twin, now = self.mirror.twin, self.deal.chain.now
        if days is not None:
            investor_class = 1 + (days + country) % 3
            twin.admit(role, now + days * sample.DAY, country, investor_class)
            self.platform.admit(actor(role), now + days * sample.DAY, country, investor_class)
            DONE["admit"] += 1
        else:
            twin.investors[OWNERS[role]].until = 0
            self.platform.remove(actor(role))
            DONE["remove"] += 1

    def owner_of_units(self, tranche: int, which: int) -> str:
        """One who holds, or anybody where all is redeemed."""
        owners = [role for role in OWNERS if self.mirror.units(tranche, role)] or list(OWNERS)
        return owners[which % len(owners)]
