# SPDX-License-Identifier: Apache-2.0
"""One compile of the contracts for all processes of a run: it takes longer than any test, and each run of the demo would do it again."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from regalia.demo.compiling import STAMP, Compiled, compile_or_use_committed
from regalia.demo.story import Story


def compiled() -> Compiled:
    """The contracts are compiled and equal to what is committed: by this process or another one, now or since they were changed."""
    with _alone():
        return compile_or_use_committed(Story(quiet=True))


def compiled_afresh() -> Compiled:
    """The same, and whatever was done before does not count."""
    with _alone():
        STAMP.unlink(missing_ok=True)
        return compile_or_use_committed(Story(quiet=True))


@contextmanager
def _alone() -> Iterator[None]:
    STAMP.parent.mkdir(exist_ok=True)
    with STAMP.with_name("compiling").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
