# SPDX-License-Identifier: Apache-2.0
"""Breaking text into lines: Latin text between words, Chinese between any two characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from regalia.explain.language import is_ideograph

NOT_FIRST = "，。；：、）》”？！,.;:)%"
"""A line never begins with one of these."""


def columns(text: str) -> int:
    """Columns of a terminal; a Chinese character fills two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, width: int, measure: Callable[[str], int] = columns) -> list[str]:
    """Lines no wider than ``width``, in the units of ``measure``; a word that is too long is cut."""
    lines, line = [], ""
    for piece in _pieces(text, width, measure):
        if line and measure((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str, width: int, measure: Callable[[str], int]) -> Iterator[str]:
    """What a line may break between: each with the punctuation that follows it."""
    piece = ""
    for character in text:
        breaks = piece and (
            piece[-1] == " " or is_ideograph(character) or is_ideograph(piece[-1]) or piece[-1] in NOT_FIRST
        )
        if breaks and character not in NOT_FIRST and character != " ":
            is_number = piece[-1] in ",.:" and character.isalnum()
            if not is_number:
                yield piece
                piece = ""
        if piece and measure(piece + character) > width:
            yield piece
            piece = ""
        piece += character
    yield piece
