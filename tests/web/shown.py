# SPDX-License-Identifier: Apache-2.0
"""What a page shows, by the keys of its figures."""

from __future__ import annotations

from lxml import html


def figures_on(page: str) -> dict[str, str]:
    """Values of all figures by key. A key that is there twice has the same value twice."""
    found: dict[str, str] = {}
    for element in html.fromstring(page).xpath("//*[@data-figure]"):
        key, value = element.get("data-figure"), element.get("value") or element.get("datetime")
        assert found.setdefault(key, value) == value, f"{key}: {found[key]} and {value}"
    return found
