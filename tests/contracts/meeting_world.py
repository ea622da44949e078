# SPDX-License-Identifier: Apache-2.0
"""The deal of ``meeting_deal.py`` on a chain, and what its holders do in meetings."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eth_utils.crypto import keccak

from tests.contracts.meeting_deal import ALLOCATION, DAY, PROGRAM, SPEC
from tests.support.chain import Answer
from tests.support.contract import calldata
from tests.support.platform import DealSpec, Platform
from tests.support.powers import EVIDENCE, REASON, REF
from tests.support.roles import actor, key_of

AGAINST, FOR, ABSTAIN = 0, 1, 2
PENDING, ACTIVE, CANCELED, DEFEATED, SUCCEEDED, QUEUED, EXPIRED, EXECUTED = range(8)
"""States of a proposal, as OpenZeppelin's Governor numbers them."""
VOTERS = ("senior_investor", "pension_fund", "mezzanine_investor")


def wallet(role: str) -> str:
    """The pension fund signs; no other key is needed."""
    return key_of(role).address if role == "pension_fund" else actor(role)


@dataclass(frozen=True)
class Resolution:
    """What was proposed, and under which id."""

    id: int
    act: bytes
    description: str
    target: str

    @property
    def arguments(self) -> tuple[Any, ...]:
        """Of ``execute``, ``queue`` and ``cancel``."""
        return [self.target], [0], [self.act], keccak(text=self.description)


class MeetingWorld:
    """The deal, live since ``sample.CLOSING``, and what its holders do in meetings."""

    def __init__(self, spec: DealSpec = SPEC, uncollected: tuple[str, int] | None = None) -> None:
        """``uncollected``: whose bid for which tranche nobody has collected yet."""
        self.platform = Platform()
        self.chain, self.meeting = self.platform.chain, self.platform.meeting
        self.platform.admit(actor("originator"))
        self.platform.add_wallet(actor("originator's affiliate"), actor("originator"))
        self.platform.admit(wallet("pension_fund"))
        self.deal = self.platform.create(self.platform.money(), spec)
        bids = [(role, t) for role, units in ALLOCATION.items() for t in range(len(units)) if units[t]]
        for role, tranche in sorted(bids, key=lambda bid: bid == uncollected):
            self.deal.subscribe(wallet(role), tranche, ALLOCATION[role][tranche])
        self.deal.close_alone()
        waiting = self.deal.bids[-1:] if uncollected else []
        self.deal.bids = self.deal.bids[: len(bids) - len(waiting)]
        self.deal.collect()
        self.deal.bids = waiting
        self.chain.now += DAY

    def act(self, name: str, *arguments: Any, about: str = "") -> bytes:
        """A call of the meeting to itself, about the deal or another."""
        return calldata("NoteholderMeeting", name, about or self.deal.deal.address, *arguments)

    def propose(self, act: bytes, by: str = "senior_investor", description: str = "resolution") -> Answer:
        return self.meeting.send("propose", [self.meeting.address], [0], [act], description, by=wallet(by))

    def convene(self, name: str, *arguments: Any, by: str = "senior_investor", described: str = "") -> Resolution:
        act, description = self.act(name, *arguments), described or name
        made = self.propose(act, by, description)
        return Resolution(int.from_bytes(made.output, "big"), act, description, self.meeting.address)

    def open_vote(self, resolution: Resolution) -> None:
        """The second after the record date, the first in which votes are cast."""
        self.chain.now = self.meeting.read("proposalSnapshot", resolution.id) + 1

    def end_vote(self, resolution: Resolution) -> None:
        self.chain.now = max(self.chain.now, self.meeting.read("proposalDeadline", resolution.id) + 1)

    def reach(self, resolution: Resolution) -> None:
        """The first second in which it can be carried out, unless that is over."""
        self.chain.now = max(self.chain.now, self.meeting.read("proposalEta", resolution.id))

    def vote(self, resolution: Resolution, role: str, support: int = FOR) -> Answer:
        return self.meeting.send("castVote", resolution.id, support, by=wallet(role))

    def excuse(self, resolution: Resolution, role: str) -> Answer:
        return self.meeting.send("excuse", resolution.id, wallet(role), by=actor("outsider"))

    def voting_on(self, name: str, *arguments: Any) -> Resolution:
        """Convened, and votes are cast."""
        resolution = self.convene(name, *arguments)
        self.open_vote(resolution)
        return resolution

    def passed(self, name: str, *arguments: Any, described: str = "") -> Resolution:
        """Everybody was for it, and the vote is over."""
        resolution = self.convene(name, *arguments, described=described)
        self.open_vote(resolution)
        for role in VOTERS:
            self.vote(resolution, role)
        self.end_vote(resolution)
        return resolution

    def carry_out(self, resolution: Resolution, by: str = "outsider") -> Answer:
        return self.meeting.send("execute", *resolution.arguments, by=actor(by))

    def resolve(self, name: str, *arguments: Any, described: str = "") -> Answer:
        """Convened, passed, and carried out as soon as may be."""
        resolution = self.passed(name, *arguments, described=described)
        self.reach(resolution)
        return self.carry_out(resolution)

    def state(self, resolution: Resolution) -> int:
        return int(self.meeting.read("state", resolution.id))

    def tally(self, resolution: Resolution, tranche: int) -> tuple[int, ...]:
        """Against, for, abstaining, and those that could vote."""
        return tuple(self.meeting.read("tallyOf", resolution.id, tranche))

    def wiring(self) -> bytes:
        """Program and addresses that the deal runs on; a chain of pyrevm pads code with zeros."""
        program = self.deal.deal.read("program")
        addresses = 4 + len(PROGRAM.tranches) + len(PROGRAM.payees)
        length = len(program) + 20 * addresses + 32 + 16 * len(PROGRAM.accounts)
        return self.chain.code(self.deal.deal.read("wiringAt"))[1 : 1 + length]

    def halt(self, resolution: Resolution, until: int, by: str = "supervisor") -> Answer:
        return self.meeting.send("haltResolution", resolution.id, until, REF, EVIDENCE, REASON, by=actor(by))

    def resume(self, resolution: Resolution, by: str = "chief_supervisor") -> Answer:
        return self.meeting.send("resumeResolution", resolution.id, REF, EVIDENCE, by=actor(by))


@functools.cache
def standing() -> MeetingWorld:
    """One for all tests of a run."""
    return MeetingWorld()


def untouched() -> Iterator[MeetingWorld]:
    """The one that is standing; whatever a test does to it is undone."""
    with standing().chain.undone():
        yield standing()
