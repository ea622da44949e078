# SPDX-License-Identifier: Apache-2.0
"""What anybody tries in the life of a deal at its oracle, most of it sensible, some of it not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from functools import partial

from tests.oracle.court import APPEAL_TIME, DAY, SUPERVISOR_TIME, TRUSTEE_TIME, USD, Delta, Stage
from tests.oracle.oracle_life import KEYS, MISSING_DAYS, OFFICES, PEOPLE, Life
from tests.oracle.oracle_twin import ENACT_WITHIN, SignerSet


class ReportActs(Life):
    """Reports, restatements, payment dates."""

    def submit(self) -> None:
        given, signers = self.report(), self.some_signers()
        if self.rng.random() < 0.1:
            given = self.last
        self.last = given
        data = (astuple(given), self.sign("digestOf", given, signers))
        self.attempt(
            partial(self.twin.submit, self.chain.now, given, signers), "outsider", self.oracle, "submit", *data
        )

    def restate(self) -> None:
        number = len(self.twin.restated.all) + self.rng.choice([1, 1, 1, 1, 1, 0, 2])
        received, other_income = self.rng.randrange(-12_000 * USD, 9_000 * USD), self.rng.choice([0, 0, 5, -5])
        period = self.rng.randrange(self.twin.executed + 2)
        epoch = self.twin.epoch - (self.rng.random() < 0.1)
        given = Delta(self.court.address, number, epoch, period, received, other_income)
        signers = self.some_signers()
        data = (astuple(given), self.sign("restatementDigestOf", given, signers))
        act = partial(self.twin.restate, self.chain.now, given, signers)
        self.attempt(act, "outsider", self.oracle, "restate", *data)

    def execute(self) -> None:
        pending = self.twin.pending
        given = pending.report if pending and self.rng.random() < 0.85 else self.last
        scheduled = self.scheduled()
        if self.rng.random() < 0.7:
            self.chain.now = max(self.chain.now, scheduled)
        foreseen = self.oracle.read("foreseen", self.court.address, given.received, given.other_income)

        def act() -> None:
            found = self.twin.execute(self.chain.now, scheduled, given)
            assert (found.received, found.claimed) == foreseen[:2]

        self.attempt(act, "outsider", self.deal.deal, "execute", astuple(given))

    def declare_missing(self) -> None:
        scheduled = self.scheduled()
        if self.rng.random() < 0.5:
            self.chain.now = max(self.chain.now, scheduled + MISSING_DAYS * DAY + self.rng.choice([-1, 0, 1]))
        act = partial(self.twin.declare_missing, self.chain.now, scheduled, self.empty())
        self.attempt(act, "outsider", self.oracle, "declareMissing", self.court.address)

    def pay_royalty(self) -> None:
        amount = self.rng.randrange(1, 9_000 * USD)
        self.deal.pay_royalty(amount)
        self.twin.collection += amount


class DisputeActs(Life):
    """Disputes and their bonds."""

    def dispute(self) -> None:
        number = self.rng.choice([0, 0, 0, *range(self.twin.restated.taken, len(self.twin.restated.all) + 2)])
        by = self.rng.choice(PEOPLE)
        act = partial(self.twin.dispute, self.chain.now, number, by)
        self.attempt(act, by, self.oracle, "dispute", self.court.address, number, bytes(32))

    def decide(self) -> None:
        number, strike = self.number(), self.rng.random() < self.severity
        turn = {Stage.WITH_TRUSTEE: "trustee", Stage.WITH_SUPERVISOR: "supervisor"}
        turns = turn.get(self.twin.disputes.stage(number, self.chain.now), "outsider")
        by = self.rng.choice([turns, turns, turns, "chair", *OFFICES])
        act = partial(self.twin.decide, self.chain.now, number, by, strike)
        self.attempt(act, by, self.oracle, "decide", self.court.address, number, strike, bytes(32))

    def appeal(self) -> None:
        number, by = self.number(), self.rng.choice(PEOPLE)
        act = partial(self.twin.disputes.appeal, number, by, self.chain.now)
        self.attempt(act, by, self.oracle, "appeal", self.court.address, number, bytes(32))

    def settle(self) -> None:
        number = self.number()
        act = partial(self.twin.settle, self.chain.now, number)
        self.attempt(act, "outsider", self.oracle, "settle", self.court.address, number)

    def withdraw(self) -> None:
        by = self.rng.choice(PEOPLE)
        act = partial(self.twin.disputes.withdraw, by)
        self.attempt(act, by, self.oracle, "withdrawBonds", self.court.money.address)

    def pay_forfeited(self) -> None:
        def act() -> None:
            self.twin.collection += self.twin.disputes.pay_forfeited()

        self.attempt(act, "outsider", self.oracle, "payForfeited", self.court.address)


class SignerActs(Life):
    """The governor's, and proofs of double signing."""

    def propose(self) -> None:
        keys = sorted(self.rng.sample(KEYS[:8], self.rng.randrange(1, 8)), key=lambda key: int(key.address, 16))
        if self.rng.random() < 0.1:
            keys.reverse()
        threshold = self.rng.choice([1, 2, 3, len(keys), 0, 20])
        proposed = SignerSet(threshold, tuple((key.address, self.rng.choice([*[1, 2, 3] * 6, 0])) for key in keys))
        by = self.rng.choice(["governor", "governor", "governor", "trustee"])
        signers, weights = [signer for signer, _ in proposed.weights], [weight for _, weight in proposed.weights]
        act = partial(self.twin.propose, self.chain.now, by, proposed)
        data = (self.court.address, proposed.threshold, signers, weights)
        self.attempt(act, by, self.oracle, "proposeSigners", *data)

    def withdraw_proposal(self) -> None:
        by = self.rng.choice([*OFFICES, "outsider"])
        act = partial(self.twin.withdraw_proposal, by)
        self.attempt(act, by, self.oracle, "withdrawProposal", self.court.address)

    def enact(self) -> None:
        act = partial(self.twin.enact, self.chain.now)
        self.attempt(act, "outsider", self.oracle, "enactSigners", self.court.address)

    def void(self) -> None:
        by = self.rng.choice(["trustee", "outsider", "supervisor"])
        self.attempt(partial(self.twin.void, by), by, self.oracle, "voidSignatures", self.court.address)

    def show(self) -> None:
        first, signer = self.report(), self.rng.choice(KEYS).address
        second = replace(first, received=first.received + self.rng.choice([1, 1, 1, 0]))
        second = replace(second, period=second.period + (self.rng.random() < 0.1))
        data = [each for r in (first, second) for each in (astuple(r), self.sign("digestOf", r, [signer]))]
        act = partial(self.twin.show, first, second, signer)
        self.attempt(act, "outsider", self.oracle, "showDoubleSigning", *data)


