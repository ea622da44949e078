# SPDX-License-Identifier: Apache-2.0
"""What came of a verification: what was compared, at which blocks, where it differs, and what was recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from web3.types import BlockData

from regalia.chain.record import DeploymentRecord
from regalia.ledger.comparison import Difference, Tally
from regalia.ledger.model import DealLedger
from regalia.ledger.recomputed import DateFound, HolderFound, dates_found, holders_found
from regalia.ledger.role_model import RoleHolders
from regalia.ledger.run import Run
from regalia.ledger.views import Surplus


@dataclass(frozen=True)
class Verification:
    """What was compared, at which blocks. ``counts`` are by group (keys of ``comparison.GROUPS``), ``spans`` the first and last block each
    group was read from, none where it is the record against the deal file. ``milliseconds`` are by stage, and no part of what was found.

    ``ledger`` is the deal rebuilt, None when the code was not the recorded one and nothing it says was read; ``run`` is the replay that
    rebuilt it, for whoever asks of rights or of whose wallets are whose.
    """

    counts: Mapping[str, int]
    differences: tuple[Difference, ...]
    first_block: int
    last_block: int
    last_block_hash: str
    ledger: DealLedger | None
    surplus: Surplus | None
    last_timestamp: int
    spans: Mapping[str, tuple[int, int]]
    roles: RoleHolders | None
    milliseconds: Mapping[str, int]
    run: Run | None = None

    @property
    def ok(self) -> bool:
        return not self.differences

    @property
    def comparisons(self) -> int:
        return sum(self.counts.values())

    @property
    def periods(self) -> int:
        """Payment dates that were replayed."""
        return len(self.ledger.dates) if self.ledger else 0

    @property
    def events(self) -> int:
        return len(self.ledger.events) if self.ledger else 0

    @property
    def first_difference(self) -> Difference | None:
        """In the order of the chain, what is in no block (the record against the deal file) before it."""
        return min(self.differences, key=lambda difference: difference.block or 0, default=None)

    @cached_property
    def payment_dates(self) -> tuple[DateFound, ...]:
        return dates_found(self.ledger) if self.ledger else ()

    @cached_property
    def holders(self) -> tuple[HolderFound, ...]:
        return holders_found(self.ledger) if self.ledger else ()


def verification_of(
    record: DeploymentRecord,
    tally: Tally,
    last: BlockData,
    milliseconds: Mapping[str, int],
    run: Run | None = None,
    surplus: Surplus | None = None,
    roles: RoleHolders | None = None,
) -> Verification:
    """As of block ``last``."""
    return Verification(
        counts=dict(tally.counts),
        differences=tuple(tally.differences),
        first_block=record.block_number,
        last_block=last["number"],
        last_block_hash=last["hash"].to_0x_hex(),
        ledger=run.ledger if run else None,
        surplus=surplus,
        last_timestamp=last["timestamp"],
        spans=dict(tally.spans),
        roles=roles,
        milliseconds=dict(milliseconds),
        run=run,
    )
