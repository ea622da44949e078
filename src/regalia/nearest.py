# SPDX-License-Identifier: Apache-2.0
"""What was probably meant, where something is spelled wrong."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 8
_TYPOS = 4


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest of what is known, or some of it."""
    names = list(known)
    by_case = {name.lower(): name for name in names}
    near = get_close_matches(given.lower(), by_case, 1)
    if near:
        return f"Did you mean {by_case[near[0]]}?"
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return f"Known are: {', '.join(names[:_SHOWN])}{more}." if names else "There is none yet."


def which_address(given: str, known: Iterable[str]) -> str:
    """The one that differs in a few characters from what was given; empty where none does."""
    near = nearest_address(given, known, _TYPOS)
    return f"Did you mean {near}?" if near else ""


def nearest_address(given: str, known: Iterable[str], typos: int) -> str | None:
    """The one that differs least, in so many characters at most, whatever their case."""
    wanted = given.lower()
    near = min(known, key=lambda address: _differ(wanted, address.lower()), default=None)
    return near if near and _differ(wanted, near.lower()) <= typos else None


def _differ(one: str, other: str) -> int:
    """Characters in which they differ; of another length, those after what both begin and end with."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True))
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    end = next((i for i, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b), 0)
    return max(len(one), len(other)) - min(start + end, len(one), len(other))
