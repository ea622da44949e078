# SPDX-License-Identifier: Apache-2.0
"""The powers over a live deal: orders of the transfer agent's officers, halts of the supervisor, and those who have no such role."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.invariants.live_deal import OWNERS, choices, holders, shares, tranches
from tests.invariants.registry_twin import NO_ROLE
from tests.invariants.twin import ALL, DEAL, HALTER, OFFICER_OF, RESUMER
from tests.invariants.unit_acts import UnitActs
from tests.support import sample
from tests.support.chain import refused
from tests.support.powers import OFFICER_OF as DOER_OF
from tests.support.powers import SUPERVISOR_OF, halt, order, resume
from tests.support.roles import actor

OUTSIDERS = (*sorted(set(OFFICER_OF.values())), HALTER, RESUMER, "registrar", "admin", "attacker", "senior_investor")
FREEZES = ("freeze units", "freeze more units", "thaw units", "freeze wallet", "freeze wallet", "release wallet")
FROZEN = (1, 0, 100, 2**48 - 1, 2**256 - 1)
subjects = st.sampled_from(["Deal", "Tranche", "Holder"])


class OfficerActs(UnitActs):
    """Each act also in the mirror."""

    @rule(tranche=tranches, which=choices, role=holders, kind=st.sampled_from(FREEZES), units=st.sampled_from(FROZEN))
    def freeze(self, tranche: int, which: int, role: str, kind: str, units: int) -> None:
        """Units or the wallet of anybody; released is, where there is one, who is frozen."""
        book, twin = self.mirror.books[tranche], self.mirror.twin
        if kind == "release wallet" and book.wallets:
            role = sorted(book.wallets)[which % len(book.wallets)]
        if kind == "freeze wallet":
            role = self.owner_of_units(tranche, which)
        if kind == "thaw units":
            role = next((who for who, frozen in book.frozen.items() if frozen), role)
        match kind:
            case "freeze units":
                expected, function = twin.set_frozen(tranche, "freezer", role, units), "setFrozenTokens"
            case "freeze more units":
                expected, function = twin.freeze_more(tranche, "freezer", role, units), "freezePartialTokens"
            case "thaw units":
                expected, function = twin.thaw(tranche, "freezer", role, units), "unfreezePartialTokens"
            case _:
                units = kind == "freeze wallet"
                expected, function = twin.freeze_wallet(tranche, "freezer", role, units), "setAddressFrozen"
        self.agree(expected, lambda: self._order(function, tranche, actor(role), units), kind)

    @rule(
        tranche=tranches,
        which=choices,
        receiver=holders,
        share=shares,
        income=st.sampled_from(["none", "none", "all", "half", "too much"]),
    )
    def force(self, tranche: int, which: int, receiver: str, share: int, income: str) -> None:
        sender = self.owner_of_units(tranche, which)
        units, owed = (
            self.mirror.units(tranche, sender) * share // 1_000,
            self.mirror.books[tranche].entitlement(sender),
        )
        carried = {"none": 0, "all": ALL, "half": owed // 2, "too much": owed + 1}[income]
        self.touched = {(tranche, sender), (tranche, receiver)} if carried else set()
        expected = self.mirror.twin.force(tranche, "enforcer", sender, receiver, units, carried)
        name = "force with income" if carried else "force"
        arguments = (actor(sender), actor(receiver), units, carried)
        self.agree(expected, lambda: self._order("forcedTransferByOrder", tranche, *arguments), name)

    @rule(tranche=tranches, lost=holders, fresh=holders, rightly=st.sampled_from([True, True, False]))
    def recover(self, tranche: int, lost: str, fresh: str, rightly: bool) -> None:
        """From that wallet of the senior investor which has something to the other; or between any two."""
        if rightly:
            pair = ("senior_investor", "senior_new_wallet")
            lost, fresh = pair[::-1] if self.mirror.books[tranche].is_empty(pair[0]) else pair
        owner = OWNERS[lost]
        expected = self.mirror.twin.recover(tranche, "recoverer", lost, fresh, owner)
        self.touched = {(tranche, lost), (tranche, fresh)}
        arguments = (actor(lost), actor(fresh), actor(owner))
        self.agree(expected, lambda: self._order("recoverWallet", tranche, *arguments), "recover")

    @rule(tranche=tranches, rightly=st.sampled_from([True, True, False]))
    def pause(self, tranche: int, rightly: bool) -> None:
        """What is traded, and resume what is paused; or the other way round."""
        on = self.mirror.twin.paused[tranche] is not rightly
        expected = self.mirror.twin.pause(tranche, "pauser" if on else "resumer", on)
        name = "pause" if on else "unpause"
        self.agree(expected, lambda: self._order(name, tranche), name)

    @rule(tranche=tranches, which=choices, share=shares)
    def redeem(self, tranche: int, which: int, share: int) -> None:
        role = self.owner_of_units(tranche, which)
        units = self.mirror.units(tranche, role) * share // 1_000
        if units == self.mirror.books[tranche].supply:
            self.touched = {(tranche, role)}
        expected = self.mirror.twin.redeem(tranche, "redeemer", role, units)
        self.agree(expected, lambda: self._order("redeem", tranche, actor(role), units), "redeem")

    @rule(what=subjects, tranche=tranches, role=holders, days=st.sampled_from([1, 0, 30, 90, 91]))
    def halt(self, what: str, tranche: int, role: str, days: int) -> None:
        """It ends by itself after its last second."""
        until = self.deal.chain.now + days * sample.DAY
        expected = self.mirror.twin.halt(HALTER, self._twin_subject(what, tranche, role), until)
        subject = self._subject(what, tranche, role)
        name = f"halt {what.lower()}"
        self.agree(expected, lambda: halt(self.platform, f"halt{what}", *subject, until=until), name)

    @precondition(lambda self: self.mirror.twin.halted(*self.mirror.twin.halts))
    @rule(which=choices, tranche=tranches, role=holders)
    def resume(self, which: int, tranche: int, role: str) -> None:
        """Before the end of a halt, where there is one."""
        halted = [each for each in self.mirror.twin.halts if self.mirror.twin.halted(each)]
        self._resume(*self._named(halted[which % len(halted)], tranche, role))

    @rule(what=subjects, tranche=tranches, role=holders)
    def resume_anything(self, what: str, tranche: int, role: str) -> None:
        """Mostly what is not halted."""
        self._resume(what, tranche, role)

    def _resume(self, what: str, tranche: int, role: str) -> None:
        expected = self.mirror.twin.resume(RESUMER, self._twin_subject(what, tranche, role))
        subject = self._subject(what, tranche, role)
        self.agree(expected, lambda: resume(self.platform, f"resume{what}", *subject), f"resume {what.lower()}")

    @rule(tranche=tranches, lost=holders, fresh=holders, by=st.sampled_from(OUTSIDERS))
    def meddle(self, tranche: int, lost: str, fresh: str, by: str) -> None:
        """Every act by one who has not its role; and the token's own doors, of which only the agent's contract has the key."""
        one, other, token = actor(lost), actor(fresh), self.deal.tokens[tranche]
        arguments: dict[str, tuple[object, ...]] = {
            "setFrozenTokens": (one, 0),
            "freezePartialTokens": (one, 0),
            "unfreezePartialTokens": (one, 0),
            "setAddressFrozen": (one, False),
            "forcedTransferByOrder": (one, other, 1, 0),
            "recoverWallet": (one, other, actor(OWNERS[lost])),
            "pause": (),
            "unpause": (),
            "redeem": (one, 1),
        }
        for function, of in arguments.items():
            if DOER_OF[function] != by:
                act = lambda f=function, a=of: order(self.platform, f, token, *a, by=by)  # noqa: E731
                self.agree(NO_ROLE, act, "act without its role")
        until = self.deal.chain.now + sample.DAY
        for what in ("Deal", "Tranche", "Holder"):
            subject = self._subject(what, tranche, lost)
            if SUPERVISOR_OF[f"halt{what}"] != by:
                act = lambda w=what, s=subject: halt(self.platform, f"halt{w}", *s, until=until, by=by)  # noqa: E731
                self.agree(NO_ROLE, act, "act without its role")
            if SUPERVISOR_OF[f"resume{what}"] != by:
                act = lambda w=what, s=subject: resume(self.platform, f"resume{w}", *s, by=by)  # noqa: E731
                self.agree(NO_ROLE, act, "act without its role")
        with refused("TrancheToken_OnlyAgent"):
            token.send("forcedTransfer", one, other, 1, by=actor(by))
        with refused("TrancheToken_OnlyAgent"):
            token.send("setAddressFrozen", one, False, by=actor(by))

    def _order(self, function: str, tranche: int, *arguments: object) -> object:
        return order(self.platform, function, self.deal.tokens[tranche], *arguments)

    def _subject(self, what: str, tranche: int, role: str) -> tuple[str, ...]:
        deal = self.deal.deal.address
        return {"Deal": (deal,), "Tranche": (self.deal.tokens[tranche].address,), "Holder": (deal, actor(role))}[what]

    def _twin_subject(self, what: str, tranche: int, role: str) -> str | int:
        subjects: dict[str, str | int] = {"Deal": DEAL, "Tranche": tranche, "Holder": role}
        return subjects[what]

    def _named(self, subject: str | int, tranche: int, role: str) -> tuple[str, int, str]:
        if isinstance(subject, int):
            return "Tranche", subject, role
        return ("Deal", tranche, role) if subject == DEAL else ("Holder", tranche, subject)
