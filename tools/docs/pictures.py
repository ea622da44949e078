# SPDX-License-Identifier: Apache-2.0
"""The pictures in ``docs/pages.md``: a row a page, of the files that are there, under the names that the browser tests give screenshots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.docs.errors import PageError
from tools.docs.filling import fill

PAGE = Path("docs") / "pages.md"
FOLDER = Path("docs") / "pictures"
BEGIN = "<!-- made by `python -m tools.docs pictures` from the files in docs/pictures -->"
TITLES = {
    "deals": "all deals",
    "deal": "a deal",
    "deal-offered": "a deal that is offered",
    "terms": "its words",
    "dates": "its payment dates",
    "date": "a payment date",
    "receipts": "receipts",
    "pool": "receipts by payer",
    "pool-rights": "the pool",
    "tranche": "a tranche",
    "tranche-offered": "a tranche that is offered",
    "connect": "connecting a wallet",
    "investor": "an investor",
    "investor-bidding": "an investor who bids",
    "supervisor": "the supervisor",
    "log": "the log",
}
"""By the name a screenshot begins with, in the order of the table."""
_LANGUAGES = {"en": "in English", "zh": "in Chinese"}
_NAME = re.compile(r"([a-z-]+)-(en|zh)-([0-9]{3,4})(-dark)?\.png")


@dataclass(frozen=True, order=True)
class Picture:
    """In the order shown: English first, wide before narrow, light before dark."""

    language: str
    narrowness: int
    dark: bool
    page: str
    name: str

    @property
    def shown(self) -> str:
        looks = f"{_LANGUAGES[self.language]}, {-self.narrowness} pixels wide{', dark' if self.dark else ''}"
        return f"![{TITLES[self.page]}, {looks}](pictures/{self.name})"


def fill_pictures(root: Path) -> bool:
    return fill(root, PAGE, BEGIN, picture_table(root))


def picture_table(root: Path) -> str:
    """Nothing where there are none. Raises ``PageError`` for a file that is no picture of a page."""
    found = [_picture(path.name) for path in sorted((root / FOLDER).glob("*"))]
    rows = list(_rows(found))
    return "\n".join(["| page | |", "|---|---|", *rows]) + "\n" if rows else ""


def _rows(found: list[Picture]) -> Iterator[str]:
    for page, title in TITLES.items():
        if own := sorted(one for one in found if one.page == page):
            yield f"| {title} | {' '.join(one.shown for one in own)} |"


def _picture(name: str) -> Picture:
    match = _NAME.fullmatch(name)
    if match is None or match[1] not in TITLES:
        rule = f"must be PAGE-LANGUAGE-WIDTH.png or …-dark.png, of the pages {', '.join(TITLES)}"
        raise PageError(f"{FOLDER / name}: {rule}", "Name it as tests/web/browser names it in .build/screenshots.")
    return Picture(match[2], -int(match[3]), bool(match[4]), match[1], name)
