# SPDX-License-Identifier: Apache-2.0
"""Speed of the engines, the indexer and the verifier as ratios of one run: the machine's speed cancels. Writes ``bench/ratios.json``.

Times are the processor's, of this process: nodes are processes of their own, and what else the machine does counts for nothing.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.index import CHAIN_ID, CHUNK, ROOT, record_of
from bench.log_node import block_hash, log_node
from bench.many_holders import live
from regalia.chain.connection import connect
from regalia.chain.record import load_record
from regalia.demo.sample import sample_deal
from regalia.domain.history import DealBooks, PeriodReport
from regalia.domain.state import State
from regalia.domain.terms import load_terms, terms_hash
from regalia.ledger.comparison import Tally
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow import Indexer
from regalia.ledger.reading import identities_of, read_events
from regalia.ledger.replay import replay
from regalia.projection.assumptions_file import load_assumptions
from regalia.projection.batch.project import project_batch
from regalia.projection.report import SEED, Desk
from tests.support import sample
from tests.support.platform import Platform

FIGURES = Path(__file__).parent / "ratios.json"
YARDSTICK = "a payment date of the exact Python engine, three tranches and ten steps"
RECEIVED = 27_000 * sample.USD
AT_LEAST = 1.0
"""Seconds of the processor a rate is taken over."""


def rate(act: Callable[[], int]) -> float:
    """How many a second; ``act`` does some and says how many. Its first time, in which things are read and compiled, is not counted."""
    act()
    done, start = 0, process_time()
    while (took := process_time() - start) < AT_LEAST:
        done += act()
    return done / took


def python_dates() -> int:
    books = DealBooks(sample.PROGRAM, State.opening(sample.PROGRAM, (sample.FUNDING,)))
    for period in range(1, 101):
        books.collect(RECEIVED)
        books.execute(PeriodReport(period, RECEIVED, 0, None, (0,)))
    return 100


def contract_dates() -> Callable[[], int]:
    platform = Platform()
    deal = platform.create(platform.money())
    deal.sell()
    deal.close()
    deal.pay_royalty(RECEIVED)
    report = deal.report(RECEIVED)
    deal.reach(1)

    def some() -> int:
        for _ in range(20):
            deal.preview(report)
        return 20

    return some


def vectorised_dates() -> Callable[[], int]:
    terms = load_terms(ROOT / "deals" / "mills-notes.yaml")
    file = ROOT / "deals" / "scenarios" / "mills-notes.yaml"
    desk = Desk(terms, load_assumptions(file).model_copy(update={"periods": 60}), file.parent)
    outlook, opening = desk.builder.random(10_000, SEED), desk.projector.opening

    def some() -> int:
        project_batch(desk.program, opening, outlook)
        return 10_000 * 60

    return some


def events_indexed() -> float:
    terms = load_terms(ROOT / "deals" / "mills.yaml")
    life = live(terms, record_of(terms.id, terms_hash(terms)), 2_000, 20_000)
    with log_node(life, CHAIN_ID) as url, tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/index.db", CHAIN_ID, block_hash(0))
        web3 = connect(url, CHAIN_ID, timeout=120)
        start = process_time()
        Indexer(database, web3, life.record, life.terms, check=False, chunk=CHUNK).catch_up()
        seconds = process_time() - start
        database.close()
    return life.count / seconds


def events_verified() -> float:
    """Of the sample deal: the replay of a verifier, without what it asks the node."""
    with tempfile.TemporaryDirectory() as folder, sample_deal(Path(folder), 3) as made:
        record, terms = load_record(made.record_path), load_terms(made.terms_path)
        events = read_events(made.chain.web3, record)
        known = identities_of(made.chain.web3, record, events)

    def some() -> int:
        replay(terms, record, events, Tally(terms.money), known)
        return len(events)

    return rate(some)


def measured() -> dict[str, float]:
    yardstick = rate(python_dates)
    rates = {
        "a payment date of the contracts, previewed in the process": rate(contract_dates()),
        "a payment date of a scenario in the vectorised engine": rate(vectorised_dates()),
        "an event indexed": events_indexed(),
        "an event replayed by a verifier": events_verified(),
    }
    return {"the yardstick": 1.0} | {name: float(f"{one / yardstick:.3g}") for name, one in rates.items()}


def main() -> int:
    found = measured()
    words = {"date": datetime.now(UTC).date().isoformat(), "yardstick": YARDSTICK}
    FIGURES.write_text(
        json.dumps({**words, "a second, beside the yardstick": found}, indent=2) + "\n", encoding="utf-8"
    )
    for name, ratio in found.items():
        print(f"{name:<60}{ratio:>12,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
