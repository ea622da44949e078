# SPDX-License-Identifier: Apache-2.0
"""Files written whole or not at all: a run that is cut leaves the old one or the new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from regalia.deployment.errors import FactsError


def write_whole(path: Path, text: str) -> None:
    """Raises ``FactsError``; what was there before is as it was."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FactsError(
            f"{path} can't be written: {error.strerror or error}", "Give a folder you may write to."
        ) from error
