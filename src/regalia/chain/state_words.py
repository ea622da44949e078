# SPDX-License-Identifier: Apache-2.0
"""What a deal remembers, as its contract tells it: some of it packed into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regalia.domain.program import MAX_TRIGGERS
from regalia.domain.state import Series, State

_AGE_BITS = 8
_HISTORY_BITS = 16
_PAIR_BITS = 128


def state_of(told: Sequence[Any], tranches: int) -> State:
    """The ``State`` of a deal with so many tranches, from the contract's struct: lists it leaves out are of zeros.

    Answers of triggers are of as many as a deal can have; ``series`` is empty where no trigger looks back.
    """
    (
        balance,
        arrears,
        account,
        carried,
        used,
        drawn,
        cost,
        called,
        series,
        age,
        history,
        active,
        defaulted,
        collected,
    ) = told
    return State(
        balance=tuple(balance),
        arrears=tuple(arrears),
        account=tuple(account),
        carried=tuple(carried),
        age=tuple(_lane(age, t, _AGE_BITS) for t in range(tranches)),
        used=tuple(used) or (0,) * len(carried),
        drawn=tuple(drawn),
        cost=tuple(cost),
        called=tuple(called),
        history=tuple(_lane(history, i, _HISTORY_BITS) for i in range(MAX_TRIGGERS)),
        active=tuple(bool(active >> i & 1) for i in range(MAX_TRIGGERS)),
        series=tuple(_pairs(dates) for dates in series),
        defaulted=defaulted,
        collected=collected,
    )


def _lane(word: int, index: int, bits: int) -> int:
    return word >> index * bits & (1 << bits) - 1


def _pairs(words: Sequence[int]) -> Series:
    return tuple((word >> _PAIR_BITS, word & (1 << _PAIR_BITS) - 1) for word in words)
