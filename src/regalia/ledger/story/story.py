# SPDX-License-Identifier: Apache-2.0
"""The engine run on what is nobody's own: each payment date of a deal recomputed, also where holders are too many to replay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger.act_groups import ActGroups
from regalia.ledger.comparison import Difference, Tally
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.meeting_groups import group_meetings
from regalia.ledger.model import DealLedger
from regalia.ledger.replay import HANDLERS, roles_of
from regalia.ledger.rights_book import RightsBook
from regalia.ledger.run import Run
from regalia.ledger.story import believed
from regalia.ledger.story.typed import events_of

_HOLDERS_OWN = (
    ("offering", "Subscribed"),
    ("offering", "Collected"),
    ("offering", "TakenUp"),
    ("offering", "Refunded"),
    ("offering", "PlaceGivenUp"),
    ("offering", "BidMoved"),
    ("escrow", "IncomeClaimed"),
    ("escrow", "PayableClaimed"),
    ("noteholder_meeting", "VoteCast"),
    ("noteholder_meeting", "VoteCastWithParams"),
    ("noteholder_meeting", "VotesCounted"),
    ("noteholder_meeting", "Excused"),
)
_SPEAKERS = ("token", "transfer_agent", "settlement_desk", "investor_registry")
"""All they say is about holders."""
_BELIEVED: dict[tuple[str, str], Callable[[Run, Event], None]] = {
    ("offering", "TrancheCleared"): believed.tranche_cleared,
    ("noteholder_meeting", "Convened"): believed.convened,
    ("noteholder_meeting", "ProposalCanceled"): believed.cancelled,
    ("noteholder_meeting", "ProposalExecuted"): believed.executed,
}
_TOLD = {
    key: _BELIEVED.get(key, handler)
    for key, handler in HANDLERS.items()
    if key[0] not in _SPEAKERS and key not in _HOLDERS_OWN
}
NAMES = tuple(sorted({name for _, name in _TOLD}))
"""Of all events of a story."""


@dataclass(frozen=True)
class Story:
    """``ledger`` has what is nobody's own: dates, receipts, calls, support, halts, the oracle's stream, clearings, resolutions, the state
    and the program in force; its books of holders, claims and payables are empty. ``comparisons`` with the chain were made,
    ``differences`` found. ``events`` is how many were told.
    """

    ledger: DealLedger
    run: Run
    tally: Tally
    events: int

    @property
    def rights(self) -> RightsBook | None:
        return self.run.rights

    @property
    def comparisons(self) -> int:
        return self.tally.comparisons

    @property
    def differences(self) -> Sequence[Difference]:
        return self.tally.differences


def story_of(connection: Connection, deal: IndexedDeal, until: int) -> Story:
    """Of a deal of the index, up to a block. Raises ``NotExecutableError``."""
    return tell(deal.terms, deal.record, events_of(connection, deal.id, until, NAMES))


def tell(terms: Terms, record: DeploymentRecord, events: Sequence[Event]) -> Story:
    """Of events of one deal, in order; those of a holder's own are passed over. Raises ``NotExecutableError``."""
    run = Run.begin(terms, record, Tally(terms.money))
    roles, acts = roles_of(record), ActGroups()
    told = [event for event in events if (roles.get(event.address, "nobody"), event.name) in _TOLD]
    group_meetings(told, record, acts)
    if run.rights is not None:
        run.rights.look_ahead(told)
    for i, event in enumerate(told):
        run.tally.turn_to(event.block_number, event.transaction_hash)
        run.told, run.following = acts.told.get(i, ()), told[i + 1] if i + 1 < len(told) else None
        if i not in acts.parts:
            _TOLD[roles[event.address], event.name](run, event)
        run.seen[event.name] += 1
    return Story(run.ledger, run, run.tally, len(told))
