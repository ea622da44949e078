# SPDX-License-Identifier: Apache-2.0
"""What many runs of a deal remember between payment dates: ``domain.state.State``, an array of scenarios for each amount."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

import numpy as np

from regalia.domain.program import Program
from regalia.domain.state import State
from regalia.projection.whole import Mask, Whole

Series = list[tuple[Whole, Whole]]
"""(collections, debt service) of past dates, oldest first."""


@dataclass
class Position:
    """Arrays are replaced, never written into: a copy of the lists is a copy of the position.

    ``account``: accounts only, as the cash of a facility is put in when it is asked for. ``left``: in collection, not distributed.
    ``unpaid``: bits of facilities that let a deadline pass. The rest as in ``State``.
    """

    balance: list[Whole]
    arrears: list[Whole]
    account: list[Whole]
    carried: list[Whole]
    age: list[Whole]
    used: list[Whole]
    drawn: list[Whole]
    cost: list[Whole]
    called: list[Whole]
    history: list[Whole]
    active: list[Mask]
    series: list[Series]
    defaulted: Mask
    collected: Whole
    left: Whole
    unpaid: Whole

    @classmethod
    def opening(cls, program: Program, state: State, scenarios: int) -> Position:
        def spread(amounts: tuple[int, ...]) -> list[Whole]:
            return [np.full(scenarios, amount, np.int64) for amount in amounts]

        return cls(
            balance=spread(state.balance),
            arrears=spread(state.arrears),
            account=spread(state.account[: len(program.accounts)]),
            carried=spread(state.carried),
            age=spread(state.age),
            used=spread(state.used),
            drawn=spread(state.drawn),
            cost=spread(state.cost),
            called=spread(state.called),
            history=spread(state.history),
            active=[np.full(scenarios, active) for active in state.active],
            series=[
                [(np.full(scenarios, c, np.int64), np.full(scenarios, s, np.int64)) for c, s in pairs]
                for pairs in state.series
            ],
            defaulted=np.full(scenarios, state.defaulted),
            collected=np.full(scenarios, state.collected, np.int64),
            left=np.zeros(scenarios, np.int64),
            unpaid=np.zeros(scenarios, np.int64),
        )

    def copy(self) -> Position:
        found = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, list):
                setattr(found, name, list(value))
        return found

    def money_at_stake(self) -> int:
        """The largest sum of all balances and cash in any scenario: what bounds every product of the next date."""
        amounts = (*self.balance, *self.arrears, *self.account, *self.carried, *self.drawn, *self.cost, *self.called)
        return int(sum(amounts, self.left + self.collected).max())
