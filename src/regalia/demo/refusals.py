# SPDX-License-Identifier: Apache-2.0
"""Showing that what must be refused is refused."""

from __future__ import annotations

from collections.abc import Callable

from regalia.chain.errors import ContractRevertedError
from regalia.errors import RegaliaError


class RefusalMissingError(RegaliaError, AssertionError):
    """Something that must be refused went through."""


def refused(attempt: Callable[[], object]) -> str:
    """What the contracts answered. Raises ``RefusalMissingError`` when they did what was asked."""
    try:
        attempt()
    except ContractRevertedError as error:
        return error.message
    raise RefusalMissingError("a contract did what it must refuse", "This is a fault of Regalia: please report it.")
