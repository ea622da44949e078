# SPDX-License-Identifier: Apache-2.0
"""How wide text is, estimated from above: no font is at hand, and each reader's system has another.

Widths are those of DejaVu Sans, wide among the fonts a system may choose, in thousandths of the font size; Chinese
characters are square.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_BY_WIDTH = {
    320: " ijlI'",
    340: "|",
    400: "ft()[],-.:;/!·’‘",
    460: '"r',
    640: "0123456789acegkLosTvxyzFbdhnpquEJ$?*_`",
    720: "ABCKPRSVXYZßéü",
    840: "DGHNOQUw+=<>~&#^×",
    1000: "mMW%@—",
}
_WIDTHS = {character: width for width, characters in _BY_WIDTH.items() for character in characters}
_OTHER = 720
_SQUARE = 1000
_NARROW = 500
_BOLD, _BOLD_NARROW = 112, 125
"""Bold is wider, narrow characters the more: per cent of the regular width."""


@dataclass(frozen=True)
class Type:
    """A style of the one type scale; ``size`` and ``leading`` (from line to line) in pixels."""

    name: str
    size: int
    leading: int
    bold: bool = False

    def width(self, text: str) -> int:
        """Pixels, rounded up."""
        return -(-sum(_width(character, self.bold) for character in text) * self.size // 100_000)


TITLE = Type("title", 17, 22, bold=True)
HEAD = Type("head", 13, 17, bold=True)
SMALL = Type("small", 11, 15)
GUARD = Type("guard", 11, 15)
FIGURE = Type("figure", 11, 15)


def _width(character: str, bold: bool) -> int:
    """In hundred-thousandths of the font size."""
    if unicodedata.east_asian_width(character) in "WF":
        return _SQUARE * 100
    width = _WIDTHS.get(character, _OTHER)
    if not bold:
        return width * 100
    return width * (_BOLD_NARROW if width < _NARROW else _BOLD)
