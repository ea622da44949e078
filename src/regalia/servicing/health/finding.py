# SPDX-License-Identifier: Apache-2.0
"""One thing that was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """``WARN``: somebody should do something, or know. ``FAIL``: it is broken, or what it says can't be relied on."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """``found`` is what there is as of ``block`` (None where no block was seen), ``remedy`` what to do about it, for people.

    ``act`` is what to do as a command, by its name in ``next_command.ACTS``, and ``given`` fills that in.
    """

    check: str
    level: Level
    found: str
    remedy: str = ""
    act: str | None = None
    given: Mapping[str, object] = field(default_factory=dict)
    block: int | None = None
