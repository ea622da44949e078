# SPDX-License-Identifier: Apache-2.0
"""What a chapter asserts. It stops with an error as soon as something is not as it must be."""

from __future__ import annotations

from typing import TypeVar

from regalia.errors import RegaliaError

T = TypeVar("T")
_FAULT = "The demo stops here. This is a fault of Regalia: please report it."


class NotAsExpectedError(RegaliaError, ArithmeticError):
    """A figure is other than expected."""


def same(what: str, found: T, expected: T) -> T:
    """The figure, once it is found to be what it must be. Raises ``NotAsExpectedError``."""
    if found != expected:
        raise NotAsExpectedError(f"{what}: {found} was found, {expected} was expected", _FAULT)
    return found


def holds(what: str, condition: bool) -> None:
    """Raises ``NotAsExpectedError`` when it does not."""
    if not condition:
        raise NotAsExpectedError(f"{what}: this does not hold", _FAULT)