class LifeActs(ReportActs, DisputeActs, SignerActs):
    """All of it, and time."""

    def go_on(self) -> None:
        """What furthers the report, or a dispute that is going on."""
        twin, now = self.twin, self.chain.now
        stages = [case.stage(now) for case in twin.disputes.cases.values()]
        acts: Sequence[Callable[[LifeActs], None]]
        if stages and self.rng.random() < 0.8:
            acts = {
                Stage.WITH_TRUSTEE: (*[LifeActs.decide] * 4, LifeActs.wait),
                Stage.APPEALABLE: (LifeActs.appeal, LifeActs.wait),
                Stage.WITH_SUPERVISOR: (*[LifeActs.decide] * 4, LifeActs.wait),
                Stage.DUE: (LifeActs.settle,),
            }[self.rng.choice(stages)]
        elif twin.pending is None:
            acts = (*[LifeActs.submit] * 9, LifeActs.declare_missing, LifeActs.restate)
        else:
            young = (*[LifeActs.dispute] * (8 if self.severity == 1 else 2), LifeActs.wait, LifeActs.execute)
            acts = young if now < twin.final_at() else (LifeActs.execute,)
        self.rng.choice(acts)(self)

    def restate_much(self) -> None:
        """Until no more may wait."""
        for _ in range(12):
            self.restate()

    def wait(self) -> None:
        """Mostly to a second at, before or after one that decides something."""
        twin, now = self.twin, self.chain.now
        found = [twin.final_at()]
        if twin.proposal:
            found += [twin.proposal[0], twin.proposal[0] + ENACT_WITHIN]
        found += [waiting.final_at for waiting in twin.restated.all[twin.restated.taken :]]
        for case in twin.disputes.cases.values():
            begun = case.opened if case.decided is None else case.decided
            found += [begun + TRUSTEE_TIME, begun + APPEAL_TIME]
            found += [(case.appealed or begun + TRUSTEE_TIME) + SUPERVISOR_TIME]
        ahead = [second for second in found if now < second < now + 60 * DAY]
        second = self.rng.choice(ahead) if ahead else now + self.rng.choice([1, 1, DAY])
        self.chain.now = max(now, second + self.rng.choice([-1, 0, 1]))
