# SPDX-License-Identifier: Apache-2.0
"""The accessibility checker of npm's axe-core on a page that is open."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_SOURCE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
_GRAVE = ("serious", "critical")


def findings(page: Page) -> list[str]:
    """Serious and critical ones, with the elements."""
    page.evaluate(_SOURCE.read_text(encoding="utf-8"))  # by the debugger: the page's policy lets no script in
    found = page.evaluate(_RUN, _TAGS)
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{one['impact']} {one['id']}: {node['html'][:200]}: {node['failureSummary'][:300]}"
        for one in found["violations"]
        if one["impact"] in _GRAVE
        for node in one["nodes"]
    ]
