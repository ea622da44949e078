# SPDX-License-Identifier: Apache-2.0
"""A process whose children index a deal and are killed, each at a moment of its own, and go on where the one before was killed.

``python -m tests.index.killing RECORDING DB KILLS SEED`` prints one JSON object; the recording is a pickle. Everything is imported before
the first fork, and each child tells itself the chain, so that it has nothing to do but index.
"""

from __future__ import annotations

import json
import os
import pickle
import random
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from regalia.errors import RegaliaError
from regalia.ledger.index.database import IndexDatabase, open_database
from tests.index.following import Rows, catch_up, checkpoints_of, rows_of
from tests.index.recorded import Recording
from tests.index.stub_chain import StubChain

CHUNK = 1
"""A transaction a block."""
_QUESTIONS = 120
"""Most questions to the node a child asks before it is killed; a run has some four hundred."""
_LONGEST = 0.008
"""Seconds it has after that question, more than it takes from one to the next."""


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
    recording: Recording
    url: str

    def open(self, *, rebuild: bool = False) -> IndexDatabase:
        record = self.recording.record
        return open_database(
            self.url, record.chain_id, record.genesis_hash, rebuild=[record.deal.address] if rebuild else ()
        )

    def start(self) -> tuple[int, int]:
        """A child that indexes: its process id, and where it sends a byte ahead of each question it asks."""
        listening, telling = os.pipe()
        child = os.fork()
        if child:
            os.close(telling)
            return child, listening
        try:
            os.close(listening)
            self._run(telling)
            os._exit(0)
        except RegaliaError as error:
            print(f"child: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(1)

    def _run(self, telling: int) -> None:
        database, chain = self.open(), StubChain(self.recording)

        def tell(method: str, params: list[Any]) -> None:
            os.write(telling, b".")

        chain.before = tell
        catch_up(database, chain, chunk=CHUNK)
        database.close()

    def rows(self) -> Rows:
        """All that is there; nothing is left of it."""
        database = self.open()
        found = rows_of(database)
        database.close()
        self.open(rebuild=True).close()
        return found

    def reached(self) -> int | None:
        """The last checkpoint."""
        database = self.open()
        found = checkpoints_of(database)
        database.close()
        return found[-1] if found else None


def ended(child: int, listening: int) -> bool:
    """Whether it ended by itself, which it does well or not at all."""
    _, status = os.waitpid(child, 0)
    os.close(listening)
    if os.WIFSIGNALED(status):
        return False
    assert os.waitstatus_to_exitcode(status) == 0, "a child failed"
    return True


def kill_amid(child: int, listening: int, chance: random.Random) -> None:
    """After some question, and a moment more."""
    left = chance.randint(1, _QUESTIONS)
    while left > 0 and (told := os.read(listening, left)):
        left -= len(told)
    time.sleep(chance.uniform(0, _LONGEST))
    os.kill(child, signal.SIGKILL)


def torment(task: Task, kills: int, chance: random.Random) -> Figures:
    figures, places = Figures(), set[int]()
    child, listening = task.start()
    while os.read(listening, 1_000):
        pass
    assert ended(child, listening)
    expected, begun = task.rows(), time.monotonic()
    figures.rows = sum(map(len, expected.values()))
    while figures.kills < kills or figures.whole == 0:
        child, listening = task.start()
        if figures.kills < kills:
            kill_amid(child, listening, chance)
        if ended(child, listening):
            assert task.rows() == expected, "not the rows of an undisturbed run"
            figures.whole += 1
            continue
        figures.kills += 1
        reached = task.reached()
        if reached is not None and reached < task.recording.head:
            figures.amid += 1
            places.add(reached)
    figures.places, figures.milliseconds = len(places), int((time.monotonic() - begun) * 1_000)
    return figures


def main(recording: str, url: str, kills: str, seed: str) -> None:
    task = Task(pickle.loads(Path(recording).read_bytes()), url)
    print(json.dumps(asdict(torment(task, int(kills), random.Random(int(seed))))))


if __name__ == "__main__":
    main(*sys.argv[1:])
