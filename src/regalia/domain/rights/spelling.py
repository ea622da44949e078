# SPDX-License-Identifier: Apache-2.0
"""Acts with their addresses in the one spelling, so that parties compare as text does."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

from regalia.domain.rights.acts import Licence, LienEntry, TitleTransfer, Valuation
from regalia.domain.rights.address import plain

_ADDRESSES = frozenset({"sender", "receiver", "holder", "licensor", "licensee", "group", "token", "appraiser"})
_Spelled = TypeVar("_Spelled", TitleTransfer, LienEntry, Licence, Valuation)


def spelled(act: _Spelled) -> _Spelled:
    found: dict[str, Any] = {f.name: plain(getattr(act, f.name)) for f in fields(act) if f.name in _ADDRESSES}
    return replace(act, **found)
