# SPDX-License-Identifier: Apache-2.0
"""What the holder of a call pays to repay whole tranches between two payment dates. The twin of ``contracts/waterfall/Calls.sol``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from regalia.domain.accrual import interest_down, rate_days, share_down, share_up
from regalia.domain.program import Program, TrancheProgram
from regalia.domain.program_words import CallKind
from regalia.domain.state import State
from regalia.errors import RegaliaError


class CallRefusedError(RegaliaError, ValueError):
    """The call is not open; nothing was changed."""


def price_of_call(program: Program, state: State, index: int, period: int, day: date) -> tuple[int, ...]:
    """What each tranche is repaid at on ``day``, in smallest units; zero for those the call leaves alone.

    ``period`` is the next payment date: interest runs from the one before it, or from closing. Raises ``CallRefusedError``.
    """
    if not 0 <= index < len(program.calls):
        raise CallRefusedError(f"call {index}: the deal has {len(program.calls)}", "Number them from 0.")
    start, end = program.schedule.accrual(period)
    if day >= end:
        raise CallRefusedError(f"call {index} on {day}: the payment date {end} is due", "Execute that date first.")
    mask = _open_mask(program, state, index, day)
    return tuple(
        _price(tranche, program.calls[index].price, state.balance[t], state.arrears[t], start, max(day, start))
        if mask >> t & 1
        else 0
        for t, tranche in enumerate(program.tranches)
    )


def repaid(state: State, prices: tuple[int, ...]) -> State:
    """The state once a call was paid: nothing is outstanding on the tranches it repaid."""
    left = [
        (0, 0) if price else owed
        for price, owed in zip(prices, zip(state.balance, state.arrears, strict=True), strict=True)
    ]
    return replace(state, balance=tuple(b for b, _ in left), arrears=tuple(a for _, a in left))


def _open_mask(program: Program, state: State, index: int, day: date) -> int:
    """The tranches that may be repaid on that day."""
    call = program.calls[index]
    if call.since is not None and day < call.since:
        raise CallRefusedError(f"call {index} on {day}: open from {call.since} on", "Wait until then.")
    if call.kind is CallKind.OPTIONAL:
        return call.tranche_mask
    original = sum(tranche.original_balance for tranche in program.tranches)
    most, outstanding = share_down(original, call.remaining), sum(state.balance)
    if outstanding > most:
        raise CallRefusedError(
            f"call {index} on {day}: {outstanding} is outstanding, the call opens at {most}",
            "Amounts are in the smallest currency unit.",
        )
    return (1 << len(program.tranches)) - 1


def _price(tranche: TrancheProgram, price: int, balance: int, arrears: int, start: date, day: date) -> int:
    base = balance + arrears if tranche.interest_on_arrears else balance
    step_up = (tranche.step_up.rate, tranche.step_up.since) if tranche.step_up else None
    weighted = rate_days(tranche.coupon, tranche.day_count, start, day, step_up)
    return share_up(balance, price) + arrears + interest_down(base, weighted, tranche.day_count)
