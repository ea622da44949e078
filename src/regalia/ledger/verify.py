# SPDX-License-Identifier: Apache-2.0
"""A deal checked by somebody who was not there: from a node, the deal file and the record alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from web3 import Web3
from web3.types import BlockData, BlockIdentifier

from regalia.chain.logs import ChainChangedError
from regalia.chain.record import DeploymentRecord
from regalia.chain.transact import explained
from regalia.domain.compile import compile_terms
from regalia.domain.terms import Terms
from regalia.ledger.code import compare_code
from regalia.ledger.comparison import Difference, Tally
from regalia.ledger.model import DealLedger
from regalia.ledger.reading import identities_of, read_events
from regalia.ledger.replay import replay
from regalia.ledger.setup_views import compare_setup_views
from regalia.ledger.views import Surplus, compare_views

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Verification:
    """What was compared, at which blocks. ``counts`` are by group (keys of ``comparison.GROUPS``).

    ``ledger`` is the deal rebuilt, None when the code was not the recorded one and nothing it says was read.
    """

    counts: Mapping[str, int]
    differences: tuple[Difference, ...]
    first_block: int
    last_block: int
    last_block_hash: str
    ledger: DealLedger | None
    surplus: Surplus | None

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


def verify(web3: Web3, record: DeploymentRecord, terms: Terms, progress: Progress = lambda text: None) -> Verification:
    """Check code, record and wiring, replay every event, and compare the contracts' own answers at the latest block.

    Differences are collected. Raises ``NotExecutableError``, ``ChainUnreachableError``, ``NodeRefusedError`` and
    ``LogError`` in its kinds, ``ChainChangedError`` when the chain was rewritten meanwhile.
    """
    compile_terms(terms)  # refused before anything is read
    tally = Tally(terms.money)
    last = _block(web3, "latest")
    progress(f"code of {len(list(record.contracts()))} contracts")
    if not compare_code(web3, record, tally):
        return _result(record, tally, last, None, None)
    progress(f"events of blocks {record.block_number} to {last['number']}")
    events = read_events(web3, record, last["number"])
    progress(f"replay of {len(events)} events")
    replayed = replay(terms, record, events, tally, identities_of(web3, record, events))
    progress(f"answers of the contracts at block {last['number']}")
    compare_setup_views(web3, last, replayed)
    surplus = compare_views(web3, last, replayed)
    again = _block(web3, last["number"])
    if again["hash"] != last["hash"]:
        raise ChainChangedError(
            f"block {last['number']}: its hash was {last['hash'].to_0x_hex()} and now is {again['hash'].to_0x_hex()}",
            "The chain was reorganised while it was read: verify again.",
        )
    return _result(record, tally, last, replayed.ledger, surplus)


def _block(web3: Web3, which: BlockIdentifier) -> BlockData:
    with explained("block"):
        return web3.eth.get_block(which)


def _result(
    record: DeploymentRecord, tally: Tally, last: BlockData, ledger: DealLedger | None, surplus: Surplus | None
) -> Verification:
    return Verification(
        counts=dict(tally.counts),
        differences=tuple(tally.differences),
        first_block=record.block_number,
        last_block=last["number"],
        last_block_hash=last["hash"].to_0x_hex(),
        ledger=ledger,
        surplus=surplus,
    )
