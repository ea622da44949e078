# SPDX-License-Identifier: Apache-2.0
"""Payment references, and finding them in what a payer or a bank wrote.

Banks change case, spaces and punctuation, so a reference is found without them. But ``REF-1-11`` and ``REF-11-1`` are then the same: where
both are known, only what is written to the letter tells which is meant. A reference is found only from the beginning of a word to the
end of one, so that ``EMI-1`` is not found in ``EMI-12``; where one lies within a longer one, the longer one is meant. A short reference
must be all that was written, as it may be in any text by chance.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

SHORTEST_IN_TEXT = 4
"""Letters and digits a reference needs to be looked for within a longer text."""
SAYS_NOTHING = frozenset({"", "NOTPROVIDED", "NONREF"})
"""Normal forms of what banks write where they have no reference."""
_WORD = re.compile(r"[^\W_]+")
_CREDITOR = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}")
_MODULUS = 97


def words(text: str) -> list[str]:
    """The runs of letters and digits of a text, in upper case, without accents."""
    return _WORD.findall(_plain(text))


def _plain(text: str) -> str:
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.upper()


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


def written(text: str) -> str:
    """A reference to the letter: only case and surrounding blanks make no difference. "" when nothing is written.

    Of a creditor reference it is the normal form, as its standard leaves open how it is grouped.
    """
    key = normal(text)
    return key if not key or is_creditor_reference(key) else text.strip().upper()


def as_told(text: str) -> tuple[str, ...]:
    """The texts under whose hash a payment may have been made by who writes the reference to the letter."""
    return tuple(dict.fromkeys((text, text.strip(), text.strip().upper())))


def spellings(text: str) -> Iterator[str]:
    """The texts under whose hash a payment may have been made, as told first."""
    plain = normal(text)
    grouped = " ".join(plain[i : i + 4] for i in range(0, len(plain), 4)) if is_creditor_reference(plain) else plain
    yield from dict.fromkeys((*as_told(text), plain, grouped))


class Named(NamedTuple):
    """What texts name. ``meant``: references written there to the letter, or in another way that only one of those known can be. ``alike``:
    several that are the same but for blanks and punctuation, none of them to the letter.
    """

    meant: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


class References:
    """References that are known, to be found in texts."""

    def __init__(self, known: Iterable[str]) -> None:
        spelt: defaultdict[str, set[str]] = defaultdict(set)
        for text in known:
            spelt[normal(text)].add(written(text))
        self._spelt = {key: tuple(sorted(several)) for key, several in spelt.items() if key}
        # a creditor reference may be filled up with zeros to 25 characters
        self._longest = max([25, *map(len, self._spelt)]) if self._spelt else 0

    def alike(self, text: str) -> tuple[str, ...]:
        """All that are known and are this one, blanks and punctuation aside."""
        return self._spelt.get(normal(text), ())

    def found_in(self, texts: Sequence[str]) -> Named:
        """Those in any of the texts, sorted, in the form of ``written``."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for text in texts:
            for start, end, key in self._in(text):
                several = self._spelt[key]
                found[key].update(several if len(several) == 1 else _to_the_letter(text, start, end, several))
        meant = sorted({spelling for several in found.values() for spelling in several})
        alike = sorted({spelling for key, several in found.items() if not several for spelling in self._spelt[key]})
        return Named(tuple(meant), tuple(alike))

    def _in(self, text: str) -> list[tuple[int, int, str]]:
        """First and last word and normal form of each."""
        parts = words(text)
        if not self._spelt or not parts:
            return []
        spans: list[tuple[int, int, str]] = []
        for start in range(len(parts)):
            joined = ""
            for end in range(start, len(parts)):
                joined += parts[end]
                if len(joined) > self._longest:
                    break
                key = joined if joined in self._spelt else normal(joined) if joined.startswith("RF") else ""
                if key in self._spelt and (len(key) >= SHORTEST_IN_TEXT or end - start + 1 == len(parts)):
                    spans.append((start, end, key))
        return [span for span in spans if not any(_within(*span[:2], other) for other in spans)]


def _within(start: int, end: int, other: tuple[int, int, str]) -> bool:
    return other[0] <= start and end <= other[1] and end - start < other[1] - other[0]


def _to_the_letter(text: str, start: int, end: int, spelt: Sequence[str]) -> Iterable[str]:
    """Those of the spellings that stand where the text has its words from ``start`` to ``end``; the longest, with signs of its own."""
    if written(text) in spelt:
        return (written(text),)
    plain = _plain(text)
    first = [word.start() for word in _WORD.finditer(plain)][start]
    found: list[str] = []
    for spelling in spelt:
        own = _plain(spelling)
        place = first - next(_WORD.finditer(own)).start()
        if place >= 0 and plain.startswith(own, place):
            found.append(spelling)
    return [spelling for spelling in found if len(spelling) == max(map(len, found))]
