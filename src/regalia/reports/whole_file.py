# SPDX-License-Identifier: Apache-2.0
"""Files that are written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from regalia.files import write_files
from regalia.reports.errors import ReportWriteError


def write_whole(path: Path, data: bytes) -> None:
    """Raises ``ReportWriteError``; what was there before is then as it was."""
    write_together({path: data})


def write_together(contents: Mapping[Path, bytes]) -> None:
    """All of them or none. Raises ``ReportWriteError``, of the one that can't be written."""
    try:
        write_files(contents)
    except OSError as error:
        raise ReportWriteError(Path(str(error.filename)), error.strerror or str(error)) from error
