# SPDX-License-Identifier: Apache-2.0
"""Checks that several acts share, each a refusal by the contract's name."""

from __future__ import annotations

from regalia.domain.rights.address import is_zero
from regalia.domain.rights.day import is_day
from regalia.domain.rights.refusal import RightsRefusedError

MOST = 16
"""Owners, liens in force, licences not terminated."""


def require_day(what: str, day: int) -> None:
    if not is_day(day):
        raise RightsRefusedError("IPRegistry_BadDay", what, day)


def require_past(what: str, day: int, today: int) -> None:
    """A day that has come."""
    require_day(what, day)
    if day > today:
        raise RightsRefusedError("IPRegistry_InFuture", what, today, day)


def require_in_order(what: str, last: int, day: int) -> None:
    if day < last:
        raise RightsRefusedError("IPRegistry_OutOfOrder", what, last, day)


def require_address(what: str, address: str) -> None:
    if is_zero(address):
        raise RightsRefusedError("IPRegistry_ZeroAddress", what)


def require_few(what: str, given: int) -> None:
    if given > MOST:
        raise RightsRefusedError("IPRegistry_TooMany", what, MOST, given)
