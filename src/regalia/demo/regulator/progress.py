# SPDX-License-Identifier: Apache-2.0
"""Which chapters are over, kept in the folder of results. The next is staged again from the beginning of its chain.

A chain's state alone would not do: keys of attestors and their records of what they signed are in this process' memory only.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regalia.errors import RegaliaError

FILE = "demo-regulator.json"
_FORGET = "`--reset` forgets what was finished and empties the folder."


class ProgressError(RegaliaError, OSError):
    """What was finished can't be read or written down."""


class NotOurFolderError(RegaliaError, ValueError):
    """There is something in the folder that no run of this demo put there."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    finished: list[Annotated[int, Field(ge=1)]]


class Progress:
    """In ``out``, which must be empty or of an earlier run. Raises ``NotOurFolderError`` and ``ProgressError``."""

    def __init__(self, out: Path) -> None:
        self._out, self._file = out, out / FILE
        try:
            if out.exists() and not self._file.is_file() and any(out.iterdir()):
                raise NotOurFolderError(
                    f"--out: {out} is not empty, and no run of this demo is kept there", "Name another folder."
                )
            out.mkdir(parents=True, exist_ok=True)
            if not self._file.is_file():
                self._write([])
        except OSError as error:
            if isinstance(error, RegaliaError):
                raise
            raise ProgressError(f"--out: {out}: {error.strerror}", "Name a folder of your own.") from error

    @property
    def finished(self) -> frozenset[int]:
        """Raises ``ProgressError``."""
        try:
            return frozenset(_Kept.model_validate_json(self._file.read_bytes()).finished)
        except (OSError, ValidationError) as error:
            raise ProgressError(f"--resume: {self._file} can't be read", _FORGET) from error

    def finish(self, chapter: int) -> None:
        """Write down that a chapter is over."""
        self._write(sorted({*self.finished, chapter}))

    def start_over(self) -> None:
        """Nothing is finished any more; files stay."""
        self._write([])

    def reset(self) -> None:
        """Forget it all, with what earlier runs left. Raises ``ProgressError``."""
        try:
            shutil.rmtree(self._out)
            self._out.mkdir()
        except OSError as error:
            raise ProgressError(f"--reset: {self._out}: {error.strerror or error}", "Remove it by hand.") from error
        self._write([])

    def _write(self, finished: list[int]) -> None:
        try:
            self._file.write_text(_Kept(finished=finished).model_dump_json() + "\n", encoding="utf-8")
        except OSError as error:
            raise ProgressError(f"--out: {self._file}: {error.strerror}", "Name a folder of your own.") from error
