# SPDX-License-Identifier: Apache-2.0
"""Files written whole or not at all, over nothing that is there."""

from __future__ import annotations

import os
from pathlib import Path

from regalia.errors import RegaliaError


class KeptFileError(RegaliaError, OSError):
    """A file can't be kept where it was to be."""


def check_new(path: Path, option: str) -> None:
    """Raises ``KeptFileError`` when something is there."""
    if path.exists() or path.is_symlink():
        raise _is_there(path, option)


def keep(path: Path, content: bytes, option: str, force: bool = False) -> None:
    """``option`` is what the path was given by; ``force`` overwrites. Raises ``KeptFileError``."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if force:
            beside.replace(path)
        else:
            path.hardlink_to(beside)  # unlike a renaming, it overwrites nothing
    except FileExistsError:
        raise _is_there(path, option) from None
    except OSError as error:
        raise KeptFileError(f"{option}: {path}: can't be written: {error.strerror}", "Name a new file.") from error
    finally:
        beside.unlink(missing_ok=True)


def _is_there(path: Path, option: str) -> KeptFileError:
    return KeptFileError(f"{option}: {path}: is there already", "Nothing was overwritten. Name a new file.")
