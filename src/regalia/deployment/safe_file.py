# SPDX-License-Identifier: Apache-2.0
"""Where a batch for a Safe may be written: over an earlier one at most, and never where it is taken for a deal's record."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

from regalia.deployment.errors import SafeFileError
from regalia.deployment.wish import Wanted

NAME = "Regalia "
"""How the name of every batch begins."""


def check_place(wanted: Wanted, path: Path) -> None:
    """Nothing but an earlier batch is written over, and nothing is put where it is read as a record. Raises ``SafeFileError``."""
    there = path.resolve()
    if path.suffix.lower() != ".json":
        raise SafeFileError(f"--safe: {path} must end in .json", "The Transaction Builder takes no other files.")
    if there.parent.parent == wanted.folder:
        raise SafeFileError(
            f"--safe: {path} would be in a folder of records, where every .json file is read as a deal's",
            f"Put it elsewhere: --safe {shlex.quote(str(path.parent / 'safe' / path.name))}",
        )
    if there.exists() and not _is_batch(there):
        raise SafeFileError(f"--safe: {path} is there and is no batch for a Safe", "Name another file.")


def _is_batch(path: Path) -> bool:
    """Whether it is one that was written here."""
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))["meta"]
        return str(meta["name"]).startswith(NAME) and "checksum" in meta
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return False
