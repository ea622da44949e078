# SPDX-License-Identifier: Apache-2.0
"""Small files that somebody else may have put there: nothing is followed or waited for, and written is whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from regalia.files import TEMPORARY as TEMPORARY
from regalia.files import beside

_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


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


def write_whole(path: Path, content: bytes, over: bool = False, shared: bool = False) -> None:
    """To a file beside it first, brought to disk, then linked to a name that nobody has yet, or ``over`` what has it. Who may read it is
    what the umask says; everybody where it is ``shared``.

    Raises ``FileExistsError``, ``OSError``.
    """
    temporary = beside(path, content, sync=True)
    try:
        if shared:
            temporary.chmod(0o644)
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
