# SPDX-License-Identifier: Apache-2.0
"""The program: the few numbers of a deal that both waterfall engines run on.

``compile_terms`` makes it from the terms, ``pack`` writes the bytes that are stored on chain. The layout is written down in
``docs/decisions/0001-shape-of-the-core.md`` and read by ``contracts/waterfall/Program.sol``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, IntFlag

from regalia.domain.calendar import DayCount, Schedule

VERSION = 1
MAX_TRANCHES = 16
MAX_STEPS = 40
PPM = 10**6
YEAR_DAYS = 360


class StepKind(IntEnum):
    EXPENSE = 0
    INTEREST = 1
    RESERVE = 2
    PRINCIPAL = 3
    RESIDUAL = 4


class SubjectKind(IntEnum):
    PAYEE = 0
    TRANCHE = 1
    ACCOUNT = 2


class DueKind(IntEnum):
    """How an expense is found (a principal step uses 0, turbo)."""

    FIXED = 0
    COLLECTIONS_RATE = 1
    OUTSTANDING_RATE = 2
    AS_INVOICED = 3


class StepFlag(IntFlag):
    NONE = 0
    CARRIED = 1  # expense: the shortfall is due again at the next date
    PART_FIXED = 1  # reserve: which parts of the formula take part
    PART_INTEREST = 2
    PART_OUTSTANDING = 4
    SET_BY_REPORT = 8


@dataclass(frozen=True)
class TrancheProgram:
    """``coupon`` in ppm a year; ``original_balance`` in smallest currency units; whole ``units``."""

    label: str
    coupon: int
    day_count: DayCount
    interest_on_arrears: bool
    units: int
    original_balance: int

    def pack(self) -> bytes:
        return (
            self.coupon.to_bytes(4, "big")
            + bytes([self.day_count, int(self.interest_on_arrears)])
            + self.units.to_bytes(6, "big")
            + self.original_balance.to_bytes(16, "big")
            + bytes(4)
        )


@dataclass(frozen=True)
class StepProgram:
    """One step. ``support`` is an account index + 1, or 0; ``amount`` in smallest currency units; ``rate`` in ppm."""

    label: str
    kind: StepKind
    subject_kind: SubjectKind
    subject: int
    due_kind: DueKind = DueKind.FIXED
    flags: StepFlag = StepFlag.NONE
    support: int = 0
    tranche_mask: int = 0
    rate: int = 0
    periods: int = 0
    day_count: DayCount = DayCount.THIRTY_E_360
    combine_min: bool = False
    amount: int = 0

    @property
    def carries(self) -> bool:
        """An expense whose shortfall is due again."""
        return self.kind is StepKind.EXPENSE and StepFlag.CARRIED in self.flags

    def pack(self) -> bytes:
        word = (
            bytes([self.kind, self.subject_kind, self.subject, self.due_kind, self.flags, self.support])
            + self.tranche_mask.to_bytes(2, "big")
            + self.rate.to_bytes(4, "big")
            + self.periods.to_bytes(2, "big")
            + bytes([self.day_count, int(self.combine_min)])
        )
        return word.ljust(32, b"\0") + self.amount.to_bytes(32, "big")


@dataclass(frozen=True)
class Program:
    """Everything a payment date needs to know that never changes. ``payees`` and ``accounts`` are labels, in index order."""

    schedule: Schedule
    tranches: tuple[TrancheProgram, ...]
    accounts: tuple[str, ...]
    payees: tuple[str, ...]
    steps: tuple[StepProgram, ...]

    @property
    def invoiced_steps(self) -> tuple[int, ...]:
        """Indices of the steps whose amounts are invoiced, in the order of the report's ``invoices``."""
        return tuple(
            i for i, s in enumerate(self.steps) if s.kind is StepKind.EXPENSE and s.due_kind is DueKind.AS_INVOICED
        )

    def subjects(self, kind: SubjectKind) -> tuple[str, ...]:
        """Labels of all payees, tranches or accounts, in index order."""
        match kind:
            case SubjectKind.PAYEE:
                return self.payees
            case SubjectKind.TRANCHE:
                return tuple(tranche.label for tranche in self.tranches)
            case SubjectKind.ACCOUNT:
                return self.accounts

    def subject_of(self, step: StepProgram) -> str:
        """Label of whom or what a step pays."""
        return self.subjects(step.subject_kind)[step.subject]

    def pack(self) -> bytes:
        """The bytes on chain: one header word, one word a tranche, two words a step."""
        s = self.schedule
        header = bytes(
            [
                VERSION,
                len(self.tranches),
                len(self.accounts),
                len(self.steps),
                len(self.invoiced_steps),
                s.months,
                s.lag,
                s.payment_day,
            ]
        )
        header += _yyyymmdd(s.closing).to_bytes(4, "big") + s.first_end_month.to_bytes(4, "big")
        header += s.opening.to_bytes(4, "big")
        body = b"".join(t.pack() for t in self.tranches) + b"".join(step.pack() for step in self.steps)
        return header.ljust(32, b"\0") + body


def _yyyymmdd(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
