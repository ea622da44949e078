# SPDX-License-Identifier: Apache-2.0
"""``regalia deploy``: what should be on a chain, what is there, and the transactions between the two."""

from __future__ import annotations

from regalia.cli.lazy import group_of

deploy = group_of(
    "deploy",
    {
        "plan": "Compare a wish with its chain; show what is missing.",
        "apply": "Send what is missing; cut anywhere, run it again.",
        "sources": "Write the sources of what is there; have them verified.",
    },
    "Deploy a platform and deals as a file wishes: plan, apply, sources.",
)
