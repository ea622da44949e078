# SPDX-License-Identifier: Apache-2.0
"""What goes wrong between a chain and the database that follows it."""

from __future__ import annotations

from regalia.errors import RegaliaError

REBUILD = "regalia index --rebuild"


class IndexDatabaseError(RegaliaError, OSError):
    """The database can't be reached, read or written; what was committed before is as it was."""


class DatabaseUrlError(RegaliaError, ValueError):
    """What was given is not the address of a database this release can use."""


class WrongDatabaseError(RegaliaError, ValueError):
    """The database is of another chain, of another release, or of something else altogether. Nothing was changed in it."""


class NoIndexError(RegaliaError, FileNotFoundError):
    """Nothing was read into the database yet, or it is not there; none is made to look at it."""


class IndexBusyError(RegaliaError, BlockingIOError):
    """Another process has been writing to the database for too long."""


class IndexedRecordError(RegaliaError, ValueError):
    """The record is not of a deal of this chain, or the terms are not the record's."""


class NodeBehindError(RegaliaError, RuntimeError):
    """The node has fewer blocks than the index. Nothing was changed."""


class IndexDiffersError(RegaliaError, ValueError):
    """What was made of the events is not what the contracts say of themselves; ``differences`` name each figure."""

    def __init__(self, deal: str, block: int, differences: tuple[str, ...]) -> None:
        shown = "\n".join(f"  {difference}" for difference in differences)
        super().__init__(
            f"index of {deal}, block {block}: not what the contracts say\n{shown}",
            f"A node gave wrong events or wrong answers: use another one and build the index anew ({REBUILD}). "
            "If they differ again, `regalia verify` says where.",
        )
        self.differences = differences
