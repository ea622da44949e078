# SPDX-License-Identifier: Apache-2.0
"""How the demo speaks: chapters, sentences and tables, or nothing at all when a program listens."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from textwrap import fill

from regalia.printing import table

WIDTH = 100
PAUSE = 1.0


class Story:
    """Tells the story on standard output. ``quiet`` says nothing; ``pauses`` stops a moment before each chapter."""

    def __init__(self, quiet: bool = False, pauses: bool = False) -> None:
        self.quiet = quiet
        self.pauses = pauses and not quiet
        self.chapters = 0

    def chapter(self, title: str) -> None:
        if self.pauses and self.chapters:
            time.sleep(PAUSE)
        self.chapters += 1
        self.line("")
        self.line(f"{self.chapters}. {title}")
        self.line("=" * (len(title) + len(str(self.chapters)) + 2))

    def section(self, title: str) -> None:
        self.line("")
        self.line(title)
        self.line("-" * len(title))

    def say(self, text: str) -> None:
        """A paragraph, wrapped."""
        self.line(fill(text, WIDTH, break_long_words=False, break_on_hyphens=False))

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], align: str) -> None:
        if rows:
            self.line(table(headings, rows, align, "  "))

    def line(self, text: str) -> None:
        if not self.quiet:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
