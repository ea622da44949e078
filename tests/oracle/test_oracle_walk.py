# SPDX-License-Identifier: Apache-2.0
"""A long random life of one deal at its oracle. The twin foretells every act: accepted, or refused by which name; every bond and every cent.

``REGALIA_STEPS`` sets how many steps each life has, ``REGALIA_SEED`` where the lives begin.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, replace
from random import Random
from typing import Any

from regalia.chain.errors import decode_revert
from tests.oracle.court import (
    APPEAL_TIME,
    BOND,
    DAY,
    SIGNERS,
    SUPERVISOR_TIME,
    TRUSTEE_TIME,
    USD,
    WINDOW,
    Court,
    Delta,
    Stage,
    signed,
)
from tests.oracle.dispute_twin import ForetoldError
from tests.oracle.oracle_twin import OracleTwin, SignerSet
from tests.support.contract import Contract, calldata
from tests.support.deal import Report
from tests.support.roles import actor, attestors, key_of

LIVES, STEPS = 4, int(os.environ.get("REGALIA_STEPS", "1200"))
SEED = int(os.environ.get("REGALIA_SEED", "1"))
MISSING_DAYS = 20
OFFICES = {
    "trustee": frozenset({"trustee"}),
    "supervisor": frozenset({"supervisor"}),
    "governor": frozenset({"governor"}),
    "chair": frozenset({"trustee", "supervisor"}),
}
PEOPLE = ("senior_investor", "servicer", "rival", "outsider", *OFFICES)
KEYS = (*SIGNERS, *attestors(3, "next attestor"), key_of("attacker"))
BY_ADDRESS = {key.address: key for key in KEYS}
WEIGHTS = (1, 2, 1, 1, 3)
THRESHOLD = 4
SPANS = (TRUSTEE_TIME, APPEAL_TIME)


class Life:
    """The deal, the twin beside it, and what has happened so far."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.court = Court(threshold=THRESHOLD, weights=WEIGHTS, missing_after_days=MISSING_DAYS)
        for office in OFFICES["chair"]:
            self.court.officer("chair", f"{office.upper()}_ROLE")
        self.deal, self.oracle, self.chain = self.court.deal, self.court.oracle, self.court.chain
        weights = tuple(zip((key.address for key in SIGNERS), WEIGHTS, strict=True))
        self.twin = OracleTwin(SignerSet(THRESHOLD, weights), BOND, MISSING_DAYS, OFFICES)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.last = self.report()

    def attempt(self, foretell: Callable[[], object], by: str, to: Contract, function: str, *arguments: Any) -> None:
        """Foretold, tried, compared."""
        foretold = None
        try:
            foretell()
        except ForetoldError as error:
            foretold = error.name
        accepted, answer = self.chain.attempt(actor(by), to.address, calldata(to.name, function, *arguments))
        found = None if accepted else decode_revert(answer).name
        assert found == foretold, (function, arguments, found, foretold)
        if foretold:
            self.refused[foretold] += 1
        else:
            self.done[function] += 1
            self.compare()

    def compare(self) -> None:
        """All that the twin knows."""
        twin, court, money, now = self.twin, self.court, self.court.money, self.chain.now
        period = twin.executed + (twin.pending is not None)
        assert court.latest[:3] == (period, twin.pending is not None, twin.final_at())
        told = self.oracle.read("signersOf", court.address)
        assert (told[0], told[1]) == (twin.epoch, twin.signers.threshold)
        assert tuple(zip(told[4], told[5], strict=True)) == twin.signers.weights
        assert self.oracle.read("restatementsOf", court.address) == (len(twin.restated.all), twin.restated.taken)
        for number in (0, *range(twin.restated.taken + 1, len(twin.restated.all) + 1)):
            assert court.stage(number)[0] is twin.disputes.stage(number, now)
        assert {p: court.owed(p) for p in PEOPLE} == {p: twin.disputes.owed[p] for p in PEOPLE}
        assert (court.forfeited, court.held) == (twin.disputes.forfeited, twin.disputes.held)
        assert self.deal.deal.read("totals") == (twin.attested, twin.distributed)
        assert self.deal.escrow.read("cash")[0] == twin.collection
        assert money.read("balanceOf", self.deal.escrow.address) == twin.collection + twin.distributed

    # what is handed in

    def report(self) -> Report:
        amount = self.rng.choice([0, 1, self.rng.randrange(10_000 * USD)])
        given = Report(self.court.address, self.twin.executed + 1, self.twin.epoch, amount, 0, False, 0, (), b"\1" * 32)
        odd = [{"period": given.period + 1}, {"epoch": given.epoch - 1}, {"other_income": 7}]
        return replace(given, **self.rng.choice([{}] * 12 + odd))

    def empty(self) -> Report:
        return Report(self.court.address, self.twin.executed + 1, self.twin.epoch, 0, 0, False, 0, (), bytes(32))

    def some_signers(self) -> list[str]:
        """Mostly enough of those in force, in order."""
        known = [signer for signer, _ in self.twin.signers.weights]
        if self.rng.random() < 0.6:
            return known
        chosen = self.rng.sample(known, self.rng.randrange(len(known) + 1))
        if self.rng.random() < 0.7:
            chosen.sort(key=known.index)
        return chosen + ([self.rng.choice(KEYS).address] if self.rng.random() < 0.3 else [])

    def sign(self, function: str, given: Report | Delta, signers: list[str]) -> bytes:
        return signed(self.oracle.read(function, astuple(given)), [BY_ADDRESS[signer] for signer in signers])

    # acts

    def submit(self) -> None:
        given, signers = self.report(), self.some_signers()
        if self.rng.random() < 0.1:
            given = self.last
        self.last = given
        data = (astuple(given), self.sign("digestOf", given, signers))
        self.attempt(lambda: self.twin.submit(self.chain.now, given, signers), "outsider", self.oracle, "submit", *data)

    def restate(self) -> None:
        number = len(self.twin.restated.all) + self.rng.choice([1, 1, 1, 1, 1, 0, 2])
        amounts = [self.rng.randrange(-12_000 * USD, 9_000 * USD), self.rng.choice([0, 0, 5, -5])]
        period = self.rng.randrange(self.twin.executed + 2)
        given = Delta(self.court.address, number, self.twin.epoch - (self.rng.random() < 0.1), period, *amounts)
        signers = self.some_signers()
        data = (astuple(given), self.sign("restatementDigestOf", given, signers))
        act = lambda: self.twin.restate(self.chain.now, given, signers)  # noqa: E731
        self.attempt(act, "outsider", self.oracle, "restate", *data)

    def execute(self) -> None:
        pending = self.twin.pending
        given = pending.report if pending and self.rng.random() < 0.9 else self.last
        scheduled = self.deal.deal.read("scheduledAt", self.twin.executed + 1)
        if self.rng.random() < 0.7:
            self.chain.now = max(self.chain.now, scheduled)
        foreseen = self.oracle.read("foreseen", self.court.address, given.received, given.other_income)

        def act() -> None:
            found = self.twin.execute(self.chain.now, scheduled, given)
            assert (found.received, found.claimed) == foreseen

        self.attempt(act, "outsider", self.deal.deal, "execute", astuple(given))

    def declare_missing(self) -> None:
        scheduled = self.deal.deal.read("scheduledAt", self.twin.executed + 1)
        act = lambda: self.twin.declare_missing(self.chain.now, scheduled, self.empty())  # noqa: E731
        self.attempt(act, "outsider", self.oracle, "declareMissing", self.court.address)

    def number(self) -> int:
        """Mostly of a dispute that is going on."""
        going_on = list(self.twin.disputes.cases)
        if going_on and self.rng.random() < 0.8:
            return self.rng.choice(going_on)
        return self.rng.choice([0, 0, 0, *range(self.twin.restated.taken + 1, len(self.twin.restated.all) + 2)])

    def dispute(self) -> None:
        number = self.rng.choice([0, 0, 0, *range(self.twin.restated.taken, len(self.twin.restated.all) + 2)])
        by = self.rng.choice(PEOPLE)
        act = lambda: self.twin.dispute(self.chain.now, number, by)  # noqa: E731
        self.attempt(act, by, self.oracle, "dispute", self.court.address, number, bytes(32))

    def decide(self) -> None:
        number, strike = self.number(), self.rng.random() < 0.6
        turn = {Stage.WITH_TRUSTEE: "trustee", Stage.WITH_SUPERVISOR: "supervisor"}
        turns = turn.get(self.twin.disputes.stage(number, self.chain.now), "outsider")
        by = self.rng.choice([turns, turns, turns, "chair", *OFFICES])
        act = lambda: self.twin.decide(self.chain.now, number, by, strike)  # noqa: E731
        self.attempt(act, by, self.oracle, "decide", self.court.address, number, strike, bytes(32))

    def appeal(self) -> None:
        number, by = self.number(), self.rng.choice(PEOPLE)
        act = lambda: self.twin.disputes.appeal(number, by, self.chain.now)  # noqa: E731
        self.attempt(act, by, self.oracle, "appeal", self.court.address, number, bytes(32))

    def settle(self) -> None:
        number = self.number()
        act = lambda: self.twin.settle(self.chain.now, number)  # noqa: E731
        self.attempt(act, "outsider", self.oracle, "settle", self.court.address, number)

    def withdraw(self) -> None:
        by = self.rng.choice(PEOPLE)
        act = lambda: self.twin.disputes.withdraw(by)  # noqa: E731
        self.attempt(act, by, self.oracle, "withdrawBonds", self.court.money.address)

    def pay_forfeited(self) -> None:
        def act() -> None:
            self.twin.collection += self.twin.disputes.pay_forfeited()

        self.attempt(act, "outsider", self.oracle, "payForfeited", self.court.address)

    def pay_royalty(self) -> None:
        amount = self.rng.randrange(1, 9_000 * USD)
        self.deal.pay_royalty(amount)
        self.twin.collection += amount

    def propose(self) -> None:
        keys = sorted(self.rng.sample(KEYS[:8], self.rng.randrange(1, 8)), key=lambda key: int(key.address, 16))
        if self.rng.random() < 0.1:
            keys.reverse()
        threshold = self.rng.choice([1, 2, 3, len(keys), 0, 20])
        proposed = SignerSet(threshold, tuple((key.address, self.rng.choice([*[1, 2, 3] * 6, 0])) for key in keys))
        by = self.rng.choice(["governor", "governor", "governor", "trustee"])
        signers, weights = [signer for signer, _ in proposed.weights], [weight for _, weight in proposed.weights]
        act = lambda: self.twin.propose(self.chain.now, by, proposed)  # noqa: E731
        data = (self.court.address, proposed.threshold, signers, weights)
        self.attempt(act, by, self.oracle, "proposeSigners", *data)

    def withdraw_proposal(self) -> None:
        by = self.rng.choice([*OFFICES, "outsider"])
        act = lambda: self.twin.withdraw_proposal(by)  # noqa: E731
        self.attempt(act, by, self.oracle, "withdrawProposal", self.court.address)

    def enact(self) -> None:
        act = lambda: self.twin.enact(self.chain.now)  # noqa: E731
        self.attempt(act, "outsider", self.oracle, "enactSigners", self.court.address)

    def void(self) -> None:
        by = self.rng.choice(["trustee", "outsider", "supervisor"])
        self.attempt(lambda: self.twin.void(by), by, self.oracle, "voidSignatures", self.court.address)

    def show(self) -> None:
        first, signer = self.report(), self.rng.choice(KEYS).address
        second = replace(first, received=first.received + self.rng.choice([1, 1, 1, 0]))
        second = replace(second, period=second.period + (self.rng.random() < 0.1))
        data = [each for r in (first, second) for each in (astuple(r), self.sign("digestOf", r, [signer]))]
        act = lambda: self.twin.show(first, second, signer)  # noqa: E731
        self.attempt(act, "outsider", self.oracle, "showDoubleSigning", *data)

    def go_on(self) -> None:
        """What furthers the report, or a dispute that is going on."""
        twin, now = self.twin, self.chain.now
        stages = [case.stage(now) for case in twin.disputes.cases.values()]
        if stages and self.rng.random() < 0.8:
            acts = {
                Stage.WITH_TRUSTEE: [Life.decide, Life.decide, Life.wait],
                Stage.APPEALABLE: [Life.appeal, Life.wait],
                Stage.WITH_SUPERVISOR: [Life.decide, Life.wait],
                Stage.DUE: [Life.settle],
            }[self.rng.choice(stages)]
        elif twin.pending is None:
            acts = [Life.submit] * 4 + [Life.declare_missing, Life.restate]
        else:
            acts = [Life.execute] if now >= twin.final_at() else [Life.dispute, Life.dispute, Life.wait]
        self.rng.choice(acts)(self)

    def wait(self) -> None:
        """Mostly to a second at, before or after one that decides something."""
        twin, now = self.twin, self.chain.now
        found = [twin.final_at(), twin.proposal[0] if twin.proposal else 0]
        found += [waiting.final_at for waiting in twin.restated.all[twin.restated.taken :]]
        for case in twin.disputes.cases.values():
            begun = case.opened if case.decided is None else case.decided
            found += [begun + span for span in SPANS] + [(case.appealed or begun + TRUSTEE_TIME) + SUPERVISOR_TIME]
        ahead = [second for second in found if now < second < now + 60 * DAY]
        second = self.rng.choice(ahead) if ahead else now + self.rng.choice([1, 1, DAY])
        self.chain.now = max(now, second + self.rng.choice([-1, 0, 1]))


