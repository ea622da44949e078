# SPDX-License-Identifier: Apache-2.0
"""What the deep tier found when it was run last: ``bench/deep.json``."""

from __future__ import annotations

from pathlib import Path

from tools.docs.figures_section import NOT_YET, Section, measured, number


def deep_tier(root: Path) -> Section:
    found, title = measured(root, "deep"), "Deep tier"
    if not found:
        return Section("deep", title, NOT_YET)
    rows = [
        (
            tool["name"],
            f"`{tool['command']}`",
            number(tool["seconds"]),
            "; ".join(f"{name} {number(figure)}" for name, figure in tool["figures"].items()),
        )
        for tool in found["tools"]
    ]
    words = f"`make deep`, run on {found['date']} at commit `{found['commit']}`."
    return Section("deep", title, words, heads=("tool", "command", "seconds", "figures"), rows=rows)
