# SPDX-License-Identifier: Apache-2.0
"""The rules of a deal's meeting: its times, who votes and how many it takes, what may be changed; and their bytes on chain."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.meeting.fields import AmendableField
from regalia.domain.meeting.refusal import MeetingRefusedError

HUNDREDTHS = 10_000
"""Shares are in hundredths of a per cent: of the whole, so many."""
EXECUTION_DAYS = 30
"""How long after the delay a resolution that passed can be carried out."""


@dataclass(frozen=True)
class VoteRule:
    """Of a tranche: the share of its units that must vote, and of those for and against that must be for. No quorum: no vote."""

    quorum: int = 0
    majority: int = 0

    @property
    def votes(self) -> bool:
        return self.quorum > 0

    def pack(self) -> bytes:
        return self.quorum.to_bytes(2, "big") + self.majority.to_bytes(2, "big")


@dataclass(frozen=True)
class MeetingProgram:
    """``notice``, ``voting``, ``delay`` in seconds; ``convene`` the share of a class that convenes; ``replaceable`` bits of payees;
    ``classes`` a rule a tranche. Fields are known by their place in ``amendable``.
    """

    notice: int
    voting: int
    delay: int
    convene: int
    replaceable: int
    classes: tuple[VoteRule, ...]
    amendable: tuple[AmendableField, ...] = ()

    def may_replace(self, payee: int) -> bool:
        return bool(self.replaceable >> payee & 1)

    def field(self, index: int) -> AmendableField:
        """MeetingRefusedError when there is none."""
        if not 0 <= index < len(self.amendable):
            known = "; ".join(f"{i} {field.label}" for i, field in enumerate(self.amendable)) or "none"
            raise MeetingRefusedError(
                f"field {index} is not amendable", f"The deal file lets these be amended: {known}."
            )
        return self.amendable[index]

    def pack(self) -> bytes:
        """Times, share and payees, a class a tranche, a field each: see ``docs/decisions/0006-a-place-to-trade.md``."""
        times = b"".join(seconds.to_bytes(4, "big") for seconds in (self.notice, self.voting, self.delay))
        head = times + self.convene.to_bytes(2, "big") + self.replaceable.to_bytes(8, "big")
        return (
            head + b"".join(rule.pack() for rule in self.classes) + b"".join(field.pack() for field in self.amendable)
        )
