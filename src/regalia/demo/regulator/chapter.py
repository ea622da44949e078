# SPDX-License-Identifier: Apache-2.0
"""A chapter: what it shows, where it plays, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from regalia.demo.regulator.step import Language, Said, Step
from regalia.demo.regulator.world import World

TRUST_YEARS = "one-trust"
"""The chain of the chapters on one trust and the notes on its receipts, from December 2023 on."""
ALL_YEARS = "what-goes-wrong"
"""That of the chapters on what goes wrong, from 2008 on."""


@dataclass(frozen=True)
class Chapter:
    """``stage`` brings a world to where the chapter begins, whatever of that is there already; ``play`` yields each step once it is done
    and found to be right. ``begins`` is when a chain of its own would start. ``pages`` are paths below the language.
    """

    number: int
    title: Said
    minutes: int
    shows: Said
    part: str
    begins: Callable[[], int]
    stage: Callable[[World], object]
    play: Callable[[World], Iterator[Step]]
    pages: tuple[str, ...]

    def addresses(self, site: str, language: Language) -> list[str]:
        """What to look at, below the address of the site."""
        return [f"{site}/{language}{page}" for page in self.pages]
