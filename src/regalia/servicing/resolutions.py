# SPDX-License-Identifier: Apache-2.0
"""What the holders of a deal were convened on, and where each resolution stands, class by class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eth_typing import ChecksumAddress

from regalia.chain.events import Event
from regalia.chain.logs import LogReader
from regalia.chain.resolution_stage import ResolutionStage
from regalia.chain.transact import call
from regalia.domain.meeting.resolutions import Resolution
from regalia.domain.meeting.rules import HUNDREDTHS, VoteRule
from regalia.domain.meeting.tally import ClassCount
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.resolution_calls import decoded, meeting_of

_HEAD, _CLASS = 22, 4
"""Bytes of a meeting's terms before its classes, and of one class: see ``contracts/types/MeetingTerms.sol``."""


class NoResolutionError(RegaliaError, LookupError):
    """The holders of the deal were not convened on such a resolution."""


@dataclass(frozen=True)
class Convened:
    """A resolution as its events told of it. ``number`` is what the Governor calls its proposal's id; times in seconds since 1970.

    Units count that were held at the ``record_date``; ballots are taken after it, up to ``ends``.
    """

    number: int
    act: Resolution
    data: bytes
    description: str
    by: ChecksumAddress
    record_date: int
    ends: int


@dataclass(frozen=True)
class ClassState:
    """How a class with a vote stands: ``count`` in units, and what ``rule`` asks of it, in hundredths of a per cent."""

    tranche: str
    rule: VoteRule
    count: ClassCount

    @property
    def quorate(self) -> bool:
        return sum(self.count.cast) * HUNDREDTHS >= self.rule.quorum * self.count.could_vote

    @property
    def carries(self) -> bool | None:
        """None where nobody could vote: then the class is left out."""
        return self.count.passes(self.rule) if self.count.could_vote else None


@dataclass(frozen=True)
class ResolutionState:
    """``halted_until``: last second of a halt, 0 without one in force. It can be carried out from ``due`` to ``lapses`` once it has passed.

    Before the record date there are no ``classes``: whose units count is not known yet.
    """

    convened: Convened
    stage: ResolutionStage
    now: int
    due: int
    lapses: int
    halted_until: int
    classes: tuple[ClassState, ...]

    @property
    def passes(self) -> bool:
        """As things stand."""
        found = [state.carries for state in self.classes if state.carries is not None]
        return bool(found) and all(found)


def resolutions_of(deal: DealContracts) -> list[Convened]:
    """In the order in which holders were convened. Raises as ``LogReader.read`` does."""
    meeting = meeting_of(deal)
    created: dict[int, Event] = {}
    found = []
    for event in LogReader(deal.web3, [meeting.address], deal.record.block_number).read():
        if event.name == "ProposalCreated":
            created[event.args["proposalId"]] = event
        elif event.name == "Convened" and event.args["deal"] == deal.deal.address:
            found.append(_convened(deal, created[event.args["resolution"]]))
    return found


def find(deal: DealContracts, number: int) -> Convened:
    """Raises ``NoResolutionError``."""
    for convened in resolutions_of(deal):
        if convened.number == number:
            return convened
    raise NoResolutionError(
        f"resolution: {number} is not one of {deal.record.deal_id}",
        "See the resolutions of the deal: regalia vote show.",
    )


def state_of(deal: DealContracts, convened: Convened) -> ResolutionState:
    """As of the latest block."""
    asked, number = meeting_of(deal).functions, convened.number
    due = call(deal.web3, asked.proposalEta(number))
    now = deal.web3.eth.get_block("latest")["timestamp"]
    _, halted = call(deal.web3, asked.resolutionAt(number))
    return ResolutionState(
        convened=convened,
        stage=ResolutionStage(call(deal.web3, asked.state(number))),
        now=now,
        due=due,
        lapses=due + call(deal.web3, asked.CARRY_OUT_WITHIN()),
        halted_until=halted if halted >= now else 0,
        classes=_classes(deal, number) if now > convened.record_date else (),
    )


def votes_of(deal: DealContracts, convened: Convened, holder: ChecksumAddress) -> dict[str, int]:
    """Units of a holder that would vote now, by tranche with a vote. Before the record date nobody's are known: all zero."""
    asked = meeting_of(deal).functions
    now = deal.web3.eth.get_block("latest")["timestamp"]
    if now <= convened.record_date:
        return dict.fromkeys(rules_of(deal), 0)
    return {
        tranche: call(deal.web3, asked.votesOf(convened.number, holder, deal.index(tranche)))
        for tranche in rules_of(deal)
    }


def rules_of(deal: DealContracts) -> Mapping[str, VoteRule]:
    """Of the tranches with a vote, the most senior first; none in a deal without a meeting."""
    terms = call(deal.web3, meeting_of(deal).functions.termsOf(deal.deal.address))
    tranches = sorted(deal.record.tokens, key=deal.index) if terms else []
    words = (terms[_HEAD + _CLASS * i :][:_CLASS] for i in range(len(tranches)))
    rules = (VoteRule(int.from_bytes(word[:2], "big"), int.from_bytes(word[2:], "big")) for word in words)
    return {tranche: rule for tranche, rule in zip(tranches, rules, strict=True) if rule.votes}


def _classes(deal: DealContracts, number: int) -> tuple[ClassState, ...]:
    def counted(tranche: str) -> ClassCount:
        against, in_favour, abstaining, voting = call(
            deal.web3, meeting_of(deal).functions.tallyOf(number, deal.index(tranche))
        )
        return ClassCount(voting, cast=[against, in_favour, abstaining])

    return tuple(ClassState(tranche, rule, counted(tranche)) for tranche, rule in rules_of(deal).items())


def _convened(deal: DealContracts, created: Event) -> Convened:
    told = created.args
    (data,) = told["calldatas"]
    _, act = decoded(deal, data)
    return Convened(
        number=told["proposalId"],
        act=act,
        data=data,
        description=told["description"],
        by=told["proposer"],
        record_date=told["voteStart"],
        ends=told["voteEnd"],
    )
