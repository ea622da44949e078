# SPDX-License-Identifier: Apache-2.0
"""A relay in a forked process that is killed: at a step of its loop, or whenever the time comes."""

from __future__ import annotations

import mmap
import os
import random
import signal
import struct
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from web3 import Web3

from regalia.chain.decoding import errors_by_selector, events_by_topic
from regalia.relay.checkpoints import CHECKPOINTS
from regalia.relay.source import FolderSource
from tests.relay.faulty import FAULTS, LIES, Faulty, Lagging, liar, plain
from tests.relay.office import Office
from tests.relay.stage import Stage

LAGS, LIARS = "a node lagged", "a node lied"
KINDS = (*FAULTS, LAGS, LIARS)
_ANY_TIME = "at any time"
_MOST_SECONDS = 60


class Counters:
    """Counts that a process leaves behind when it is killed."""

    def __init__(self, names: Sequence[str]) -> None:
        self._places = {name: 8 * place for place, name in enumerate(names)}
        self._memory = mmap.mmap(-1, 8 * len(names))

    def __getitem__(self, name: str) -> int:
        return int(struct.unpack_from("q", self._memory, self._places[name])[0])

    def add(self, name: str) -> None:
        struct.pack_into("q", self._memory, self._places[name], self[name] + 1)

    def all(self) -> dict[str, int]:
        return {name: self[name] for name in self._places}


class Killer:
    """Runs the relay of one journal again and again. ``quota``: kills wanted at every step."""

    def __init__(self, stage: Stage, path: Path, folder: Path, rng: random.Random, quota: int) -> None:
        self._stage, self._path, self._folder, self._rng, self._quota = stage, path, folder, rng, quota
        # what a child would read first is read here, once
        events_by_topic(), errors_by_selector()
        self.kills = Counters((*CHECKPOINTS, _ANY_TIME))
        self.faults = Counters(KINDS)
        self.runs = 0

    @property
    def total(self) -> int:
        return sum(self.kills.all().values())

    @property
    def never(self) -> list[str]:
        """Steps at which it was not killed yet."""
        return [name for name in CHECKPOINTS if not self.kills[name]]

    def run(self, in_hurry: bool) -> None:
        """One life of the relay: up to two ticks, among faults, and perhaps its death. In a hurry only where it never was."""
        self.runs += 1
        seed = self._rng.getrandbits(64)
        rare = [name for name in CHECKPOINTS if self.kills[name] < self._quota]
        at_a_step = bool(rare) and (in_hurry or self._rng.random() < 0.6)
        if self.never and (in_hurry or self._rng.random() < 0.5):
            rare = self.never
        armed = frozenset(name for name in rare if in_hurry or self._rng.random() < 0.6) if at_a_step else frozenset()
        # no import and no allocation of note in the child before it works: the parent has it all
        child = os.fork()
        if child == 0:
            os._exit(self._child(seed, armed))
        if not at_a_step:
            time.sleep(self._rng.uniform(0.001, 0.1))
            os.kill(child, signal.SIGKILL)
        status = _ended(child)
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == signal.SIGKILL
            if not at_a_step:
                self.kills.add(_ANY_TIME)
        else:
            assert os.WEXITSTATUS(status) == 0, "the relay failed by itself: see its traceback above"

    def _child(self, seed: int, armed: frozenset[str]) -> int:
        def checkpoint(name: str) -> None:
            if name in armed:
                self.kills.add(name)
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            rng = random.Random(seed)
            office = Office(
                self._stage,
                self._path,
                nodes=self._nodes(rng),
                checkpoint=checkpoint,
                source=FolderSource(self._folder),
            )
            office.tick(2)
            office.close()
            return 0
        except BaseException:
            os.write(2, traceback.format_exc().encode())
            return 1

    def _nodes(self, rng: random.Random) -> tuple[Web3, Web3]:
        url, chance = self._stage.chain.url, rng.random()
        if chance < 0.08:
            self.faults.add(LAGS)
            return plain(url), Web3(Lagging(url, rng.randint(1, 5)))
        if chance < 0.15:
            self.faults.add(LIARS)
            return plain(url), Web3(liar(url, rng.choice(sorted(LIES))))
        rate = rng.choice((0.0, 0.01, 0.06))
        first, second = (Faulty(url, random.Random(rng.random()), rate, self.faults.add) for _ in range(2))
        return Web3(first), Web3(second)


def _ended(child: int) -> int:
    """How it ended, which it does soon."""
    deadline = time.monotonic() + _MOST_SECONDS
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise AssertionError(f"the relay hung for {_MOST_SECONDS} s")
        time.sleep(0.001)
