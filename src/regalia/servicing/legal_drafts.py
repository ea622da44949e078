# SPDX-License-Identifier: Apache-2.0
"""From what a feed of legal status proposes to a report that attestors can sign, numbered from the chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import call
from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.number import describe
from regalia.domain.rights.words import Kind, Status
from regalia.errors import RegaliaError
from regalia.feeds.outcomes import Known
from regalia.feeds.proposals import EventProposal, MatterProposal, Proposal
from regalia.oracle.legal_report import LegalReport
from regalia.servicing.entering import reported
from regalia.servicing.rights import RightsContracts

_CODE = 32
_UNKNOWN = "IPRegistry_UnknownRight"


class RightsNotEnteredError(RegaliaError, LookupError):
    """Events are about rights the registry does not know."""


@dataclass(frozen=True)
class Draft:
    """What a feed comes to, each with its place in the feed from 1 on: ``events`` for attestors to sign, ``told`` on chain already, and
    ``matters`` for a person.
    """

    events: tuple[tuple[int, LegalEvent], ...]
    told: tuple[tuple[int, EventProposal], ...]
    matters: tuple[tuple[int, MatterProposal], ...]

    def report(self, deadline: int) -> LegalReport:
        """``deadline`` is the last second for handing it in."""
        return LegalReport(tuple(event for _, event in self.events), deadline)


def known_rights(rights: RightsContracts, asked: Iterable[bytes]) -> Mapping[bytes, Known]:
    """What the registry knows of these rights; without those nobody entered."""
    found: dict[bytes, Known] = {}
    for right in dict.fromkeys(asked):
        try:
            facts = call(rights.web3, rights.registry.functions.factsOf(right))
        except ContractRevertedError as error:
            if error.name != _UNKNOWN:
                raise
            continue
        found[right] = Known(Status(facts[1]), bytes(facts[6]).decode("latin-1"), Kind(facts[0]))
    return found


def draft(rights: RightsContracts, proposals: Sequence[Proposal], left_out: Collection[int] = ()) -> Draft:
    """The report of what is proposed and not told yet. ``left_out`` are places in the feed. Raises ``RightsNotEnteredError``."""
    kept = [(place, proposal) for place, proposal in enumerate(proposals, 1) if place not in left_out]
    of_events = [(place, proposal) for place, proposal in kept if isinstance(proposal, EventProposal)]
    _require_entered(rights, of_events)
    told, events, after = list[tuple[int, EventProposal]](), list[tuple[int, LegalEvent]](), Counter[bytes]()
    for place, proposal in of_events:
        if reported(rights, proposal.right, proposal.document) is not None:
            told.append((place, proposal))
            continue
        event = proposal.event(rights.next_event(proposal.right) + after[proposal.right])
        events.append((place, replace(event, code=event.code.ljust(_CODE, b"\0"))))
        after[proposal.right] += 1
    matters = tuple((place, proposal) for place, proposal in kept if isinstance(proposal, MatterProposal))
    return Draft(tuple(events), tuple(told), matters)


def _require_entered(rights: RightsContracts, proposed: Sequence[tuple[int, EventProposal]]) -> None:
    known = known_rights(rights, (proposal.right for _, proposal in proposed))
    unknown: dict[str, list[str]] = {}
    for place, proposal in proposed:
        if proposal.right not in known:
            unknown.setdefault(describe(proposal.right), []).append(str(place))
    if unknown:
        named = "; ".join(f"{right} (proposal {', '.join(places)})" for right, places in unknown.items())
        raise RightsNotEnteredError(
            f"right: not in the registry: {named}",
            "Have a registrar enter them first, or leave these proposals out (propose --leave-out).",
        )
