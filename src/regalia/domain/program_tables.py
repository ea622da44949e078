# SPDX-License-Identifier: Apache-2.0
"""What doesn't fit the words of a program: caps, step-ups and amounts by period, at its end."""

from __future__ import annotations

WORD = 32


class Tables:
    """Words that are added one after the other; each addition says where it begins, counted from 1."""

    def __init__(self) -> None:
        self._words = b""

    def add(self, word: bytes) -> int:
        """A table of one word."""
        place = len(self._words) // WORD + 1
        self._words += word.ljust(WORD, b"\0")
        return place

    def add_periods(self, first: int, amounts: tuple[int, ...]) -> int:
        """The first period and how many, then two amounts a word."""
        place = self.add(first.to_bytes(4, "big") + len(amounts).to_bytes(4, "big"))
        packed = b"".join(amount.to_bytes(16, "big") for amount in amounts)
        self._words += packed.ljust(-(-len(packed) // WORD) * WORD, b"\0")
        return place

    @property
    def words(self) -> int:
        return len(self._words) // WORD

    def pack(self) -> bytes:
        return self._words
