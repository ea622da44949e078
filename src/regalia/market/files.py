# SPDX-License-Identifier: Apache-2.0
"""Small files that somebody else may have put there: nothing is followed or waited for, and written is whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
TEMPORARY = ".tmp"
"""How the names of files that are still being written end."""


def read_plain(path: Path, most: int) -> tuple[bytes, int]:
    """Content of a plain file of at most ``most`` bytes, and when it was written (nanoseconds since 1970). Raises ``OSError``."""
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(0, "is no plain file")
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(0, f"is larger than {most:,} bytes")
    return content, found.st_mtime_ns


def write_whole(path: Path, content: bytes, over: bool = False) -> None:
    """To a file beside it first, brought to disk, then linked to a name that nobody has yet, or ``over`` what has it.

    Raises ``FileExistsError``, ``OSError``.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=TEMPORARY)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, 0o644)
            file.write(content)
            file.flush()
            os.fsync(handle)
        if over:
            temporary.replace(path)
        else:
            path.hardlink_to(temporary)
    finally:
        temporary.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
