# SPDX-License-Identifier: Apache-2.0
"""Pages with a part that is made, between two marks, and never typed."""

from __future__ import annotations

from pathlib import Path

from tools.docs.errors import PageError

END = "<!-- end of what is made -->"


def filled(page: str, name: Path, begin: str, made: str) -> str:
    """The page with what is made between its marks. Raises ``PageError`` where they are missing."""
    before, found, rest = page.partition(begin)
    _, end, after = rest.partition(END)
    if not found or not end:
        raise PageError(f"{name}: the marks {begin} and {END} must be there, in this order", "Put them back.")
    return f"{before}{begin}\n\n{made}\n{END}{after}"


def fill(root: Path, name: Path, begin: str, made: str) -> bool:
    """Write it into its page; whether that changed anything."""
    path = root / name
    page = path.read_text(encoding="utf-8")
    new = filled(page, name, begin, made)
    if new == page:
        return False
    path.write_text(new, encoding="utf-8")
    return True
