# SPDX-License-Identifier: Apache-2.0
"""The chains of a run: consecutive chapters share one, and a chapter that can't go on there gets one of its own."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from regalia.demo.regulator.chapter import Chapter
from regalia.demo.regulator.world import World, opened


class Hall:
    """Every chain is reaped when the body ends. Those of earlier parts run on until then, for the stranger of the last chapter."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._open: dict[str, tuple[World, ExitStack]] = {}

    def __enter__(self) -> Hall:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for part in list(self._open):
            self.leave(part)

    def world(self, chapter: Chapter) -> World:
        """Where the chapter plays: as the one before left it, or new."""
        if chapter.part not in self._open:
            stack = ExitStack()
            world = stack.enter_context(opened(chapter.begins(), self._out / chapter.part))
            world.earlier = tuple(other for other, _ in self._open.values())
            self._open[chapter.part] = (world, stack)
        return self._open[chapter.part][0]

    def leave(self, part: str) -> None:
        """The chain of a part ends, if it runs: the next chapter there begins on a new one."""
        if part in self._open:
            self._open.pop(part)[1].close()
