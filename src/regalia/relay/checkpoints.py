# SPDX-License-Identifier: Apache-2.0
"""Every place of the loop at which a test may kill the relay."""

from __future__ import annotations

from collections.abc import Callable

Checkpoint = Callable[[str], None]
"""Told the name of the place it is at."""

CHECKPOINTS = (
    "start",
    "before-taken",
    "after-taken",
    "looked",
    "reorganised",
    "before-told",
    "after-told",
    "before-receipt",
    "after-receipt",
    "settled",
    "lost",
    "foreign",
    "before-mined",
    "after-mined",
    "before-final",
    "after-final",
    "before-gone",
    "after-gone",
    "before-again",
    "after-again",
    "condemned",
    "refused",
    "before-struck",
    "after-struck",
    "before-intent",
    "after-intent",
    "after-close",
    "before-send",
    "after-send",
    "after-sent",
    "end",
)


def pass_by(name: str) -> None:
    """Nobody stops here."""
