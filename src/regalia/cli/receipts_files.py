# SPDX-License-Identifier: Apache-2.0
"""Files of proposals and proofs: read whole, written new."""

from __future__ import annotations

from pathlib import Path

from regalia.errors import RegaliaError

_MOST_BYTES = 64_000_000


class ReceiptsFileError(RegaliaError, OSError):
    """A file that can't be read or written."""


def read(path: Path) -> bytes:
    """Raises ``ReceiptsFileError``."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ReceiptsFileError(f"{path}: can't be read: {error.strerror or error}", "Give the file's path.") from error
    if len(content) > _MOST_BYTES:
        raise ReceiptsFileError(f"{path}: is larger than {_MOST_BYTES:,} bytes", "No proposal is: give the right file.")
    return content


def write_new(path: Path, text: str) -> None:
    """A file that is there stays. Raises ``ReceiptsFileError``."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ReceiptsFileError(f"{path}: can't be written: {error.strerror or error}", "Name a new file.") from error
