# SPDX-License-Identifier: Apache-2.0
"""What a transaction may cost, and when more is offered for it."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.relay.work import Attempt, Fees

GWEI = 10**9


@dataclass(frozen=True)
class FeePolicy:
    """``ceiling``: the most for a unit of gas, in wei. A transaction is stuck when it was not mined ``blocks`` blocks, or
    ``seconds`` of the chain's time, after it was sent.
    """

    ceiling: int = 200 * GWEI
    priority: int = GWEI
    blocks: int = 5
    seconds: int = 120

    def first(self, base_fee: int) -> Fees | None:
        """Enough for six full blocks to come; None when even the next block would cost more than the ceiling."""
        if base_fee + 1 > self.ceiling:
            return None
        most = min(2 * base_fee + self.priority, self.ceiling)
        return Fees(most, min(self.priority, most))

    def replacing(self, former: Fees, base_fee: int) -> Fees | None:
        """At least an eighth more of both, as nodes demand of what takes the place of another; None above the ceiling."""
        most, priority = _eighth_more(former.most), _eighth_more(former.priority)
        if most > self.ceiling:
            return None
        most = max(most, min(2 * base_fee + priority, self.ceiling))
        return Fees(most, min(priority, most))

    def is_stuck(self, attempt: Attempt, block: int, time: int, base_fee: int) -> bool:
        """By the chain's blocks and time: a machine's clock is not asked."""
        if attempt.sent_block is None or attempt.sent_time is None:
            return False
        waited, passed = block - attempt.sent_block, time - attempt.sent_time
        too_cheap = attempt.fees.most < base_fee and waited > 0
        return too_cheap or waited >= self.blocks or (waited > 0 and passed >= self.seconds)


def _eighth_more(amount: int) -> int:
    return amount + -(-amount // 8) + 1
