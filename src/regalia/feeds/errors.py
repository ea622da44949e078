# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a file about rights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from regalia.domain.terms.problems import Problem, shown
from regalia.errors import RegaliaError

MAX_BYTES = 5_000_000
__all__ = ["MAX_BYTES", "FeedError", "MappingTableError", "Problem", "read_file", "shown"]


class FeedError(RegaliaError, ValueError):
    """A file about rights that can't be used; ``problems`` lists all that was found, in file order. Nothing of it is taken."""

    def __init__(self, problems: Sequence[Problem], source: str) -> None:
        self.problems = tuple(problems)
        self.source = source
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        super().__init__(f"{source}: {count}{lines}", "Mend the file and read it again; nothing of it was taken.")


class MappingTableError(RegaliaError, ValueError):
    """A mapping table that contradicts itself: a fault of the package, or of whoever changed the table."""


def read_file(path: Path) -> bytes:
    """The bytes of a file. FeedError when it can't be read or is larger than a feed may be."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FeedError([Problem("", "", f"can't be read: {error.strerror}")], str(path)) from None
    if len(content) > MAX_BYTES:
        raise FeedError([Problem("", "", f"is larger than {MAX_BYTES:,} bytes; split it")], str(path))
    return content
