# SPDX-License-Identifier: Apache-2.0
"""The chapters, and which of them somebody asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regalia.demo.regulator import (
    ch01_hash,
    ch02_payment,
    ch03_log,
    ch04_history,
    ch05_default,
    ch06_strikes,
    ch07_guarantor,
    ch08_contradiction,
    ch09_restated,
    ch10_holders,
    ch11_halt,
    ch12_patent,
)
from regalia.demo.regulator.chapter import Chapter
from regalia.errors import RegaliaError

CHAPTERS: tuple[Chapter, ...] = (
    ch01_hash.CHAPTER,
    ch02_payment.CHAPTER,
    ch03_log.CHAPTER,
    ch04_history.CHAPTER,
    ch05_default.CHAPTER,
    ch06_strikes.CHAPTER,
    ch07_guarantor.CHAPTER,
    ch08_contradiction.CHAPTER,
    ch09_restated.CHAPTER,
    ch10_holders.CHAPTER,
    ch11_halt.CHAPTER,
    ch12_patent.CHAPTER,
)
"""In the order in which they are told; within a part the clock goes forward."""
_PART = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3}))?")


class NoSuchChapterError(RegaliaError, ValueError):
    """Chapters were asked for that there are not, or not in words that are understood."""


def chosen(given: str | None) -> tuple[Chapter, ...]:
    """Those of ``3``, ``1,5`` or ``5-7,12``, in their order; all of them when nothing is given. Raises ``NoSuchChapterError``."""
    if given is None:
        return CHAPTERS
    wanted = {number for part in given.split(",") for number in _numbers(given, part.strip())}
    return tuple(chapter for chapter in CHAPTERS if chapter.number in wanted)


def _numbers(given: str, part: str) -> Iterator[int]:
    found = _PART.fullmatch(part)
    first = int(found[1]) if found else 0
    last = int(found[2] or found[1]) if found else 0
    if not 1 <= first <= last <= len(CHAPTERS):
        raise NoSuchChapterError(
            f"--chapter: {given!r}: {part!r} is no chapter, nor a first and a last one; there are 1 to {len(CHAPTERS)}",
            "Name them as 3, 1,5 or 5-7; --list says what they are.",
        )
    yield from range(first, last + 1)
