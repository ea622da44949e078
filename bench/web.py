# SPDX-License-Identifier: Apache-2.0
"""How fast pages come and what they weigh, of a deal with 100,000 holders and a million events. Writes ``bench/web.json``."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from unittest import mock

from eth_utils.address import to_checksum_address
from fastapi.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.index import CHAIN_ID, CHUNK, EVENTS, HOLDERS, ROOT, record_of
from bench.log_node import block_hash, log_node
from bench.many_holders import TRANCHE, Life, live
from bench.web_weight import MOST, weight
from regalia.api.snapshot import Snapshot, TrancheWord
from regalia.chain.connection import connect
from regalia.domain.compile import compile_terms
from regalia.domain.state import State
from regalia.domain.terms import load_terms, terms_hash
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow import Indexer
from regalia.market.folder_board import FolderBoard
from regalia.views import following
from regalia.views.following import Followed, Subject
from regalia.web.app import create_app
from regalia.web.pages import Pages

FIGURES = Path(__file__).parent / "web.json"
GOAL = 200.0
"""Milliseconds, the median of a page."""
TIMES = 15


def pages_of(life: Life) -> dict[str, Sequence[str]]:
    """Addresses of each kind of page; one that is of a holder is asked for several of them."""
    deal, last = f"/en/deals/{life.terms.id}", life.terms.calendar.schedule().opening + 19
    step = max(len(life.holders) // TIMES, 1)
    holders = [to_checksum_address(holder) for holder in life.holders[::step]][:TIMES]
    return {
        "deals": ["/en/"],
        "deal": [deal],
        "terms": [f"{deal}/terms"],
        "dates": [f"{deal}/dates"],
        "date": [f"{deal}/dates/{last}"],
        "receipts": [f"{deal}/receipts"],
        "pool": [f"{deal}/pool"],
        "tranche": [f"{deal}/tranches/{TRANCHE}"],
        "connect": ["/en/investor"],
        "investor": [f"/en/investor/{holder}" for holder in holders],
        "supervisor": ["/en/supervisor"],
        "log": ["/en/supervisor/log"],
    }


@contextmanager
def looking(life: Life, url: str, folder: Path) -> Iterator[tuple[TestClient, float]]:
    """A site that has read all of it, and how many seconds that took. The made-up node knows logs only: contracts are stood in for."""
    web3 = connect(url, CHAIN_ID, timeout=120)
    database = open_database(f"sqlite:///{folder}/index.db", CHAIN_ID, block_hash(0))
    site = Followed(database, web3, [Subject(life.record, life.terms)])
    start = perf_counter()
    with (
        mock.patch.object(following, "Indexer", partial(Indexer, check=False, chunk=CHUNK)),
        mock.patch.object(Snapshot, "read", lambda *_: _answered(life)),
    ):
        site.once()
    seconds = perf_counter() - start
    app = create_app(Pages(site, FolderBoard(folder / "board")))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client, seconds
    database.close()


def _answered(life: Life) -> Snapshot:
    """As at closing: what the contracts would say of balances is no matter here."""
    program = compile_terms(life.terms)
    words = tuple(TrancheWord(one.coupon, one.units, one.original_balance) for one in program.tranches)
    return Snapshot("live", None, words, State.opening(program), tuple(one.units for one in program.tranches))


def milliseconds(client: TestClient, paths: Sequence[str]) -> float:
    """The median. The first time is not counted: templates are read then."""
    client.get(paths[0])
    found = []
    for place in range(TIMES):
        start = perf_counter()
        answer = client.get(paths[place % len(paths)])
        found.append((perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise ValueError(f"{paths[place % len(paths)]}: {answer.status_code}")
    return median(found)


def main(holders: int = HOLDERS, events: int = EVENTS, figures: Path = FIGURES) -> int:
    """Exits 1 when a page is slower or heavier than it may be."""
    terms = load_terms(ROOT / "deals" / "mills.yaml")
    print(f"making {events:,} logs of {holders:,} holders …", file=sys.stderr)
    life = live(terms, record_of(terms.id, terms_hash(terms)), holders, events)
    found: dict[str, dict[str, float]] = {}
    with log_node(life, CHAIN_ID) as url, tempfile.TemporaryDirectory() as folder:
        print("reading them …", file=sys.stderr)
        with looking(life, url, Path(folder)) as (client, seconds):
            print(f"read in {seconds:.0f} seconds", file=sys.stderr)
            for name, paths in pages_of(life).items():
                heaviest = max(weight(client, path) for path in paths)
                found[name] = {"milliseconds": round(milliseconds(client, paths), 1), "bytes": heaviest}
                print(f"{name:<12}{found[name]['milliseconds']:>10,.1f} ms{heaviest:>12,} bytes", flush=True)
    figures.write_text(json.dumps({"holders": holders, "events": life.count, "pages": found}, indent=2) + "\n")
    return 1 if any(one["milliseconds"] >= GOAL or one["bytes"] >= MOST for one in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
