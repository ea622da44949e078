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
    return refusal_of(attempt).message


def refusal_of(attempt: Callable[[], object]) -> ContractRevertedError:
    """The contracts' refusal, decoded. Raises ``RefusalMissingError`` when they did what was asked."""
    try:
        attempt()
    except ContractRevertedError as error:
        return error
    raise RefusalMissingError("a contract did what it must refuse", "This is a fault of Regalia: please report it.")
