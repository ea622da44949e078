# SPDX-License-Identifier: Apache-2.0
"""Breaking text into lines: Latin text between words and after hyphens, Chinese between any two characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from regalia.explain.language import is_ideograph

NOT_FIRST = "，。；：、）》”？！,.;:)%"
"""A line never begins with one of these."""
WIDE_STOPS = "，。；：、）》”？！"
WIDE_OPENINGS = "（《“"


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
    """What a line may break between; what is wider than a line is cut, at a space if it has one."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        elif piece and measure(piece + character) > width:
            cut = piece.rfind(" ") + 1 or len(piece)
            yield piece[:cut]
            piece = piece[cut:]
        piece += character
    yield piece


def _may_break(left: str, right: str) -> bool:
    if right in NOT_FIRST or right == " " or (left == " " and right.isdigit()):
        return False  # a number stays with its currency
    return left in " -" or is_ideograph(left) or is_ideograph(right) or left in WIDE_STOPS or right in WIDE_OPENINGS
