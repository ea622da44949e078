# SPDX-License-Identifier: Apache-2.0
"""Payment references, and finding them in what a payer or a bank wrote.

Case, spaces and punctuation make no difference: banks change all three. A reference counts as written only from the beginning of a
word to the end of one, so that ``EMI-1`` is not found in ``EMI-12``; where one lies within a longer one, the longer one is meant. A short
reference must be all that was written, as it may be in any text by chance.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

SHORTEST_IN_TEXT = 4
"""Letters and digits a reference needs to be looked for within a longer text."""
SAYS_NOTHING = frozenset({"", "NOTPROVIDED", "NONREF"})
"""Normal forms of what banks write where they have no reference."""
_WORD = re.compile(r"[^\W_]+")
_CREDITOR = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}")
_MODULUS = 97


def words(text: str) -> list[str]:
    """The runs of letters and digits of a text, in upper case, without accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORD.findall(text.upper())


def is_creditor_reference(text: str) -> bool:
    """Whether a normal form is a creditor reference of ISO 11649 with right check digits."""
    if not _CREDITOR.fullmatch(text):
        return False
    return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % _MODULUS == 1


def normal(text: str) -> str:
    """What all spellings of a reference have in common; "" when nothing is written.

    Zeros that fill up a creditor reference are dropped: its check digits are the same without.
    """
    joined = "".join(words(text))
    return joined[:4] + joined[4:].lstrip("0") if is_creditor_reference(joined) else joined


def spellings(text: str) -> Iterator[str]:
    """The texts under whose hash a payment may have been made, as told first."""
    plain = normal(text)
    grouped = " ".join(plain[i : i + 4] for i in range(0, len(plain), 4)) if is_creditor_reference(plain) else plain
    yield from dict.fromkeys((text, text.strip(), text.strip().upper(), plain, grouped))


class References:
    """References that are known, to be found in texts."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {key for key in map(normal, known) if key}
        # a creditor reference may be filled up with zeros to 25 characters
        self._longest = max([25, *map(len, self._known)]) if self._known else 0

    def found_in(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Normal forms of those in any of the texts, sorted."""
        return tuple(sorted({key for text in texts for key in self._in(text)}))

    def _in(self, text: str) -> set[str]:
        parts = words(text)
        if not self._known or not parts:
            return set()
        spans: list[tuple[int, int, str]] = []
        for start in range(len(parts)):
            joined = ""
            for end in range(start, len(parts)):
                joined += parts[end]
                if len(joined) > self._longest:
                    break
                key = joined if joined in self._known else normal(joined) if joined.startswith("RF") else ""
                if key in self._known and (len(key) >= SHORTEST_IN_TEXT or end - start + 1 == len(parts)):
                    spans.append((start, end, key))
        return {key for start, end, key in spans if not any(_within(start, end, other) for other in spans)}


def _within(start: int, end: int, other: tuple[int, int, str]) -> bool:
    return other[0] <= start and end <= other[1] and end - start < other[1] - other[0]
