# SPDX-License-Identifier: Apache-2.0
"""Whose units vote, and which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regalia.domain.meeting.rules import HUNDREDTHS, MeetingProgram


@dataclass(frozen=True)
class Voter:
    """``units``: at the record date, a tranche each. ``frozen``: now, may be more. ``barred``: the wallet is frozen or halted.
    ``is_originator``: the wallet is one of the originator's, whom every kind of resolution concerns.
    """

    wallet: str
    units: tuple[int, ...]
    frozen: tuple[int, ...]
    barred: bool = False
    is_originator: bool = False

    def free(self, tranche: int) -> int:
        """Units of a tranche that vote as things are now."""
        return 0 if self.barred else max(self.units[tranche] - self.frozen[tranche], 0)


def may_convene(rules: MeetingProgram, units: Sequence[int], supplies: Sequence[int]) -> bool:
    """Whether so many units of each tranche, of so many in hands, are enough in one class that votes."""
    return any(
        rule.votes and held > 0 and held * HUNDREDTHS >= rules.convene * supply
        for rule, held, supply in zip(rules.classes, units, supplies, strict=True)
    )
