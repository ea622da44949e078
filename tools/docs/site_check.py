# SPDX-License-Identifier: Apache-2.0
"""The site as it was built: every page is there, loads nothing from elsewhere, and tells a browser to load nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tools.docs.errors import PageError

POLICY = "default-src 'none'"
_LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "link": "href",
    "source": "src",
    "audio": "src",
    "video": "src",
}
_ELSEWHERE = ("http:", "https:", "//")


def check_site(site: Path) -> int:
    """How many pages were looked at. Raises ``PageError`` with what is wrong."""
    pages = sorted(site.rglob("*.html"))
    if not (site / "index.html").is_file():
        raise PageError(f"{site}: there is no index.html", "Build it: make docs.")
    wrong = [
        f"{page.relative_to(site)}: {fault}" for page in pages for fault in faults_of(page.read_text(encoding="utf-8"))
    ]
    if wrong:
        raise PageError("\n".join(wrong), "The site loads nothing from elsewhere: mend mkdocs.yml or the theme.")
    return len(pages)


def faults_of(page: str) -> Iterator[str]:
    """What a page loads from elsewhere, and whether it forbids it."""
    reader = _Reader()
    reader.feed(page)
    yield from reader.faults
    if POLICY not in reader.policy:
        yield "no content security policy"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        address = given.get(_LOADS.get(tag, ""), "")
        if address.startswith(_ELSEWHERE) and given.get("rel") != "canonical":
            self.faults.append(f"{tag} loads {address}")
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = given.get("content", "")
