# SPDX-License-Identifier: Apache-2.0
"""How the chapters are told: in one of two languages, with figures at the right; the only module of this package that prints."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

import click

from regalia.demo.regulator.chapter import Chapter
from regalia.demo.regulator.step import Language, Said, Step, Table

WIDTH = 100
INDENT = "       "
_GAP = "  "
NEVER_FIRST = ("，", "。", "；", "：", "、", "）")
"""Signs that no line begins with."""

CHAPTER_OF = Said(
    "Chapter {number} of {all}. {title} ({minutes} minutes)", "第 {number} 章（共 {all} 章）：{title}（{minutes} 分钟）"
)
SHORT = Said("{number:>2}  {title}", "{number:>2}  {title}")
LOOK = Said("Look at:", "请看页面：")
DONE = Said(
    "{chapters} chapters in {seconds} seconds; everything was as it must be.",
    "{chapters} 章，用时 {seconds} 秒；一切如应有。",
)
PROTOTYPE = Said(
    "A prototype for test networks and research; not an offer of securities, and no filing.",
    "仅供测试网络与研究的原型；非证券要约，亦非备案文件。",
)


class Telling:
    """``brief`` tells a line a step, as nobody stands before it; ``quiet`` nothing at all. Bold only on a terminal."""

    def __init__(self, language: Language, brief: bool = False, quiet: bool = False) -> None:
        self.language = language
        self._brief = brief
        self._quiet = quiet
        self._bold = sys.stdout.isatty()

    def chapter(self, chapter: Chapter, of: int, addresses: Sequence[str]) -> None:
        """Its title, what it shows, and what to look at meanwhile."""
        words = self._words(
            CHAPTER_OF,
            number=chapter.number,
            all=of,
            title=chapter.title.words(self.language),
            minutes=chapter.minutes,
        )
        self.line()
        self.line(click.style(words, bold=True) if self._bold else words)
        if self._brief:
            return
        self.paragraph(chapter.shows.words(self.language))
        if addresses:
            self.line(LOOK.words(self.language))
        for address in addresses:
            self.line(f"  {address}")

    def step(self, chapter: Chapter, number: int, step: Step) -> None:
        """Who did what, and the figures."""
        told = f"{step.who.words(self.language)}: {step.did.words(self.language)}"
        if self._brief:
            self.line(f"{chapter.number:>3}.{number}  {told}")
            return
        self.line()
        for place, line in enumerate(wrapped(told, WIDTH - len(INDENT))):
            self.line((INDENT if place else f"{chapter.number}.{number}".ljust(len(INDENT))) + line)
        self._figures({name.words(self.language): value for name, value in step.figures.items()})
        if step.table:
            self._table(step.table)

    def listed(self, chapters: Sequence[Chapter]) -> None:
        """The table of contents."""
        for chapter in chapters:
            self.line(self._words(SHORT, number=chapter.number, title=chapter.title.words(self.language)))
            for line in wrapped(chapter.shows.words(self.language), WIDTH - 4):
                self.line(f"    {line}")

    def say(self, said: Said, **figures: object) -> None:
        self.paragraph(self._words(said, **figures))

    def paragraph(self, text: str) -> None:
        for line in wrapped(text, WIDTH):
            self.line(line)

    def line(self, text: str = "") -> None:
        if not self._quiet:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()

    def _words(self, said: Said, **figures: object) -> str:
        return said.words(self.language).format(**figures)

    def _figures(self, figures: dict[str, str]) -> None:
        name_width = max(map(width, figures), default=0)
        value_width = max((len(value) for value in figures.values()), default=0)
        for name, value in figures.items():
            self.line(f"{INDENT}{name}{' ' * (name_width - width(name))}{_GAP}{value.rjust(value_width)}")

    def _table(self, table: Table) -> None:
        lines = [tuple(heading.words(self.language) for heading in table.headings), *table.rows]
        widths = [max(width(line[column]) for line in lines) for column in range(len(table.align))]
        for line in lines:
            cells = (_padded(cell, wide, side) for cell, wide, side in zip(line, widths, table.align, strict=True))
            self.line((INDENT + _GAP.join(cells)).rstrip())


def width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, most: int) -> Iterator[str]:
    """Lines of at most so many columns: broken at spaces, and anywhere between Chinese characters."""
    line = ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > most:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Words with the space after them, and single Chinese characters with what may not begin a line."""
    word = ""
    for sign, following in zip(text, [*text[1:], ""], strict=True):
        word += sign
        if (sign == " " or width(sign) == 2) and following not in NEVER_FIRST:
            yield word
            word = ""
    yield word


def _padded(cell: str, wide: int, side: str) -> str:
    gap = " " * (wide - width(cell))
    return cell + gap if side == "l" else gap + cell
