# SPDX-License-Identifier: Apache-2.0
"""Pages asked for by a few clients at once, over loopback."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from time import monotonic, perf_counter
from urllib.parse import urlsplit

from regalia.chain.connection import connect
from regalia.ledger.index.database import open_database
from regalia.market.folder_board import FolderBoard
from regalia.views.following import Followed
from regalia.web.serving import run
from tests.load.following import subjects_in
from tests.load.memory import processor_seconds, resident_mb
from tests.load.progress import tell

CLIENTS = 4


class PageError(AssertionError):
    """A page that did not come."""


def serving(pipe: Connection, url: str, folder: Path, database_url: str, board: Path) -> None:
    """The server of the pages, following the chain beside; tells its address when every deal was read."""
    subjects = subjects_in(folder)
    chain_id, genesis = subjects[0].record.chain_id, subjects[0].record.genesis_hash
    with closing(open_database(database_url, chain_id, genesis)) as database:
        site = Followed(database, connect(url, chain_id, genesis, timeout=60), subjects)
        site.once()
        run(site, FolderBoard(board), 0, None, pipe.send)


def looked(
    url: str, paths: Sequence[str], seconds: float, server: int, meanwhile: Callable[[], None]
) -> dict[str, float]:
    """Latencies of all answers in milliseconds, and the server's memory before and after. ``meanwhile`` is called once a second."""
    before, took = resident_mb(server), processor_seconds(server)
    found: dict[str, list[float]] = defaultdict(list)
    faults: list[str] = []
    until = monotonic() + seconds
    clients = [
        threading.Thread(target=_client, args=(url, paths[i:] + paths[:i], until, found, faults))  # type: ignore[operator]
        for i in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    while monotonic() < until:
        meanwhile()
        clients[0].join(min(1.0, max(until - monotonic(), 0.01)))
    for client in clients:
        client.join()
    if faults:
        raise PageError(f"{len(faults)} pages did not come, first {faults[0]}")
    times = sorted(one for some in found.values() for one in some)
    slowest = max(found, key=lambda path: sum(found[path]) / len(found[path]))
    tell(f"  {len(times)} answers; slowest is {slowest}")
    return {
        "answers": len(times),
        "median_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(quantiles(times, n=20)[-1], 1),
        "processor_ms_an_answer": round((processor_seconds(server) - took) * 1000 / len(times), 1),
        "slowest_page_mean_ms": round(sum(found[slowest]) / len(found[slowest]), 1),
        "memory_before_mb": before,
        "memory_after_mb": resident_mb(server),
    }


def _client(url: str, paths: Sequence[str], until: float, found: dict[str, list[float]], faults: list[str]) -> None:
    place, number = urlsplit(url), 0
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=60)) as connection:
        while monotonic() < until and not faults:
            path = paths[number % len(paths)]
            start = perf_counter()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
            except OSError as error:
                faults.append(f"{path}: {error}")
                return
            found[path].append((perf_counter() - start) * 1000)
            if answer.status != 200:
                faults.append(f"{path}: {answer.status}")
            number += 1
