# SPDX-License-Identifier: Apache-2.0
"""What a chapter says: who did what, in two languages, and the figures that came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True)
class Said:
    """The same in English and in 简体中文."""

    en: str
    zh: str

    def words(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Table:
    """Rows of words and figures; ``align`` has ``l`` or ``r`` a column."""

    headings: tuple[Said, ...]
    rows: Sequence[tuple[str, ...]]
    align: str


@dataclass(frozen=True)
class Step:
    """Done, and found to be as it must be: a chapter raises before it tells of anything else.

    ``figures`` are in the order in which they are shown; a figure is written as people write it.
    """

    who: Said
    did: Said
    figures: Mapping[Said, str] = field(default_factory=dict)
    table: Table | None = None
