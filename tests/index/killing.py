# SPDX-License-Identifier: Apache-2.0
"""A process whose children index a deal and are killed, each at a moment of its own, and go on where the one before was killed.

``python -m tests.index.killing RPC DB RECORD TERMS KILLS SEED`` prints one JSON object. Everything is imported before the first fork, so
that a child has nothing to do but index.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from regalia.chain.connection import connect
from regalia.chain.events import decode_log
from regalia.chain.record import DeploymentRecord, load_record
from regalia.domain.terms import Terms, load_terms
from regalia.errors import RegaliaError
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow import Indexer
from tests.index.following import Rows, checkpoints_of, rows_of

CHUNK = 1
"""A transaction a block."""
_SHARE = 0.7
"""Of the time an undisturbed run takes, within which a child is killed."""


@dataclass
class Figures:
    """``amid``: kills after which the index was neither empty nor whole. ``whole``: runs that ended, each with the rows of the undisturbed
    one. ``places``: different checkpoints at which somebody was killed. ``rows``: of an index.
    """

    kills: int = 0
    amid: int = 0
    whole: int = 0
    places: int = 0
    rows: int = 0
    milliseconds: int = 0


@dataclass(frozen=True)
class Task:
    rpc: str
    url: str
    record: DeploymentRecord
    terms: Terms

    def run(self) -> None:
        record = self.record
        database = open_database(self.url, record.chain_id, record.genesis_hash)
        web3 = connect(self.rpc, record.chain_id)
        Indexer(database, web3, record, self.terms, chunk=CHUNK).catch_up()
        database.close()

    def start(self) -> int:
        """A child that indexes; its process id."""
        child = os.fork()
        if child:
            return child
        try:
            self.run()
            os._exit(0)
        except RegaliaError as error:
            print(f"child: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(1)

    def look(self, *, rebuild: bool = False) -> tuple[Rows, list[int]]:
        """What is in the database, and its checkpoints."""
        database = open_database(self.url, self.record.chain_id, self.record.genesis_hash, rebuild=rebuild)
        found = rows_of(database), checkpoints_of(database)
        database.close()
        return found


def undisturbed(task: Task) -> tuple[Rows, float]:
    """The rows of a run that nobody disturbs, and the seconds it takes."""
    begun = time.monotonic()
    ended(task.start())
    seconds = time.monotonic() - begun
    rows, _ = task.look()
    task.look(rebuild=True)
    return rows, seconds


def ended(child: int) -> bool:
    """Whether it ended by itself, which it does well or not at all."""
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return False
    assert os.waitstatus_to_exitcode(status) == 0, "a child failed"
    return True


def torment(task: Task, kills: int, chance: random.Random) -> Figures:
    figures, places = Figures(), set[int]()
    expected, seconds = undisturbed(task)
    begun, head = time.monotonic(), max(number for _, number, *_ in expected["block"])
    figures.rows = sum(map(len, expected.values()))
    while figures.kills < kills or figures.whole == 0:
        child = task.start()
        if figures.kills < kills:
            time.sleep(chance.uniform(0, seconds * _SHARE))
            os.kill(child, signal.SIGKILL)
        if ended(child):
            rows, _ = task.look(rebuild=False)
            assert rows == expected, "not the rows of an undisturbed run"
            task.look(rebuild=True)
            figures.whole += 1
            continue
        figures.kills += 1
        _, checkpoints = task.look()
        if checkpoints and checkpoints[-1] < head:
            figures.amid += 1
            places.add(checkpoints[-1])
    figures.places, figures.milliseconds = len(places), int((time.monotonic() - begun) * 1_000)
    return figures


def main(rpc: str, url: str, record: str, terms: str, kills: str, seed: str) -> None:
    decode_log  # noqa: B018 (imported with all it needs)
    task = Task(rpc, url, load_record(Path(record)), load_terms(Path(terms)))
    print(json.dumps(asdict(torment(task, int(kills), random.Random(int(seed))))))


if __name__ == "__main__":
    main(*sys.argv[1:])
