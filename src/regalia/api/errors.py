# SPDX-License-Identifier: Apache-2.0
"""What a notebook may get wrong."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from regalia.errors import RegaliaError

_SHOWN = 8
_TYPOS = 4


class UnknownDealError(RegaliaError, LookupError):
    """There is no record of that name."""


class UnknownHolderError(RegaliaError, LookupError):
    """The address never bid for units of the deal, held them or was owed income of them."""


class NotAnAddressError(RegaliaError, ValueError):
    """What was given is no address, or its checksum is wrong."""


class DealFileMissingError(RegaliaError, FileNotFoundError):
    """Nobody said which deal file, and it is not where it usually is."""


class NothingToClaimError(RegaliaError, ValueError):
    """No income of these units is owed now."""


class RolledBackError(RegaliaError, LookupError):
    """The chain was reorganised, and somebody who follows it has noticed already."""


class NotVerifiedError(RegaliaError, ValueError):
    """What a figure rests on is not what the chain should say."""


def which_address(given: str, known: Iterable[str]) -> str:
    """The one that differs in a few characters from what was given; empty where none does."""
    wanted = given.lower()
    near = min(known, key=lambda wallet: _differ(wanted, wallet.lower()), default=None)
    return f"Did you mean {near}?" if near and _differ(wanted, near.lower()) <= _TYPOS else ""


def _differ(one: str, other: str) -> int:
    """Characters in which they differ; of another length, those after what both begin and end with."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True))
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    end = next((i for i, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b), 0)
    return max(len(one), len(other)) - min(start + end, len(one), len(other))


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest of what is known, or some of it."""
    names = list(known)
    by_case = {name.lower(): name for name in names}
    near = get_close_matches(given.lower(), by_case, 1)
    if near:
        return f"Did you mean {by_case[near[0]]}?"
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return f"Known are: {', '.join(names[:_SHOWN])}{more}." if names else "There is none yet."
