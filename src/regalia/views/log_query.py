# SPDX-License-Identifier: Apache-2.0
"""What somebody asks of the log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from regalia.errors import RegaliaError
from regalia.ledger.index.search import Position
from regalia.nearest import did_you_mean
from regalia.views.log_names import CATEGORIES, CATEGORY_OF

MOST = 200
"""Entries of a page."""
LONGEST_TEXT = 200
LAST_BLOCK = 2**62
_CURSOR = re.compile(r"(\d{1,18})-(\d{1,9})-(\d{1,9})")


class LogQueryError(RegaliaError, ValueError):
    """A question to the log that can't be answered."""


@dataclass(frozen=True)
class LogQuery:
    """Everything that fits all of it. Empty: of all deals, of any name, of any category, with any arguments. Blocks and days are
    inclusive; ``before`` is the ``next`` of the page before. Raises ``LogQueryError``.
    """

    deal: str = ""
    names: tuple[str, ...] = ()
    category: str = ""
    text: str = ""
    from_block: int | None = None
    to_block: int | None = None
    since: date | None = None
    until: date | None = None
    before: str = ""
    size: int = 50

    def __post_init__(self) -> None:
        for name in self.names:
            if name not in CATEGORY_OF:
                raise LogQueryError(f"event: {name:.60} is no event of a deal", did_you_mean(name, list(CATEGORY_OF)))
        if self.category and self.category not in CATEGORIES:
            rule = f"category: {self.category:.60} is none of {', '.join(CATEGORIES)}"
            raise LogQueryError(rule, "Take one of them, or none.")
        half = any("\ud800" <= sign <= "\udfff" for sign in self.text)  # what a terminal sent that is no UTF-8
        if len(self.text) > LONGEST_TEXT or "\0" in self.text or half:
            rule = f"text: {len(self.text)} signs, of at most {LONGEST_TEXT} in UTF-8 without NUL"
            raise LogQueryError(rule, "Look for a shorter part: an address, a hash, a reference.")
        for field, number in (("from_block", self.from_block), ("to_block", self.to_block)):
            if number is not None and not 0 <= number <= LAST_BLOCK:
                raise LogQueryError(f"{field}: {number} is no block", f"Give a number from 0 to {LAST_BLOCK}.")
        if not 1 <= self.size <= MOST:
            raise LogQueryError(f"size: {self.size} entries, of 1 to {MOST}", "Ask for a page after the other.")
        self.position  # noqa: B018 - refused here, not when it is used

    @property
    def wanted(self) -> tuple[str, ...]:
        """Names of events, none for any; where names and category have nothing in common nothing fits."""
        if not self.category:
            return self.names
        return tuple(name for name in CATEGORIES[self.category] if not self.names or name in self.names)

    @property
    def is_empty(self) -> bool:
        return bool(self.category and not self.wanted)

    @property
    def position(self) -> Position | None:
        if not self.before:
            return None
        found = _CURSOR.fullmatch(self.before)
        if found is None:
            raise LogQueryError(f"before: {self.before:.60} is no place in the log", "Follow a link of the log.")
        return Position(*map(int, found.groups()))


def cursor(position: Position | None) -> str:
    return "-".join(map(str, position)) if position else ""
