# SPDX-License-Identifier: Apache-2.0
"""The steps from a chain to a wish: each a transaction that is there, is missing, or can't be had by sending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from eth_typing import ChecksumAddress


class State(StrEnum):
    """Where a step stands. What differs can't be changed by a transaction of the account."""

    THERE = "there"
    TO_SEND = "to send"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Call:
    """A transaction, but for who sends it and what it pays for gas."""

    to: ChecksumAddress
    data: bytes = b""
    value: int = 0


@dataclass(frozen=True)
class Step:
    """``at`` gives the transaction at a time of the chain; ``done`` asks the chain again. ``needs`` are keys of steps before it.

    ``raw`` is set for the one transaction that was signed by nobody we know and is sent as it is.
    """

    key: str
    what: str
    address: ChecksumAddress
    state: State
    at: Callable[[int], Call]
    done: Callable[[], bool]
    gas: int
    needs: tuple[str, ...] = ()
    why: str = ""
    raw: bytes | None = None


def blocked(steps: list[Step]) -> list[Step]:
    """The same; a step that is missing and needs one that differs differs too, as it could not be sent."""
    found: dict[str, Step] = {}
    for step in steps:
        stuck = [need for need in step.needs if need in found and found[need].state is State.DIFFERS]
        if stuck and step.state is State.TO_SEND:
            step = replace(step, state=State.DIFFERS, why=f"needs {found[stuck[0]].what}")
        found[step.key] = step
    return list(found.values())
