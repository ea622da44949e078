# SPDX-License-Identifier: Apache-2.0
"""How fast a chain is indexed, beside a plain loop over ``get_logs``, and how fast a statement comes out. Writes ``bench/index.json``."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from web3 import Web3

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.log_node import block_hash, log_node
from bench.many_holders import FIRST_BLOCK, TRANCHE, Life, live
from regalia.chain.connection import connect
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import load_terms, terms_hash
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow import Indexer, Progress
from regalia.ledger.index.reader import IndexReader
from regalia.reports.statement import statement_for

ROOT = Path(__file__).parents[1]
FIGURES = Path(__file__).parent / "index.json"
CHAIN_ID = 31337
HOLDERS, EVENTS, ASKED = 100_000, 1_000_000, 200
CHUNK = 100
GOAL = 50.0
"""Milliseconds for the statement of any holder."""


@dataclass(frozen=True)
class Measured:
    events: int
    seconds: float

    @property
    def per_second(self) -> int:
        return round(self.events / self.seconds)


def record_of(deal_id: str, digest: bytes) -> DeploymentRecord:
    """Addresses made up; nothing is asked of the contracts."""
    roles: tuple[str, ...] = (
        "factory",
        "deal",
        "escrow",
        "oracle",
        "investor_registry",
        "transfer_agent",
        "supervisor",
        "support_facility",
    )
    roles += ("deal_lens", "program_checker", "noteholder_meeting", "offering", "payment_token")
    contracts: dict[str, Any] = {role: _contract(role) for role in roles}
    return DeploymentRecord.model_validate(
        {
            "chain_id": CHAIN_ID,
            "genesis_hash": block_hash(0),
            "deal_id": deal_id,
            "terms_hash": "0x" + digest.hex(),
            "block_number": FIRST_BLOCK,
            "transaction_hash": "0x" + "03" * 32,
            "deployer": _contract("deployer")["address"],
            "compiler": {"version": "0", "settings": {}},
            **contracts,
            "tokens": {TRANCHE: _contract("token")},
            "payees": {"trustees": _contract("trustees")["address"]},
            "attestors": {"signers": [_contract("attestor")["address"]], "threshold": 1},
        }
    )


def _contract(name: str) -> dict[str, Any]:
    return {"address": to_checksum_address(keccak(text=name)[-20:]), "code_hash": "0x" + "00" * 32}


def indexed(life: Life, web3: Web3, url: str) -> tuple[Measured, float, bool]:
    """Index everything; then the slowest of many statements, in milliseconds, and whether units and income are those of the books."""
    database = open_database(url, CHAIN_ID, block_hash(0))
    start = perf_counter()
    deal = Indexer(database, web3, life.record, life.terms, check=False, chunk=CHUNK).catch_up(_line())
    measured = Measured(life.count, perf_counter() - start)
    slowest, equal = 0.0, True
    with database.reading() as connection:
        for holder in life.holders[:: max(len(life.holders) // ASKED, 1)]:
            start = perf_counter()
            statement = statement_for(IndexReader(connection, deal), to_checksum_address(holder))
            slowest = max(slowest, perf_counter() - start)
            (position,) = statement.positions
            held = life.books.accounts[holder].units
            equal &= (position.closing_units, position.unclaimed) == (held, life.books.entitlement(holder))
    database.close()
    return measured, slowest * 1000, equal


def plain(life: Life, web3: Web3) -> Measured:
    """The loop of every tutorial: ``get_logs`` in ranges of the same size, nothing decoded, nothing kept."""
    addresses = [life.record.deal.address, life.record.escrow.address, life.record.offering.address]
    addresses.append(life.record.tokens[TRANCHE].address)
    found, start = 0, perf_counter()
    for first in range(FIRST_BLOCK, life.head + 1, CHUNK):
        last = min(first + CHUNK - 1, life.head)
        question = {"fromBlock": first, "toBlock": last, "address": [Web3.to_checksum_address(a) for a in addresses]}
        found += len(web3.eth.get_logs(question))  # type: ignore[arg-type]
    return Measured(found, perf_counter() - start)


def _line() -> Callable[[Progress], None]:
    last = [0.0]

    def tell(progress: Progress) -> None:
        if perf_counter() - last[0] > 5:
            last[0] = perf_counter()
            text = (
                f"  block {progress.block} of {progress.head}, {progress.events:,} events, {progress.rate:,} a second"
            )
            print(text, file=sys.stderr, flush=True)

    return tell


def main(holders: int = HOLDERS, events: int = EVENTS, figures: Path = FIGURES) -> int:
    """Exits 1 when a statement takes longer than it may, or differs from the books."""
    terms = load_terms(ROOT / "deals" / "mills.yaml")
    record = record_of(terms.id, terms_hash(terms))
    print(f"making {events:,} logs of {holders:,} holders …", file=sys.stderr)
    life = live(terms, record, holders, events)
    with log_node(life, CHAIN_ID) as url, tempfile.TemporaryDirectory() as folder:
        web3 = connect(url, CHAIN_ID, timeout=120)
        print("a plain loop over get_logs …", file=sys.stderr)
        loop = plain(life, web3)
        print("indexing …", file=sys.stderr)
        file = Path(folder) / "index.db"
        index, slowest, equal = indexed(life, web3, f"sqlite:///{file}")
        size = file.stat().st_size
    found = {
        "holders": holders,
        "events": index.events,
        "index_seconds": round(index.seconds, 1),
        "index_events_per_second": index.per_second,
        "plain_get_logs_seconds": round(loop.seconds, 1),
        "plain_get_logs_per_second": loop.per_second,
        "slowest_statement_ms": round(slowest, 1),
        "database_mb": round(size / 2**20),
    }
    for name, figure in found.items():
        print(f"{name:<28}{figure:>14,}")
    if not equal:
        print("a statement differs from the books")
        return 1
    figures.write_text(json.dumps(found, indent=2) + "\n")
    return 1 if slowest > GOAL else 0


if __name__ == "__main__":
    sys.exit(main())
