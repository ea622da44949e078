# SPDX-License-Identifier: Apache-2.0
"""The powers over a live deal: orders of the transfer agent's officers, halts of the supervisor, and those who have no such role."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.invariants.laws import HOLDERS
from tests.invariants.live_deal import OWNERS, choices, holders, shares, tranches
from tests.invariants.twin import ALL, DEAL, HALTER, NO_ROLE, OFFICER_OF, RESUMER
from tests.invariants.unit_acts import UnitActs
from tests.support import sample
from tests.support.chain import refused
from tests.support.powers import OFFICER_OF as DOER_OF
from tests.support.powers import SUPERVISOR_OF, halt, order, resume
from tests.support.roles import actor

OUTSIDERS = (*sorted(set(OFFICER_OF.values())), HALTER, RESUMER, "registrar", "admin", "attacker", "senior_investor")
FREEZES = ("freeze units", "freeze more units", "thaw units", "freeze wallet", "release wallet", "release wallet")
FROZEN = (1, 0, 100, 2**48 - 1, 2**256 - 1)
days = st.sampled_from([None, None, 0, 1, 30, 90])
"""Of a halt; none is its end."""


class OfficerActs(UnitActs):
    """Each act also in the mirror."""

    @rule(tranche=tranches, which=choices, role=holders, kind=st.sampled_from(FREEZES), units=st.sampled_from(FROZEN))
    def freeze(self, tranche: int, which: int, role: str, kind: str, units: int) -> None:
        """Units or the wallet of anybody; released is, where there is one, who is frozen."""
        book, twin = self.mirror.books[tranche], self.mirror.twin
        if kind == "release wallet" and book.wallets:
            role = sorted(book.wallets)[which % len(book.wallets)]
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
        self.agree(expected, lambda: self._order("forcedTransfer", tranche, *arguments), name)

    @rule(tranche=tranches, lost=holders, fresh=st.sampled_from([None, None, *HOLDERS]))
    def recover(self, tranche: int, lost: str, fresh: str | None) -> None:
        """Mostly between two wallets of one investor."""
        owner = OWNERS[lost]
        if fresh is None:
            lost, fresh = ("senior_investor", "senior_new_wallet") if lost != "senior_new_wallet" else (lost, owner)
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

    @rule(what=st.sampled_from(["Deal", "Tranche", "Holder"]), tranche=tranches, role=holders, days=days)
    def supervise(self, what: str, tranche: int, role: str, days: int | None) -> None:
        """A halt, which ends by itself after its last second; or, before that, its end. Resumed is who is halted, where somebody is."""
        twin = self.mirror.twin
        if days is None:
            role = next((who for who in HOLDERS if twin.halted(who)), role)
        subject, twins = self._subject(what, tranche, role), self._twin_subject(what, tranche, role)
        if days is None:
            expected = twin.resume(RESUMER, twins)
            self.agree(expected, lambda: resume(self.platform, f"resume{what}", *subject), f"resume {what.lower()}")
        else:
            until = self.deal.chain.now + days * sample.DAY
            expected = twin.halt(HALTER, twins, until)
            self.agree(
                expected, lambda: halt(self.platform, f"halt{what}", *subject, until=until), f"halt {what.lower()}"
            )

    @rule(tranche=tranches, lost=holders, fresh=holders, by=st.sampled_from(OUTSIDERS))
    def meddle(self, tranche: int, lost: str, fresh: str, by: str) -> None:
        """Every act by one who has not its role; and the token's own doors, of which only the agent's contract has the key."""
        one, other, token = actor(lost), actor(fresh), self.deal.tokens[tranche]
        arguments: dict[str, tuple[object, ...]] = {
            "setFrozenTokens": (one, 0),
            "freezePartialTokens": (one, 0),
            "unfreezePartialTokens": (one, 0),
            "setAddressFrozen": (one, False),
            "forcedTransfer": (one, other, 1, 0),
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