ACTS: dict[Callable[[Life], None], int] = {
    Life.go_on: 50, Life.submit: 2, Life.execute: 2, Life.declare_missing: 2, Life.restate: 5, Life.dispute: 3, Life.decide: 1,
    Life.appeal: 1, Life.settle: 1, Life.withdraw: 5, Life.pay_forfeited: 3, Life.pay_royalty: 4, Life.propose: 4,
    Life.withdraw_proposal: 1, Life.enact: 4, Life.void: 1, Life.show: 2, Life.wait: 2,
}  # fmt: skip
FUNCTIONS = {
    "submit", "execute", "declareMissing", "restate", "dispute", "decide", "appeal", "settle", "withdrawBonds", "payForfeited",
    "proposeSigners", "withdrawProposal", "enactSigners", "voidSignatures", "showDoubleSigning",
}  # fmt: skip
REFUSALS = {
    "AccessControlUnauthorizedAccount", "Deal_BeforeScheduledDate", "Deal_PeriodOutOfOrder", "OracleDisputes_NothingOwed",
    "OracleDisputes_NothingToDispute", "OracleDisputes_OwnCause", "OracleDisputes_StruckTooOften", "OracleDisputes_WindowOver",
    "OracleDisputes_WrongStage", "OracleRestatements_NotExecuted", "OracleRestatements_OutOfOrder",
    "OracleRestatements_TooManyWaiting", "OracleSigners_NoProposal", "OracleSigners_NotOneOffice", "OracleSigners_OtherPlace",
    "OracleSigners_SameReport", "OracleSigners_TooEarly", "RoyaltyOracle_BadThreshold", "RoyaltyOracle_NoReportPending",
    "RoyaltyOracle_NoWeight", "RoyaltyOracle_NotMissingYet", "RoyaltyOracle_PeriodOutOfOrder",
    "RoyaltyOracle_PreviousNotExecuted", "RoyaltyOracle_ReportDisputed", "RoyaltyOracle_ReportMismatch",
    "RoyaltyOracle_ReportNotFinal", "RoyaltyOracle_SignersNotRising", "RoyaltyOracle_TooFewSignatures",
    "RoyaltyOracle_UnknownSigner", "RoyaltyOracle_WrongEpoch",
}  # fmt: skip


def test_walk__random_lives__all_came_to_what_was_foretold_and_everything_happened() -> None:
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for seed in range(SEED, SEED + LIVES):
        life = Life(seed)
        for act in life.rng.choices(list(ACTS), list(ACTS.values()), k=STEPS):
            act(life)
        done, refused = done + life.done, refused + life.refused
    assert set(done) == FUNCTIONS
    assert set(refused) == REFUSALS
