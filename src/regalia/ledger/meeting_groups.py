# SPDX-License-Identifier: Apache-2.0
"""Which events around a meeting belong together: a proposal and its convening, a ballot and what it counts, an act and its resolution."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.ledger.act_groups import ActGroups

_COUNTED = ("VotesCounted", "Excused")
_BALLOTS = ("VoteCast", "VoteCastWithParams")
_REWIRING = ("PayeeReplaced", "TermAmended", "CallOpened")
_ACTS = (*_REWIRING, "DefaultDeclared", "DefaultWaived")


def group_meetings(events: Sequence[Event], record: DeploymentRecord, groups: ActGroups) -> None:
    """Add to the groups: the last event of each is told the others, which are judged with it."""
    meeting = record.noteholder_meeting.address
    for i, event in enumerate(events):
        if event.address != meeting:
            continue
        places: list[int] = []
        if event.name == "Convened":
            places = _directly_before(events, i, ("ProposalCreated",), meeting)
        elif event.name in _BALLOTS:
            places = _counted(events, i, event.args["voter"], event.args["proposalId"])
        elif event.name == "Excused" and not _goes_on(events, i):
            places = _counted(events, i, event.args["holder"], event.args["resolution"])
        elif event.name == "ProposalExecuted":
            places = _act(events, i, record)
        groups.told[i] = tuple(events[place] for place in places)
        # attestors that were proposed are the oracle's to tell, whoever had it done
        groups.parts.update(place for place in places if events[place].name != "SignersProposed")


def _counted(events: Sequence[Event], at: int, wallet: str, number: int) -> list[int]:
    places: list[int] = []
    while True:
        found = _directly_before(events, places[0] if places else at, _COUNTED, events[at].address)
        if not found or _who(events[found[0]]) != (number, wallet):
            return places
        places = found + places


def _goes_on(events: Sequence[Event], at: int) -> bool:
    """Whether the next event says more of the same holder in the same breath."""
    if at + 1 == len(events) or not _follows(events[at], events[at + 1]):
        return False
    following = events[at + 1]
    if following.name in _BALLOTS:
        return (following.args["proposalId"], following.args["voter"]) == _who(events[at])
    return following.name in _COUNTED and _who(following) == _who(events[at])


def _act(events: Sequence[Event], at: int, record: DeploymentRecord) -> list[int]:
    places = _directly_before(events, at, _ACTS, events[at].address)
    if places and events[places[0]].name in _REWIRING:
        places = _directly_before(events, places[0], ("DealWired",), record.deal.address) + places
    return places or _directly_before(events, at, ("SignersProposed",), record.oracle.address)


def _directly_before(events: Sequence[Event], at: int, names: Sequence[str], speaker: str) -> list[int]:
    if at == 0:
        return []
    before = events[at - 1]
    fits = before.name in names and before.address == speaker and _follows(before, events[at])
    return [at - 1] if fits else []


def _follows(before: Event, event: Event) -> bool:
    same = before.transaction_hash == event.transaction_hash
    return same and event.log_index == before.log_index + 1 and event.address is not None


def _who(event: Event) -> tuple[int, str]:
    wallet = event.args["voter"] if event.name == "VotesCounted" else event.args["holder"]
    return event.args["resolution"], wallet
