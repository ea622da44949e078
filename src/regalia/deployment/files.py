# SPDX-License-Identifier: Apache-2.0
"""Files written whole or not at all: a run that is cut leaves the old one or the new one."""

from __future__ import annotations

from pathlib import Path

from regalia.deployment.errors import FactsError
from regalia.files import write_files


def write_whole(path: Path, text: str) -> None:
    """Raises ``FactsError``; what was there before is as it was."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_files({path: text.encode()}, sync=True)
    except OSError as error:
        raise FactsError(
            f"{path} can't be written: {error.strerror or error}", "Give a folder you may write to."
        ) from error
