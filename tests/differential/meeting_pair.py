# SPDX-License-Identifier: Apache-2.0
"""A deal on chain whose holders meet, and the same in the Python twin: every ballot, excuse and resolution is given to both."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.meeting.resolutions import MetDeal
from regalia.domain.meeting.resolutions import Resolution as Act
from regalia.domain.meeting.rules import MeetingProgram
from regalia.domain.meeting.tally import Ballot, Tally
from regalia.domain.meeting.voters import Voter, may_convene
from regalia.domain.state import Inputs
from regalia.domain.waterfall import run_steps
from tests.contracts.meeting_deal import ALLOCATION, DAY, PROGRAM, SPEC, USD
from tests.contracts.meeting_world import EXPIRED, QUEUED, VOTERS, MeetingWorld, Resolution, wallet
from tests.differential.meeting_calls import call_of
from tests.support.chain import RefusedError
from tests.support.powers import halt, order, resume
from tests.support.roles import actor

ROLES = tuple(ALLOCATION)
ORIGINATOR = ("originator", "originator's affiliate")
VOTING = range(2)
"""Tranches that keep record dates."""
ALL = 2**48 - 1


class Pair:
    """``done`` counts what happened, ``deal`` is the twin. Units, freezes and halts are kept here by role."""

    def __init__(self, rng: Random, rules: MeetingProgram) -> None:
        self.rng, self.rules, self.done = rng, rules, Counter[str]()
        self.world = MeetingWorld(replace(SPEC, meeting=rules.pack()))
        self.units = {role: list(units) for role, units in ALLOCATION.items()}
        self.frozen = {role: [0, 0, 0] for role in ROLES}
        self.shut = {role: [False, False, False] for role in ROLES}
        self.halted = dict.fromkeys(ROLES, 0)
        self.deal = MetDeal(rules, PROGRAM, tuple(map(actor, PROGRAM.payees)), self.world.deal.state())

    def disturb(self) -> None:
        """A transfer, a freeze, a halt, or the end of one."""
        role, t = self.rng.choice(ROLES), self.rng.choice(VOTING)
        match self.rng.randrange(5):
            case 0 | 1:
                self._transfer(role, self.rng.choice(ROLES), t)
            case 2:
                self.frozen[role][t] = self.rng.choice([0, 0, self.rng.randrange(600)])
                self._order("setFrozenTokens", role, t, self.frozen[role][t])
            case 3:
                self.shut[role][t] = not self.shut[role][t] and self.rng.random() < 0.5
                self._order("setAddressFrozen", role, t, self.shut[role][t])
            case _:
                self._halt_or_resume(role)

    def convene(self, act: Act) -> Resolution | None:
        """By somebody who may, if the twin can carry it out; both must say the same."""
        role, call = self.rng.choice([*VOTERS, *VOTERS, *VOTERS, *ROLES]), call_of(self.world, act)
        held, supplies = [self.units[role][t] for t in VOTING], [sum(u[t] for u in self.units.values()) for t in VOTING]
        may, possible = may_convene(self.rules, (*held, 0), (*supplies, 0)), self.can(act)
        described = f"{sum(self.done.values())}"
        try:
            made = self.world.propose(call, role, described)
        except RefusedError as refusal:
            too_little = refusal.revert.name == "NoteholderMeeting_HoldsTooLittle"
            assert too_little is (possible and not may), refusal
            self.done["held too little" if too_little else "not convened"] += 1
            return None
        assert may and possible
        return Resolution(int.from_bytes(made.output, "big"), call, described, self.world.meeting.address)

    def open_vote(self, resolution: Resolution) -> Tally:
        self.world.open_vote(resolution)
        self.recorded = {role: tuple(units) for role, units in self.units.items()}
        voters = [units for role, units in self.recorded.items() if role not in ORIGINATOR]
        return Tally(self.rules, tuple(sum(units[t] for units in voters) for t in range(3)))

    def act(self, resolution: Resolution, tally: Tally, ballot: Ballot | None) -> None:
        """A ballot, or (None) an excuse, of somebody."""
        role = self.rng.choice([*VOTERS, *ROLES])
        voter = self._voter(role)
        try:
            expected: tuple[int, ...] | None = tally.excuse(voter) if ballot is None else tally.vote(voter, ballot)
        except MeetingRefusedError:
            expected = None
        try:
            if ballot is None:
                self.world.excuse(resolution, role)
            else:
                cast = self.world.vote(resolution, role, ballot)
                assert expected and int.from_bytes(cast.output, "big") == sum(expected)
            assert expected is not None
        except RefusedError as refusal:
            assert expected is None, (role, ballot, refusal)
        self.done[("excuse" if ballot is None else "vote") + (" refused" if expected is None else "")] += 1
        self.check(resolution, tally, role)

    def check(self, resolution: Resolution, tally: Tally, *roles: str) -> None:
        """The tallies, and what the votes of these roles would count."""
        for t, (rule, count) in enumerate(zip(self.rules.classes, tally.counts, strict=True)):
            if rule.votes:
                assert self.world.tally(resolution, t) == (*count.cast, count.could_vote)
        for role in roles:
            voter = self._voter(role)
            for t, rule in enumerate(self.rules.classes):
                free = voter.free(t) if rule.votes and not voter.is_originator else 0
                assert self.world.meeting.read("votesOf", resolution.id, wallet(role), t) == free

    def finish(self, resolution: Resolution, tally: Tally, act: Act) -> None:
        """The vote ends; what passed is carried out, unless the facts have overtaken it."""
        self.world.end_vote(resolution)
        assert (self.world.state(resolution) in (QUEUED, EXPIRED)) is tally.passed
        self.done["passed" if tally.passed else "defeated"] += 1
        if not tally.passed:
            return
        self.world.reach(resolution)
        if self.world.state(resolution) == EXPIRED:
            self.done["expired"] += 1
            return
        expected = self._carried_out(act)
        try:
            self.world.carry_out(resolution)
            assert expected is not None
            self.deal = expected
            self.done[type(act).__name__] += 1
        except RefusedError as refusal:
            assert expected is None and self.world.state(resolution) == QUEUED, refusal
            self.done["overtaken"] += 1
        self.check_deal()

    def check_deal(self) -> None:
        wiring, program = self.world.wiring(), self.deal.program.pack()
        payees = b"".join(bytes.fromhex(payee[2:]) for payee in self.deal.payees)
        assert wiring.startswith(program) and wiring.endswith(payees)
        assert self.world.deal.deal.read("parties")[4] == self.deal.payees
        assert self.world.deal.state() == self.deal.state

    def pay_date(self) -> None:
        """By both: what was resolved is what runs."""
        received = self.rng.choice([0, 20_000, 26_000, 30_000, 34_000, 100_000]) * USD
        period = self.world.deal.deal.read("nextPeriod")
        self.world.deal.pay_date(received)
        outcome = run_steps(self.deal.program, self.deal.state, Inputs(period, received, received, None, (), facts=()))
        self.deal = replace(self.deal, state=outcome.state)
        self.done["accelerated" if outcome.accelerated else "date"] += 1
        self.check_deal()

    def can(self, act: Act) -> bool:
        return self._carried_out(act) is not None

    def _carried_out(self, act: Act) -> MetDeal | None:
        try:
            return act.carried_out(self.deal)
        except MeetingRefusedError:
            return None

    def _voter(self, role: str) -> Voter:
        frozen = tuple(ALL if self.shut[role][t] else self.frozen[role][t] for t in range(3))
        return Voter(wallet(role), self.recorded[role], frozen, self._is_halted(role), role in ORIGINATOR)

    def _transfer(self, sender: str, receiver: str, t: int) -> None:
        token, units = self.world.deal.tokens[t], self.rng.randrange(1 + self.units[sender][t])
        if sender != receiver and token.read("canTransfer", wallet(sender), wallet(receiver), units):
            token.send("transfer", wallet(receiver), units, by=wallet(sender))
            self.units[sender][t] -= units
            self.units[receiver][t] += units

    def _order(self, function: str, role: str, t: int, value: int) -> None:
        order(self.world.platform, function, self.world.deal.tokens[t], wallet(role), value)

    def _halt_or_resume(self, role: str) -> None:
        deal, platform, now = self.world.deal.deal.address, self.world.platform, self.world.chain.now
        if self._is_halted(role):
            resume(platform, "resumeHolder", deal, wallet(role))
            self.halted[role] = 0
        else:
            self.halted[role] = now + self.rng.choice([0, 2 * DAY, 90 * DAY])
            halt(platform, "haltHolder", deal, wallet(role), until=self.halted[role])

    def _is_halted(self, role: str) -> bool:
        return self.halted[role] >= self.world.chain.now
