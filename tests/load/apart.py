# SPDX-License-Identifier: Apache-2.0
"""A function in a process of its own, so that its memory is its own too; ended whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from tests.load.memory import peak_mb

_LONGEST = 900
"""Seconds that are waited for an answer."""
_SPAWN = get_context("spawn")  # a fork would begin with this process's memory


class AloneError(RuntimeError):
    """The other process failed or took too long."""


@dataclass(frozen=True)
class Other:
    """A process that goes on until the body ends; it said ``answer`` when it was ready."""

    process: int
    answer: Any


def apart(work: Callable[..., dict[str, float]], *arguments: Any) -> dict[str, float]:
    """What it found, with ``peak_mb`` of the process that found it."""
    with beside(_with_peak, work, *arguments) as other:
        found: dict[str, float] = other.answer
        return found


@contextmanager
def beside(work: Callable[..., Any], *arguments: Any) -> Iterator[Other]:
    """Started with a pipe as the first argument, which it tells one answer."""
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=work, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Other(process.pid or 0, _heard(ours))
    finally:
        process.terminate()
        process.join(10)
        if process.is_alive():
            process.kill()
            process.join()


def _heard(pipe: Connection) -> Any:
    try:
        if pipe.poll(_LONGEST):
            return pipe.recv()
    except EOFError:
        pass
    raise AloneError(f"the process that was started said nothing in {_LONGEST} seconds, or ended before")


def _with_peak(pipe: Connection, work: Callable[..., dict[str, float]], *arguments: Any) -> None:
    found = work(*arguments)
    pipe.send({**found, "peak_mb": peak_mb()})
