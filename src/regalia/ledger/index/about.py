# SPDX-License-Identifier: Apache-2.0
"""Which events are about a deal: all of its own contracts; of contracts that serve many deals what names it; where its rights are known,
all that was said of rights: a right is older than the deal it comes to back.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from regalia.chain.events import Event
from regalia.chain.record import ContractRecord, DeploymentRecord
from regalia.ledger.index import schema
from regalia.ledger.index.event_args import from_json

_SHARED = ("factory", "oracle", "transfer_agent", "supervisor", "support_facility", "noteholder_meeting")
"""Fields of the record. The registry of investors is none of a holder's books."""
_SUBJECTS = ("deal", "token")
_RESOLUTIONS = ("resolution", "proposalId")
CONVENED, INSTRUCTED = "Convened", "Instructed"


def first_block_of(record: DeploymentRecord) -> int:
    """The first in which something about the deal can have been said."""
    return min(record.block_number, record.rights.since) if record.rights else record.block_number


class DealEvents:
    """Chooses, chunk after chunk. ``resolutions`` and ``instructions`` are the numbers of those known to be the deal's."""

    def __init__(self, record: DeploymentRecord, resolutions: set[int], instructions: set[int]) -> None:
        own = [record.deal, record.escrow, record.offering, *record.tokens.values(), *_of_rights(record)]
        self._own = {contract.address for contract in own}
        self._meeting = record.noteholder_meeting.address
        self._desk = record.settlement_desk.address if record.settlement_desk else None
        self._shared = {getattr(record, field).address for field in _SHARED} | ({self._desk} if self._desk else set())
        self._deal = record.deal.address
        self._subjects = {record.deal.address, *(token.address for token in record.tokens.values())}
        self._resolutions, self._instructions = resolutions, instructions

    @classmethod
    def load(cls, connection: Connection, deal: int, record: DeploymentRecord) -> DealEvents:
        """As of the last checkpoint: what was convened or instructed before it is known."""
        return cls(
            record,
            {int(args["resolution"]) for args in _told(connection, deal, CONVENED)},
            {int(args["id"]) for args in _told(connection, deal, INSTRUCTED)},
        )

    @property
    def addresses(self) -> list[str]:
        """Of all contracts that are listened to."""
        return sorted(self._own | self._shared)

    def choose(self, events: Sequence[Event]) -> list[Event]:
        """Those about the deal, of whole blocks: the meeting names a proposal before it says whose it is."""
        for event in events:
            if event.name == CONVENED and event.address == self._meeting and event.args["deal"] == self._deal:
                self._resolutions.add(event.args["resolution"])
            if event.name == INSTRUCTED and event.address == self._desk and event.args["token"] in self._subjects:
                self._instructions.add(event.args["id"])
        return [event for event in events if event.address in self._own or self._is_about(event)]

    def _is_about(self, event: Event) -> bool:
        args = event.args
        if any(args.get(name) in self._subjects for name in _SUBJECTS):
            return True
        if any(args.get(name) in self._resolutions for name in _RESOLUTIONS):
            return True
        return event.address == self._desk and args.get("id") in self._instructions


def _of_rights(record: DeploymentRecord) -> list[ContractRecord]:
    if record.rights is None or record.pool_facts is None:
        return []
    found = record.rights.registry, record.rights.oracle, record.pool_facts, record.rights.valuation_oracle
    return [contract for contract in found if contract is not None]


def _told(connection: Connection, deal: int, name: str) -> list[dict[str, str]]:
    table = schema.event
    query = select(table.c.args).where(table.c.deal == deal, table.c.name == name)
    return [from_json(text) for text in connection.scalars(query)]
